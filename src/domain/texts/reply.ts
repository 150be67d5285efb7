import { normaliseCode } from '../code.ts'

/** What somebody meant by a text. `all`: every incident of theirs that waits for this act. */
export type Reply =
  | { act: 'acknowledge' | 'confirm' | 'pass'; code: string | null; all: boolean }
  | { act: 'stop' }
  | { act: 'start' }
  | { act: 'unknown' }

type IncidentAct = 'acknowledge' | 'confirm' | 'pass'

const words: Record<string, IncidentAct> = {
  1: 'acknowledge',
  收到: 'acknowledge',
  签收: 'acknowledge',
  簽收: 'acknowledge',
  OK: 'acknowledge',
  2: 'confirm',
  确认: 'confirm',
  確認: 'confirm',
  恢复: 'confirm',
  恢復: 'confirm',
  0: 'pass',
  来不了: 'pass',
  來不了: 'pass',
}

// The carrier's own words: Twilio handles the English ones itself and tells us as well.
const stopWords = new Set([
  'STOP',
  'STOPALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'REVOKE',
  'OPTOUT',
  '退订',
  '退訂',
  'TD',
])
const startWords = new Set(['START', 'YES', 'UNSTOP'])
const allWords = new Set(['全部', 'ALL'])

/**
 * Reads a reply to a text. Width, case, spaces, hyphens and closing punctuation do not matter. A code alone
 * acknowledges; a word alone carries no code, and only the caller knows whether that is clear enough to act on.
 */
export function parseReply(body: string): Reply {
  const text = plain(body)
  if (stopWords.has(text)) return { act: 'stop' }
  if (startWords.has(text)) return { act: 'start' }
  // A code first: 2KQM begins with the word for confirming, but four characters of the alphabet are a code.
  const bare = targetOf(text)
  if (bare) return { act: 'acknowledge', ...bare }
  for (const [word, act] of Object.entries(words)) {
    if (!text.startsWith(word)) continue
    const target = targetOf(text.slice(word.length).replace(/^[码碼:,]+/u, ''))
    if (target) return { act, ...target }
    if (text === word) return { act, code: null, all: false }
  }
  return { act: 'unknown' }
}

/** Folded, upper-cased, without blanks, hyphens and what cannot be seen, and without marks around it. */
function plain(body: string): string {
  return body
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{C}]/gu, '')
    .replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, '')
}

function targetOf(text: string): { code: string | null; all: boolean } | null {
  if (allWords.has(text)) return { code: null, all: true }
  const code = normaliseCode(text)
  return code === null ? null : { code, all: false }
}
