import { bareName } from '../bare-name.ts'
import { addDays, dateOf, minute } from '../instant.ts'
import type { Language } from '../language.ts'
import { siteNameForms } from '../plain-name.ts'
import { type AnswerTextKey, dictionaries, textKeyOf } from './dictionary.ts'
import type { Answer, BundleMessage, Message, SiteName, Wording } from './message.ts'
import type { Values } from './placeholders.ts'
import type { Clock, RenderContext } from './render-context.ts'
import { type MarkKind, type PersonName, plainIn, renderTemplate } from './render-template.ts'
import { clockWords, dateWords, limitWords, momentWords, spanWords } from './span-words.ts'

/**
 * The message in the reader's words, or in the office's own, within one segment (English with names outside GSM-7: two;
 * own words as many as they need). Names are literal text: whatever they contain, the text stays one line and carries
 * no code but the reader's.
 * Throws when a text that asks for a code is given none.
 */
export function renderMessage(message: Message, context: RenderContext): string {
  const key = textKeyOf(message, context.resent)
  const code = context.code === null ? {} : { code: context.code }
  const valuesFor = (person: PersonName): Values => ({ ...code, ...factsOf(message, context, person) })
  const mark = markKindOf(message, context)
  return renderTemplate({ key, mark, siteForms: siteFormsOf(message, context), valuesFor }, context)
}

/** What is not real says so first, the second time as well. */
function markKindOf({ key }: Message, { resent }: RenderContext): MarkKind {
  if (key === 'drill' || key === 'drill.missed') return 'markDrill'
  return resent ? 'markResent' : 'mark'
}

/** How the site, or the sites, may be called, the fullest first. */
function siteFormsOf(message: Message, context: Clock): readonly string[] {
  if (message.key === 'bundle') return listForms(message, context)
  return 'site' in message ? formsOf(message.site, context) : []
}

/**
 * A name that is nothing but an address or a number is no name where a text may hold neither: its short form, then
 * 某网站, stand for it. The code says which site it is.
 */
function formsOf({ name, short }: SiteName, { language, mayHoldUrl }: Clock): readonly string[] {
  if (mayHoldUrl) return siteNameForms({ name, short })
  const [full, shorter] = [bareName(name), short === null ? '' : bareName(short)]
  if (full === '' && shorter === '') return [dictionaries[language].someSite]
  return siteNameForms({ name: full || shorter, short: shorter || null })
}

/** Whole names in the order of the board, as many as there are, then fewer and fewer. */
function listForms({ sites, count }: BundleMessage, context: Clock): string[] {
  const { joinNames, andMore } = dictionaries[context.language]
  const names = sites.flatMap((site) => formsOf(site, context).slice(0, 1))
  return names.map((_, left) => {
    const shown = names.slice(0, names.length - left)
    return joinNames(shown) + (shown.length < count ? andMore : '')
  })
}

/** The same message as its template's name and values. */
export function wordingOf(message: Message, context: RenderContext): Wording {
  const person = (name: string) => plainIn(context, name)
  const values = { ...(context.code === null ? {} : { code: context.code }), ...factsOf(message, context, person) }
  const [fullest] = siteFormsOf(message, context)
  const site = fullest === undefined ? {} : { [message.key === 'bundle' ? 'sites' : 'site']: fullest }
  return { key: textKeyOf(message, context.resent), values: { ...values, ...site } }
}

/** The answer to a reply by text, within the same limits. */
export function renderAnswer(answer: Answer, context: Clock): string {
  const key: AnswerTextKey = answer.key === 'notlead' && answer.lead === null ? 'notlead.nobody' : answer.key
  const valuesFor = (person: PersonName): Values => answerFactsOf(answer, context, person)
  const siteForms = 'site' in answer ? formsOf(answer.site, context) : []
  return renderTemplate({ key: `answer.${key}`, mark: 'mark', siteForms, valuesFor }, context)
}

