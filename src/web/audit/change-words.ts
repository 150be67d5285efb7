import type { Book } from '../../domain/book/book.ts'
import type { BookDifference } from '../../domain/book/book-change.ts'
import { instantOf, isoOf } from '../../domain/instant.ts'
import { maskPhone } from '../../domain/phone.ts'
import type { Reader } from '../reader.ts'

/** A change of the book in words: 修改 网站“新港区”：网址 由 … 改为 …. */
export type ChangeWords = { what: string; details: string[] }

/** What differs between two states of one entry, field by field. Names stand for ids; numbers are masked. */
export function changeLine(book: Book, reader: Reader, { list, id, before, after }: BookDifference): ChangeWords {
  const { audit: say } = reader.words
  const act = before === null ? 'added' : after === null ? 'removed' : 'changed'
  const [old, now] = [recordOf(before), recordOf(after)]
  if (list === 'settings') {
    const name = say.settings[id] ?? id
    return {
      what: say.what(say.act[act] ?? act, say.list['settings'] ?? list, name),
      details: [say.fromTo('', wordsFor(book, reader, id, before), wordsFor(book, reader, id, after))],
    }
  }
  const name = titleOf(book, reader, { ...old, ...now }) || id
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => key !== 'id')
  const changed = keys.filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]))
  const details =
    act === 'changed'
      ? changed.map((key) =>
          say.fromTo(
            say.field[key] ?? key,
            wordsFor(book, reader, key, old[key] ?? null),
            wordsFor(book, reader, key, now[key] ?? null),
          ),
        )
      : []
  return { what: say.what(say.act[act] ?? act, say.list[list] ?? list, name), details }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** How people call the thing: its name, or for a shift and filed work its site, time and person. */
function titleOf(book: Book, reader: Reader, entry: Record<string, unknown>): string {
  if (typeof entry['name'] === 'string') return entry['name']
  const parts = ['siteId', 'from', 'role', 'personId'].filter((key) => entry[key] !== undefined)
  return parts.map((key) => wordsFor(book, reader, key, entry[key])).join(' ')
}

function wordsFor(book: Book, reader: Reader, key: string, value: unknown): string {
  const { words } = reader
  if (value === null || value === undefined || value === '') return words.audit.empty
  if (Array.isArray(value)) return value.map((one) => wordsFor(book, reader, key.replace(/s$/, ''), one)).join(', ')
  if (typeof value === 'boolean') return value ? words.audit.yes : words.audit.no
  if (typeof value === 'object') return pairsOf(book, reader, value)
  const text = String(value)
  if (key === 'mobile') return maskPhone(text)
  if (/(person|pool)Id$/i.test(key) || key === 'filedBy' || key === 'decidedBy')
    return book.people.get(text)?.name ?? text
  if (key === 'siteId') return book.sites.get(text)?.name ?? text
  if (key === 'unitId') return book.units.get(text)?.name ?? text
  if (key === 'periodId') return book.periods.get(text)?.name ?? text
  if (key === 'role' && (text === 'lead' || text === 'staff')) return words.watch.role[text]
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return momentText(book, text)
  return text
}

function pairsOf(book: Book, reader: Reader, value: object): string {
  const { field, settings } = reader.words.audit
  return Object.entries(value)
    .map(([key, one]) => `${field[key] ?? settings[key] ?? key} ${wordsFor(book, reader, key, one)}`)
    .join(', ')
}

function momentText(book: Book, iso: string): string {
  const { timezone } = book.settings
  if (Number.isNaN(Date.parse(iso))) return iso
  return isoOf(instantOf(iso, timezone), timezone).slice(0, 16).replace('T', ' ')
}
