import { bareName } from '../bare-name.ts'
import type { Audience } from '../book/settings.ts'
import { type Incident, takenAt } from '../incident/incident.ts'
import type { Instant } from '../instant.ts'
import type { Language } from '../language.ts'
import { plainName } from '../plain-name.ts'
import { dictionaries } from '../texts/dictionary.ts'
import type { FailureKind } from '../watch/probe.ts'
import type { Matter, Topic } from './call-topic.ts'
import { type CallPhrase, type CallWords, callWords } from './call-words.ts'
import { spokenCount } from './spoken-number.ts'
import { spokenMoment, spokenSpan } from './spoken-time.ts'

/** Who is called, as what, and the moment at which they listen. */
export type Listener = {
  personId: string
  audience: Audience
  language: Language
  now: Instant
  zone: string
  /** How long an acknowledgement holds. */
  expiresMs: number
}

type FixedPhrase =
  | ('spot' | 'spot.over' | 'after.spot' | 'wrong.spot')
  | ('wrong' | 'wrong.confirm' | 'closing' | 'closing.short' | 'goodbye')
type Values = Partial<
  Record<'site' | 'sites' | 't' | 't2' | 'dur' | 'min' | 'who' | 'who2' | 'N' | 'why' | 'host', string>
>

/** What is said of a topic before a key is pressed. */
export function openingOf({ kind, matters }: Topic, listener: Listener): string {
  const [first, second] = matters
  if (!first) return say('goodbye', listener, {})
  const { incident } = first
  const { site, t, dur } = factsOf(first, listener)
  if (second && (kind === 'take' || kind === 'confirm')) {
    const sites = callWords[listener.language].joinNames([first, second].map(spokenSite))
    const values = { N: spokenCount(matters.length, listener.language), sites }
    return say(kind === 'take' ? 'bundle' : 'confirm.many', listener, values)
  }
  switch (kind) {
    case 'take':
      return takeWords(incident, listener, { site, t, dur })
    case 'confirm':
      return say('confirm', listener, { site, dur, t2: momentWords(incident.recoveredAt, listener) })
    case 'taken':
      return say('taken', listener, { site, ...ownerOf(incident, listener) })
    case 'yours':
      return say('yours', listener, { site })
    case 'over':
      return overWords(first, listener)
    case 'not_yours':
      return say('not_yours', listener, {})
  }
}

function takeWords(incident: Incident, listener: Listener, values: Values): string {
  const outage = say('outage', listener, values) + joint(listener) + say('outage.keys', listener, {})
  if (listener.audience !== 'lead') return outage
  const silent = incident.told.find(({ audience }) => audience === 'staff') ?? incident.lost.at(-1)
  if (silent) return say('lead', listener, { ...values, who: spokenName(silent.name) })
  return incident.duty.source === 'roster' ? say('lead.nobody', listener, values) : outage
}

/** What was restored, or closed without that. */
function overWords(matter: Matter, listener: Listener): string {
  const { recoveredAt } = matter.incident
  const site = spokenSite(matter)
  if (recoveredAt === null) return say('over.voided', listener, { site })
  return say('over', listener, { site, t2: momentWords(recoveredAt, listener) })
}

/** Cause, host and lead, after 2. The whole truth is on the incident's page. */
export function detailsOf({ incident }: Matter, listener: Listener): string {
  const { lead } = incident.duty
  const why = dictionaries[listener.language].why[incident.failure.kind]
  const host = callWords[listener.language].host[hostOf(incident)]
  const values = { why, host, ...(lead ? { who2: spokenName(lead.name) } : {}) }
  return say(lead ? 'after.details' : 'after.details.no_lead', listener, values)
}

/** Failures in which nothing came back from the website at all. */
const unanswered: ReadonlySet<FailureKind> = new Set(['connect_failed', 'connect_timeout', 'first_byte_timeout'])

function hostOf({ ping, failure }: Incident): keyof CallWords['host'] {
  if (!ping || ping.answer === 'unknown') return 'unknown'
  if (ping.answer === 'no') return 'silent'
  return unanswered.has(failure.kind) ? 'answers' : 'up'
}

/** What is said after a key did what it was pressed for. */
export function doneWords(
  phrase: 'after.take' | 'after.pass' | 'after.confirm' | 'after.reject',
  listener: Listener,
): string {
  const { now, expiresMs, language } = listener
  return say(phrase, listener, { t2: momentWords(now, listener), min: spokenSpan(expiresMs, language) })
}

/** That somebody else was first. */
export function lateWords({ incident }: Matter, listener: Listener): string {
  return say('after.late', listener, ownerOf(incident, listener))
}

/** Words without placeholders. */
export function fixedWords(phrase: FixedPhrase, { language }: Pick<Listener, 'language'>): string {
  return callWords[language].phrases[phrase]
}

function ownerOf(incident: Incident, listener: Listener): Values {
  return { who: spokenName(incident.acknowledgedBy?.name ?? ''), t2: momentWords(takenAt(incident), listener) }
}

function factsOf(matter: Matter, listener: Listener): { site: string; t: string; dur: string } {
  const { startedAt, recoveredAt } = matter.incident
  return {
    site: spokenSite(matter),
    t: momentWords(startedAt, listener),
    dur: spokenSpan((recoveredAt ?? listener.now) - startedAt, listener.language),
  }
}

function momentWords(at: Instant | null, listener: Listener): string {
  return spokenMoment(at ?? listener.now, listener)
}

function spokenSite({ site }: Matter): string {
  return spokenName(site.name)
}

/** A name as it may be said aloud: nothing in it sounds like an address, a telephone number or a code. */
function spokenName(name: string): string {
  return plainName(bareName(name))
}

/** Sentences of English stand apart, those of Chinese do not. */
function joint({ language }: Listener): string {
  return language === 'en' ? ' ' : ''
}

/** One pass over the words, so that braces within a name stay braces. */
function say(phrase: CallPhrase, { language }: Listener, values: Values): string {
  return callWords[language].phrases[phrase].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name as keyof Values] : undefined // own keys are placeholders
    if (value === undefined) throw new Error(`the call's "${phrase}" needs a value for {${name}}`)
    return value
  })
}
