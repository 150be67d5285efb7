import { type Language, languages } from '../language.ts'
import { type AnswerTextKey, dictionaries, type TextKey } from './dictionary.ts'

/** Which text: a message, or an answer to a reply. */
export type TemplateKey = TextKey | `answer.${AnswerTextKey}`

/** Words that an office wrote in the place of the house's own. */
export type BookTexts = Partial<Record<Language, Partial<Record<TemplateKey, string>>>>

/** Every text there are words for, in the order of the message sheet, the answers last. */
export const templateKeys: readonly TemplateKey[] = [
  // Their types name exactly these keys.
  ...(Object.keys(dictionaries['zh-Hans'].messages) as TextKey[]),
  ...(Object.keys(dictionaries['zh-Hans'].answers) as AnswerTextKey[]).map((key) => `answer.${key}` as const),
]

export function isTemplateKey(text: string): text is TemplateKey {
  return templateKeys.some((key) => key === text)
}

/** The house's own words. */
export function houseTemplate(language: Language, key: TemplateKey): string {
  const { messages, answers } = dictionaries[language]
  return key.startsWith('answer.')
    ? answers[key.slice('answer.'.length) as AnswerTextKey] // what follows the prefix is an answer's key, by its type
    : messages[key as TextKey]
}

/** The names in braces within a template, each as often as it stands there. */
export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
}

/** What may stand in a text's own words: whatever the house has in it, in any language, since all are filled alike. */
export function placeholdersOf(key: TemplateKey): ReadonlySet<string> {
  return new Set(languages.flatMap((language) => placeholdersIn(houseTemplate(language, key))))
}
