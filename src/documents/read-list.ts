import type { TableCell, TableSheet } from '../domain/roster-table/sheet.ts'
import { readWorkbook } from './read-workbook.ts'
import type { FileRefusal } from './refusal.ts'

/** A list of 14,300 sites has 2 MB as text and less as a workbook. */
export const mostListBytes = 8 * 1024 * 1024
const mostRows = 60_000
const mostFields = 400
const mostLetters = 1000

export type ListReading = { ok: true; sheets: TableSheet[] } | { ok: false; why: FileRefusal | 'bad_json' }

/** Reads an uploaded list, whatever it is called: .xlsx, JSON, or text with commas, semicolons or tabs between fields. */
export async function readList(bytes: Buffer): Promise<ListReading> {
  if (bytes.length > mostListBytes) return { ok: false, why: 'too_large' }
  const isPacked = bytes[0] === 0x50 && bytes[1] === 0x4b
  const hasControls = bytes.subarray(0, 512).some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20))
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe
  if (isPacked || bytes.length === 0 || (hasControls && !isWide)) return readWorkbook(bytes, mostListBytes)
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return { ok: false, why: 'pdf' }
  const text = textOf(bytes)
  const rows = /^\s*[[{]/.test(text) ? jsonRows(text) : delimitedRows(text)
  if (rows === null) return { ok: false, why: 'bad_json' }
  if (rows.length > mostRows) return { ok: false, why: 'too_many_cells' }
  const cells = rows.map((row) => row.map((one): TableCell | null => (one.trim() === '' ? null : { text: one })))
  return { ok: true, sheets: [{ name: '', rows: cells, merges: [], is1904: false }] }
}

/** UTF-8 where it is, else the Mainland's older encoding, which Excel still saves .csv in. */
function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes) // not UTF-8: that is the answer
  }
}

/** Objects become rows under a head of all their keys; nested values are not read. Null when it is no list of objects. */
function jsonRows(text: string): string[][] | null {
  const items = listIn(parsed(text))
  if (items === null) return null
  const heads = new Set<string>()
  for (const item of items) for (const key of Object.keys(item)) if (heads.size < mostFields) heads.add(key)
  const keys = [...heads]
  return [keys, ...items.map((item) => keys.map((key) => scalar(new Map(Object.entries(item)).get(key))))]
}

function listIn(value: unknown): object[] | null {
  const list = Array.isArray(value) ? value : typeof value === 'object' && value !== null ? arrayIn(value) : null
  if (!list || list.length === 0) return null
  return list.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item)) ? list : null
}

/** `{ "data": [ … ] }`: an export wraps its list in one field. */
function arrayIn(value: object): unknown[] | null {
  return Object.values(value).find((one): one is unknown[] => Array.isArray(one)) ?? null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return null // no JSON: the caller says so
  }
}

function scalar(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, mostLetters) : ''
}

/** RFC 4180, with whichever of comma, semicolon and tab the first line has most of. */
function delimitedRows(text: string): string[][] {
  const clean = text.replace(/^\uFEFF/, '')
  const [first = ''] = clean.split(/\r\n|\r|\n/, 1)
  const counts = [',', ';', '\t'].map((sign) => [first.split(sign).length, sign] as const)
  const sign = counts.toSorted(([a], [b]) => b - a)[0]?.[1] ?? ','
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at < clean.length && rows.length <= mostRows; ) {
    const field = fieldAt(clean, at, sign)
    if (row.length < mostFields) row.push(field.text.slice(0, mostLetters))
    at = field.end
    if (clean[at] === sign) {
      at++
      if (at < clean.length) continue
      row.push('')
    } else at += clean.startsWith('\r\n', at) ? 2 : 1
    rows.push(row)
    row = []
  }
  return rows
}

/** One field and where it ends: at its sign, at the end of the line, or of the text. */
function fieldAt(text: string, start: number, sign: string): { text: string; end: number } {
  if (text[start] !== '"') {
    const end = endOf(text, start, sign)
    return { text: text.slice(start, end), end }
  }
  let said = ''
  let at = start + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return { text: said + text.slice(at), end: text.length }
    said += text.slice(at, quote)
    if (text[quote + 1] !== '"') {
      // Whatever stands between the closing mark and the next sign belongs to the field, as Excel reads it.
      const end = endOf(text, quote + 1, sign)
      return { text: said + text.slice(quote + 1, end), end }
    }
    said += '"'
    at = quote + 2
  }
}

function endOf(text: string, start: number, sign: string): number {
  let at = start
  while (at < text.length && text[at] !== sign && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}
