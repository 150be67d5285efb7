import { languages } from '../language.ts'
import { checkTemplate } from '../texts/check-template.ts'
import { isTemplateKey } from '../texts/templates.ts'
import type { BookFile } from './book.ts'
import type { BookProblem } from './book-problem.ts'

/**
 * What is wrong with the texts that an office wrote itself, each with its path. A text that this version does not know
 * is left alone, as unknown fields are: nothing is ever sent in its words.
 */
export function textProblems({ settings }: BookFile): BookProblem[] {
  return languages.flatMap((language) =>
    Object.entries(settings?.texts?.[language] ?? {}).flatMap(([key, template]) => {
      if (!isTemplateKey(key)) return []
      const path = `settings.texts.${language}["${key}"]`
      return checkTemplate(language, key, template).map((problem) => ({ path, ...problem }))
    }),
  )
}
