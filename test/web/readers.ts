import type { Language } from '../../src/domain/language.ts'
import { formatIn } from '../../src/web/format.ts'
import type { Reader } from '../../src/web/reader.ts'
import { wordsOf } from '../../src/web/words.ts'
import { nightNow } from './town.ts'

/** Whoever reads a page on the night of the story, where only the language and the office's eyes matter. */
export function readerIn(language: Language = 'zh-Hans', isOffice = false): Reader {
  const [words, format] = [wordsOf(language), formatIn(language, 'Asia/Shanghai', nightNow)]
  return { person: null, isOffice, language, theme: null, words, format, now: nightNow, from: '' }
}
