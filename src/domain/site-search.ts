import type { Book, Site } from './book/book.ts'

/** Finds sites by what somebody types: any part of the name, short name, unit, address or code, or pinyin initials. */
export type SiteSearch = { find(typed: string): Site[] }

/** `lettersOf` answers every letter with which a character may begin in pinyin (重 → zc); its library is handed in. */
export function searchSites(book: Book, lettersOf: (character: string) => string): SiteSearch {
  const entries = [...book.sites.values()].map((site) => ({ site, text: textOf(book, site) }))
  return {
    find(typed) {
      const words = folded(typed).split(/\s+/).filter(Boolean)
      return entries
        .filter(({ site, text }) => words.every((word) => text.includes(word) || isInitials(word, site, lettersOf)))
        .map(({ site }) => site)
    },
  }
}

/** Full width and capitals are typed by accident. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function textOf(book: Book, { id, name, shortName, unitId, url, siteCode }: Site): string {
  const unit = unitId ? book.units.get(unitId)?.name : undefined
  // A line break lies between the parts: nobody types one, so no find reaches over two of them.
  return folded([name, shortName, unit, url, siteCode, id].filter(Boolean).join('\n'))
}

/** Whether the letters are the initials of neighbouring characters in the name: xgq finds 新港区 anywhere in it. */
function isInitials(word: string, { name, shortName }: Site, lettersOf: (character: string) => string): boolean {
  if (!/^[a-z]{2,20}$/.test(word)) return false
  return [name, shortName ?? ''].some((text) => {
    const letters = [...text].map(lettersOf)
    return letters.some((_, from) => [...word].every((letter, i) => letters[from + i]?.includes(letter)))
  })
}
