import type { Book, Site } from '../book/book.ts'
import { squeezed } from './plain-words.ts'

/** `none`: no site is called so. `many`: several are, and none of them exactly. */
type SiteReading = { ok: true; site: Site } | { ok: false; problem: 'none' | 'many' }

type Index = { exact: Map<string, Set<Site>>; loose: Map<string, Set<Site>>; looser: Map<string, Set<Site>> }
const known = new WeakMap<Book, Index>()

/**
 * The site that a table names: by its code, its name, its short name or the name of a unit that has only one; or by
 * what is left of these without the words that all of them share (人民政府门户网站, 市).
 */
export function findSite(book: Book, text: string): SiteReading {
  const word = squeezed(text).toLowerCase()
  if (word === '') return { ok: false, problem: 'none' }
  const index = known.get(book) ?? indexOf(book)
  known.set(book, index)
  for (const found of [index.exact.get(word), index.loose.get(core(word)), index.looser.get(bare(word))]) {
    const [site] = found ?? []
    if (site) return found?.size === 1 ? { ok: true, site } : { ok: false, problem: 'many' }
  }
  return { ok: false, problem: 'none' }
}

function indexOf(book: Book): Index {
  const index: Index = { exact: new Map(), loose: new Map(), looser: new Map() }
  const perUnit = Map.groupBy(book.sites.values(), ({ unitId }) => unitId)
  for (const site of book.sites.values()) {
    const unit = site.unitId && perUnit.get(site.unitId)?.length === 1 ? book.units.get(site.unitId)?.name : undefined
    for (const name of [site.siteCode, site.name, site.shortName, unit]) {
      const word = squeezed(name ?? '').toLowerCase()
      if (word === '') continue
      put(index.exact, word, site)
      put(index.loose, core(word), site)
      put(index.looser, bare(word), site)
    }
  }
  return index
}

function put(map: Map<string, Set<Site>>, word: string, site: Site): void {
  if (word === '') return
  const sites = map.get(word) ?? new Set()
  map.set(word, sites.add(site))
}

function core(word: string): string {
  return word.replace(
    /人民政府|政府(?:网站|網站|网|網)?|门户|門戶|政务|政務|官方|网站|網站|官网|官網|办公室|辦公室|委员会|委員會|[（(].*?[）)]/gu,
    '',
  )
}

/** 市教育局 is 教育局 to whoever works in that city; 新港 is 新港区. */
function bare(word: string): string {
  const rest = core(word)
  return rest.length > 2 ? rest.replace(/^[省市区區县縣]|[省市区區县縣]$/gu, '') : rest
}