/** What the message states, as the placeholders of the sheet call it: t since, t2 at, who the person, who2 the lead. */
function factsOf(message: Message, context: Clock, person: PersonName): Values {
  const values: Values = {}
  if ('since' in message) values.t = momentWords(message.since, context)
  if ('at' in message) values.t2 = momentWords(message.at, context)
  if (message.key === 'relapse') values.t = momentWords(message.at, context)
  if ('why' in message) values.why = dictionaries[context.language].why[message.why]
  if ('forMs' in message) values.dur = spanWords(message.forMs, context.language)
  if ('afterMs' in message) values.min = silenceWords(message.afterMs, context.language)
  if ('lead' in message && message.lead !== null) values.who2 = person(message.lead)
  if (message.key === 'bundle')
    Object.assign(values, { N: String(message.count), shared: sharedWords(message, context) })
  if (message.key === 'blind.over') Object.assign(values, { N: String(message.sites), n: String(message.down) })
  if ('who' in message && message.who !== null) Object.assign(values, whoOf(message.who, person))
  return { ...values, ...dutyFactsOf(message, context, person) }
}

/** What a text of duty life states: d and t3 the day and hour at which a shift begins, t4 when it ends. */
function dutyFactsOf(message: Message, context: Clock, person: PersonName): Values {
  const values: Values = {}
  const { duty, takes, tomorrow } = dictionaries[context.language]
  if ('start' in message)
    Object.assign(values, { d: dateWords(message.start, context), t3: clockWords(message.start, context) })
  if ('end' in message) {
    const isTomorrow = dateOf(message.end, context.zone) === addDays(dateOf(context.now, context.zone), 1)
    values.t4 = isTomorrow ? `${tomorrow}${clockWords(message.end, context)}` : momentWords(message.end, context)
  }
  if ('role' in message) Object.assign(values, { duty: duty[message.role], verb: takes[message.role] })
  // Names of units and periods give way like a person's: only where the text could not be sent otherwise.
  if ('period' in message) values.per = person(message.period)
  if ('unit' in message) values.unit = person(message.unit)
  if ('by' in message) values.t3 = message.by
  if ('other' in message) values.who2 = person(message.other)
  if ('before' in message && message.before !== null) values.who = person(message.before)
  if ('neglect' in message) values.found = dictionaries[context.language].neglect[message.neglect]
  if ('odd' in message) values.found = dictionaries[context.language].odd[message.odd]
  if ('outcome' in message) values.found = dictionaries[context.language].found[message.outcome]
  if ('withinMs' in message) values.min = limitWords(message.withinMs, context.language)
  if ('count' in message) values.n = String(message.count)
  if ('endsAt' in message)
    Object.assign(values, {
      ...{ d: dateWords(message.endsAt, context), n: String(message.days), N: String(message.count) },
    })
  if ('times' in message) Object.assign(values, { n: String(message.times), times: timesWords(message.times) })
  return values
}

/** Where the sheet has it, and nothing where nothing is shared. */
function sharedWords({ shared }: BundleMessage, { language }: Clock): string {
  return shared === undefined ? '' : dictionaries[language].shared[shared]
}

/** For the language that says twice. */
function timesWords(times: number): string {
  return times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`
}

function whoOf(who: string | string[], person: PersonName): Values {
  if (typeof who === 'string') return { who: person(who) }
  const [first, second] = who
  return {
    ...(first === undefined ? {} : { who: person(first) }),
    ...(second === undefined ? {} : { who2: person(second) }),
    n: String(who.length),
    rest: String(who.length - 2),
  }
}

function answerFactsOf(answer: Answer, context: Clock, person: PersonName): Values {
  const values: Values = {}
  if ('code' in answer) values.code = answer.code
  if ('count' in answer) values.n = String(answer.count)
  if ('at' in answer) values.t2 = momentWords(answer.at, context)
  if ('expiresMs' in answer) values.min = limitWords(answer.expiresMs, context.language)
  if ('forMs' in answer) values.dur = spanWords(answer.forMs, context.language)
  if ('who' in answer) values.who = person(answer.who)
  if ('lead' in answer && answer.lead !== null) values.who2 = person(answer.lead)
  return values
}

/** How long nobody answered. Passed on at once there is no such time, and the Chinese sentence reads well without. */
function silenceWords(ms: number, language: Language): string {
  return ms < minute && language !== 'en' ? '' : limitWords(ms, language)
}
