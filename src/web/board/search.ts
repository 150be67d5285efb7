import type { Book } from '../../domain/book/book.ts'
import { type SiteSearch, searchSites } from '../../domain/site-search.ts'
import { loadPinyin } from '../pinyin.ts'

const known = new WeakMap<Book, SiteSearch>()
const letters = new Map<string, string>()

/** The search over a book's sites; made once for each book. */
export function searchIn(book: Book): SiteSearch {
  const there = known.get(book)
  if (there) return there
  const made = searchSites(book, lettersOf)
  known.set(book, made)
  return made
}

/** 重 → zc. A country's names are made of some thousand characters, so each is asked about once. */
function lettersOf(character: string): string {
  const there = letters.get(character)
  if (there !== undefined) return there
  const { pinyin } = loadPinyin()
  const all = pinyin(character, { multiple: true, pattern: 'first', toneType: 'none', type: 'array' })
  const made = all.join('').toLowerCase()
  letters.set(character, made)
  return made
}
