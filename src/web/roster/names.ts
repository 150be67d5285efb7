import type { Book } from '../../domain/book/book.ts'
import { indexNames, type NameIndex } from '../../domain/roster/name-index.ts'
import { loadPinyin } from '../pinyin.ts'

const known = new WeakMap<Book, NameIndex>()

/** The names of a book as cells of its rosters are typed; made once for each book. */
export function namesIn(book: Book): NameIndex {
  const there = known.get(book)
  if (there) return there
  const made = indexNames(book, initialsOf)
  known.set(book, made)
  return made
}

/** 陈海涛 → cht; a surname with a reading of its own (单, 曾) is read as one. */
function initialsOf(name: string): string {
  const { pinyin } = loadPinyin()
  return pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', mode: 'surname' }).join('')
}
