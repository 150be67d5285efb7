import { bareName } from '../bare-name.ts'
import { defaultSettings } from '../book/settings.ts'
import { cut, plainName } from '../plain-name.ts'
import { dictionaries } from './dictionary.ts'
import { fitText } from './fit-text.ts'
import { ordinaryValues, type Placeholder, type Values } from './placeholders.ts'
import type { Clock } from './render-context.ts'
import { type Charset, measure } from './segments.ts'
import { houseTemplate, type TemplateKey } from './templates.ts'

export type MarkKind = 'mark' | 'markResent' | 'markDrill'
export type PersonName = (name: string) => string

/** One text to fill: which, how its site may be called (the fullest first), and everything else it states. */
export type Filling = {
  key: TemplateKey
  mark: MarkKind
  siteForms: readonly string[]
  valuesFor: (person: PersonName) => Values
}

/** A registered signature has 2 to 12 characters; a longer one would leave no room for the text. */
const longestSignature = 12
/** Beyond this a text costs more than it says, and carriers begin to lose parts. */
export const mostSegments = 3

/** The text in the office's own words if it wrote any, else the house's; names give way until it fits. */
export function renderTemplate({ key, mark, siteForms, valuesFor }: Filling, clock: Clock): string {
  const template = clock.texts[key] ?? houseTemplate(clock.language, key)
  const shown = markOf(mark, clock)
  const { ellipsis } = dictionaries[clock.language]
  const withNames = ({ site, person }: { site: string; person: PersonName }) =>
    fillTemplate(template, { mark: shown, site, sites: site, ...valuesFor((name) => person(plainIn(clock, name))) })
  const limit = { 'GSM-7': limitOf(template, key, clock, 'GSM-7'), 'UCS-2': limitOf(template, key, clock, 'UCS-2') }
  const fits = (text: string) => {
    const { charset, segments } = measure(text)
    return segments <= limit[charset]
  }
  return fitText(withNames, { siteForms, ellipsis, fits })
}

/** A person, a unit or a period as the text may call it. */
export function plainIn({ mayHoldUrl }: Clock, name: string): string {
  return plainName(mayHoldUrl ? name : bareName(name))
}

/**
 * Segments a text may take. The house's take one, two where more sites are named or English has Chinese names in it;
 * an office's own words take as many as they need on an ordinary night.
 */
function limitOf(template: string, key: TemplateKey, { language, texts }: Clock, charset: Charset): number {
  const house = template.includes('{sites}') || (language === 'en' && charset === 'UCS-2') ? 2 : 1
  if (texts[key] === undefined) return house
  const values = ordinaryValues(language, charset === 'UCS-2' ? 'chinese' : 'own')
  const { mark } = dictionaries[language]
  const { segments } = measure(fillTemplate(template, { ...values, mark }))
  return Math.min(mostSegments, Math.max(house, segments))
}

function markOf(kind: MarkKind, clock: Clock): string {
  const { houseSignature, ellipsis, [kind]: mark } = dictionaries[clock.language]
  const isHouse = clock.signature.trim() === '' || clock.signature === defaultSettings.signature
  const shown = isHouse ? houseSignature : cut(plainIn(clock, clock.signature), longestSignature, ellipsis)
  return mark.replace('{signature}', () => shown)
}

/**
 * One pass over the template, so that braces within a name stay braces. Figures of two values in a row stay apart: a
 * name that ends with some, and the time after it, would read as one number, or as a telephone number.
 */
function fillTemplate(template: string, values: Values): string {
  let last = { end: -1, value: '' }
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string, start: number) => {
    const value = Object.hasOwn(values, name) ? values[name as Placeholder] : undefined // own keys are placeholders
    if (value === undefined) throw new Error(`the text "${template}" needs a value for {${name}}`)
    const isRunOn = start === last.end && /\p{N}$/u.test(last.value) && /^\p{N}/u.test(value)
    last = { end: start + placeholder.length, value }
    return isRunOn ? ` ${value}` : value
  })
}
