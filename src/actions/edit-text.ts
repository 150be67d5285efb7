import type { BookFile } from '../domain/book/book.ts'
import type { Instant } from '../domain/instant.ts'
import type { Language } from '../domain/language.ts'
import { houseTemplate, type TemplateKey } from '../domain/texts/templates.ts'
import type { ActionDeps } from './deps.ts'
import { type Edited, type Editor, editBook } from './edit-book.ts'

/** One text in one language; `template` null, or the house's own words: back to those. */
export type TextEdit = { language: Language; key: TemplateKey; template: string | null }

/** Keeps an office's own words for one text. The book's check refuses what may not be sent, with every reason. */
export function saveText(deps: ActionDeps, editor: Editor, edit: TextEdit, now: Instant): Promise<Edited> {
  return editBook(deps, editor, (file) => withText(file, edit), now)
}

function withText(file: BookFile, { language, key, template }: TextEdit): BookFile {
  const texts = file.settings?.texts ?? {}
  const { [key]: before, ...others } = texts[language] ?? {}
  const isHouse = template === null || template === houseTemplate(language, key)
  if (isHouse && before === undefined) return file
  const own = isHouse ? others : { ...others, [key]: template }
  return { ...file, settings: { ...file.settings, texts: { ...texts, [language]: own } } }
}
