import { holdsAddress } from '../bare-name.ts'
import type { BookProblem, ProblemName } from '../book/book-problem.ts'
import type { Language } from '../language.ts'
import { exampleText } from './example-text.ts'
import type { Placeholder } from './placeholders.ts'
import type { Clock } from './render-context.ts'
import { mostSegments } from './render-template.ts'
import { measure } from './segments.ts'
import { houseTemplate, placeholdersIn, placeholdersOf, type TemplateKey } from './templates.ts'

export type TemplateProblem = Pick<BookProblem, 'problem' | 'with'>

/** What an office may not leave out where the house has it: who is spoken of, and the code that acts. */
const kept: readonly Placeholder[] = ['code', 'site', 'sites']

// Words that carriers, or readers, take for fraud or politics (MESSAGES rule 3), in the three languages of the texts.
const forbidden = /攻击|攻擊|篡改|验证码|驗證碼|密码|密碼|点击|點擊|链接|鏈接|連結|\b(?:attack|click|link|password)/giu

/** Those that are filled with figures; every other one with letters. */
const figures: ReadonlySet<string> = new Set<Placeholder>(['t', 't2', 't3', 't4', 'd', 'dur', 'min', 'n', 'N', 'rest'])

/** Everything that is wrong with an office's own words for one text, at once; nothing when they may be sent. */
export function checkTemplate(language: Language, key: TemplateKey, template: string): TemplateProblem[] {
  const problem = (name: ProblemName, value = ''): TemplateProblem => ({ problem: name, with: { value } })
  const house = placeholdersIn(houseTemplate(language, key))
  const found = placeholdersIn(template)
  const strange = [...new Set(found)].filter((name) => !placeholdersOf(key).has(name))
  const missing = kept.filter((name) => house.includes(name) && !found.includes(name))
  const words = [...new Set([...template.matchAll(forbidden)].map(([word]) => word))]
  return [
    ...(template.startsWith('{mark}') && found.indexOf('mark', 1) === -1 ? [] : [problem('text_mark', '{mark}')]),
    ...strange.map((name) => problem('text_placeholder', `{${name}}`)),
    ...missing.map((name) => problem('text_missing', `{${name}}`)),
    ...(/[{}]/.test(template.replace(/\{\w+\}/g, '')) ? [problem('text_braces', '{site}')] : []),
    ...(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\uFFFD]/u.test(template) ? [problem('text_signs')] : []),
    ...(/[【】]/u.test(template) ? [problem('text_brackets')] : []),
    ...(holdsAddress(filledShort(template)) ? [problem('text_address')] : []),
    ...words.map((word) => problem('text_word', word)),
    ...(strange.length === 0 && isTooLong(language, key, template) ? [problem('text_long')] : []),
  ]
}

/** Letters or figures in the place of what is filled in, so that the words around it cannot make an address of it. */
function filledShort(template: string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'code' ? '0000' : figures.has(name) ? '00' : 'xx',
  )
}

/** Even with every name cut as far as it may be, under the longest signature that is registered. */
function isTooLong(language: Language, key: TemplateKey, template: string): boolean {
  const signature = '鞍山市人民政府办公室值守'
  const clock: Clock = { language, now: 0, zone: 'utc', signature, mayHoldUrl: true, texts: {} }
  return measure(exampleText(key, template, 'longest', clock)).segments > mostSegments
}
