import type { Language } from '../language.ts'
import { plainName } from '../plain-name.ts'
import type { Wording } from './message.ts'

/** A personal text, whose `code` acts as the person. */
type PersonalText = {
  text: string
  code: string | null
  personName: string
  language: Language
  wording: Pick<Wording, 'key'>
}

/**
 * What a code is for: to acknowledge, to confirm, and, by the code alone, to be at one's post, to answer a
 * drill or to prove a number.
 */
type Purpose = 'acknowledge' | 'confirm' | 'post' | 'drill' | 'number'

type Words = { to: (name: string) => string; instead: Record<Purpose, string> }

const words: Record<Language, Words> = {
  'zh-Hans': {
    to: (name) => `致${name}：`,
    instead: {
      acknowledge: '请本人登录值守签收。',
      confirm: '请本人登录值守确认。',
      post: '查岗，请本人马上与带班联系。',
      drill: '演练要用短信签收。',
      number: '号码要用短信验证。',
    },
  },
  'zh-Hant': {
    to: (name) => `致${name}：`,
    instead: {
      acknowledge: '請本人登入值守簽收。',
      confirm: '請本人登入值守確認。',
      post: '查崗，請本人馬上與帶班聯絡。',
      drill: '演練要用短信簽收。',
      number: '號碼要用短信驗證。',
    },
  },
  en: {
    to: (name) => `To ${name}: `,
    instead: {
      acknowledge: 'Please sign in to Zhishou yourself to acknowledge.',
      confirm: 'Please sign in to Zhishou yourself to confirm.',
      post: 'Spot check: please call your lead now.',
      drill: 'A drill is answered by text.',
      number: 'A number is verified by text.',
    },
  },
}

/**
 * The text as a group may read it: addressed to its person, and without the code, since whoever types a code acts as
 * the person it was sent to. The sentence that carries it gives way to one that asks the person to sign in instead.
 */
export function groupText({ text, code, personName, language, wording }: PersonalText): string {
  const { to, instead } = words[language]
  if (code === null) return to(plainName(personName)) + text
  const [mark] = /^【[^】]*】/u.exec(text) ?? ['']
  const open = sentencesOf(text.slice(mark.length)).filter((sentence) => !sentence.includes(code))
  const purpose = purposeOf(wording.key)
  // An office's own words may say everything in the one sentence: without it the group would not know which site.
  const isLost = open.length === 0 && (purpose === 'acknowledge' || purpose === 'confirm')
  const said = isLost ? [text.slice(mark.length).replaceAll(code, '…')] : open
  // A person may be called like a code; nobody is to wonder whether it is one.
  const name = plainName(personName).replaceAll(code, '…')
  return [to(name), mark, ...said, instead[purpose]].join('')
}

/** With whatever follows their end, so that joined they are the text again. */
function sentencesOf(text: string): string[] {
  return text.match(/.*?(?:[。？！]|[.?!](?:\s|$)|$)\s*/gsu)?.filter((sentence) => sentence !== '') ?? []
}

function purposeOf(key: string): Purpose {
  if (key === 'spot.sms') return 'post'
  if (key === 'drill') return 'drill'
  if (key === 'test') return 'number'
  return /^(?:recovered\.confirm|confirm\.remind|bundle\.confirm|roster\.)/.test(key) ? 'confirm' : 'acknowledge'
}
