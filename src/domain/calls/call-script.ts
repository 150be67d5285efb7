import type { Heard } from './call-key.ts'
import { detailsOf, doneWords, fixedWords, type Listener, lateWords, openingOf } from './call-phrases.ts'
import { type Matter, type Topic, topicOf } from './call-topic.ts'

/**
 * What is said from here on: each round ends with waiting for a key, and after the last one the closing words end the
 * call. `heard`: what a key pressed in it is about. Without rounds nothing is asked any more.
 */
export type CallScript = { rounds: readonly string[]; closing: string; heard: Heard }

/** Spoken so often before the call ends (MESSAGES, Calls). */
const loops = 3

/** What a person hears who picks up: what is true now, whatever it was when the call was planned. */
export function scriptOf(matters: readonly Matter[], listener: Listener): CallScript {
  const topic = topicOf(matters, listener.personId)
  const words = openingOf(topic, listener)
  switch (topic.kind) {
    case 'take':
    case 'confirm':
      return { rounds: Array(loops).fill(words), closing: closingOf(topic, listener), heard: topic.kind }
    case 'taken':
      return { rounds: [words], closing: fixedWords('goodbye', listener), heard: 'taken' }
    default:
      return end(words)
  }
}

/**
 * What follows a key. Taken from what is true after it acted, so that a callback that comes twice is answered twice
 * with the same words.
 */
export function scriptAfter(key: string, heard: Heard, matters: readonly Matter[], listener: Listener): CallScript {
  const done = doneOf(key, heard, matters, listener)
  if (done !== null) return end(done)
  const script = scriptOf(matters, listener)
  if (key === '9') return script
  const topic = topicOf(matters, listener.personId)
  const [only, ...more] = topic.matters
  if (key === '2' && topic.kind === 'take' && only && more.length === 0) {
    return { ...script, rounds: [detailsOf(only, listener), ...script.rounds.slice(1)] }
  }
  // No key was wrong where what it was about has changed: then that is said.
  const wrong = script.heard === 'confirm' ? 'wrong.confirm' : 'wrong'
  return topic.kind === heard ? withWrongKey(script, wrong, listener) : script
}

/** A spot check: one question, and no other key than 1. `isOpen`: it still waits; `isAtPost`: it was answered in time. */
export function checkScript(
  key: string | null,
  { isOpen, isAtPost }: { isOpen: boolean; isAtPost: boolean },
  listener: Pick<Listener, 'language'>,
): CallScript {
  if (!isOpen) return end(fixedWords(isAtPost ? 'after.spot' : 'spot.over', listener))
  const words = fixedWords('spot', listener)
  const rounds = {
    rounds: Array(loops).fill(words),
    closing: fixedWords('closing.short', listener),
    heard: 'take',
  } as const
  return key === null || key === '9' ? rounds : withWrongKey(rounds, 'wrong.spot', listener)
}

/** What the key was pressed for has become true, or somebody else was first; null when neither. */
function doneOf(key: string, heard: Heard, matters: readonly Matter[], listener: Listener): string | null {
  const { personId } = listener
  const mine = (by: { id: string } | null) => by?.id === personId
  const some = (is: (matter: Matter) => boolean) => matters.find(is)
  if (heard === 'confirm') {
    if (key === '1' && some(({ incident }) => mine(incident.confirmedBy))) return doneWords('after.confirm', listener)
    return key === '3' && some(({ incident }) => mine(incident.rejectedBy)) ? doneWords('after.reject', listener) : null
  }
  const inHand = matters.filter(({ incident }) => incident.state === 'acknowledged')
  if (key === '1') {
    if (inHand.some(({ incident }) => mine(incident.acknowledgedBy))) return doneWords('after.take', listener)
    const [first] = inHand
    return first ? lateWords(first, listener) : null
  }
  const hasPassed = some(({ incident }) => incident.lost.some(({ id, why }) => id === personId && why === 'passed'))
  return key === '0' && hasPassed ? doneWords('after.pass', listener) : null
}

function withWrongKey(
  script: CallScript,
  wrong: 'wrong' | 'wrong.confirm' | 'wrong.spot',
  listener: Pick<Listener, 'language'>,
): CallScript {
  const [first = '', ...more] = script.rounds
  const joint = listener.language === 'en' ? ' ' : ''
  return { ...script, rounds: [fixedWords(wrong, listener) + joint + first, ...more] }
}

function closingOf({ kind }: Topic, listener: Listener): string {
  const isForStaff = kind === 'take' && listener.audience === 'staff'
  return fixedWords(isForStaff ? 'closing' : 'closing.short', listener)
}

function end(words: string): CallScript {
  return { rounds: [], closing: words, heard: 'taken' }
}
