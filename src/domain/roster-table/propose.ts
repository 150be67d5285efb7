import type { Role, Shift, Span } from '../book/book.ts'
import { type Cell, type CellEntry, entriesOf, isSameFilling } from '../roster/cell.ts'
import { overlap } from '../roster/coverage.ts'
import { slotsOf } from '../roster/slots.ts'
import type { Findings, TableContext } from './context.ts'
import type { TableEntry } from './entry.ts'
import { readHours } from './hours.ts'
import { PeopleOfTable } from './people.ts'
import type { TableNotice, TablePlace, TableProblem } from './problem.ts'
import { readTables } from './read-table.ts'
import type { TableSheet } from './sheet.ts'
import { type Part, type Question, whoKey } from './who.ts'

/** A cell of the roster as it is and as the table wants it, with the cells of the file that say so. */
export type CellChange = { cell: Cell; before: readonly CellEntry[]; after: readonly Part[]; addresses: string[] }

/** What a table would do to the roster, and everything about it that a person has to look at. */
export type Proposal = {
  changes: CellChange[]
  /** How many cells of the roster the table repeats as they are. */
  unchanged: number
  questions: Question[]
  problems: TableProblem[]
  notices: TableNotice[]
}

type Placed = Shift & Span

/**
 * Reads the sheets against the roster and answers every difference. What a table leaves blank stays as it is; a cell
 * with a problem is left alone as a whole. Nothing is changed by asking.
 */
export function propose(context: TableContext, sheets: readonly TableSheet[], shifts: readonly Placed[]): Proposal {
  const { entries, findings } = readTables(context, sheets)
  const people = new PeopleOfTable(context, findings)
  const wanted = new Map<string, Wanted>()
  for (const entry of entries) want(context, wanted, entry, people)
  const refused = refuseTwoLeads([...wanted.values()], findings, (part) => nameOf(context, people, part))
  const bySite = Map.groupBy(shifts, ({ siteId }) => siteId)
  const sound = [...wanted.values()].filter((one) => !refused.has(one))
  const cells = sound.map((one) => changeOf(one, bySite.get(one.cell.siteId) ?? []))
  const changes = cells.filter(({ before, after }) => !isSame(before, after))
  const used = new Set(
    sound.flatMap(({ parts }) => parts.flatMap(({ who }) => ('question' in who ? [who.question] : []))),
  )
  return {
    changes: inOrder(context, changes),
    unchanged: cells.length - changes.length,
    questions: people.questions.filter(({ key }) => used.has(key)),
    problems: inFileOrder(sheets, [...findings.problems.values()]),
    notices: inFileOrder(sheets, [...findings.notices.values()]),
  }
}

/** What the table says of one cell of the roster. `isSpoilt`: a part of it could not be understood. */
type Wanted = { cell: Cell; parts: (Part & { entry: TableEntry })[]; isSpoilt: boolean }

function want(context: TableContext, wanted: Map<string, Wanted>, entry: TableEntry, people: PeopleOfTable): void {
  const { book, period } = context
  const site = book.sites.get(entry.siteId)
  const named = entry.people.map((person) => ({ who: people.who(entry, person), hours: person.hours }))
  for (const slot of site ? slotsOf(book, period, site, entry.role) : []) {
    for (const span of entry.spans) {
      const shared = slot.date === span.date ? overlap(slot, span) : null
      if (!shared) continue
      const key = `${entry.siteId} ${entry.role} ${slot.fromAt}`
      const cell: Cell = { siteId: entry.siteId, role: entry.role, slot }
      const there = wanted.get(key) ?? { cell, parts: [], isSpoilt: false }
      wanted.set(key, there)
      if (named.length === 0) there.isSpoilt = true
      for (const { who, hours } of named) {
        const part = hours === null ? shared : partOf(context, shared, slot.date, hours)
        if (!who || !part) there.isSpoilt = true
        else if (!there.parts.some((one) => isSamePart(one, { who, ...part })))
          there.parts.push({ who, entry, ...part })
      }
    }
  }
}

/** 周敏（08:30-12:00）: a part of the slot, by hours in brackets after the name. */
function partOf({ book }: TableContext, shared: Span, date: string, hours: string): Span | null {
  const whole = { ...shared, date, isEve: false }
  return readHours(hours, date, { staffSlots: [whole], zone: book.settings.timezone })
}

function isSamePart(a: Part, b: Part): boolean {
  return whoKey(a.who) === whoKey(b.who) && a.fromAt <= b.fromAt && b.toAt <= a.toAt
}

/** One lead at a time: where the table names more, the cell is left alone and both places are named. */
function refuseTwoLeads(
  wanted: readonly Wanted[],
  findings: Findings,
  nameOfPart: (part: Part) => string,
): Set<Wanted> {
  const refused = new Set(wanted.filter(({ isSpoilt }) => isSpoilt))
  for (const one of wanted) {
    if (one.cell.role !== 'lead') continue
    for (const [i, part] of one.parts.entries()) {
      const other = one.parts.slice(0, i).find((before) => overlap(before, part))
      if (!other) continue
      refused.add(one)
      const { sheet, address, text } = part.entry
      const names = [nameOfPart(other), nameOfPart(part)]
      findings.problem({ kind: 'two_leads', names, with: other.entry.address, sheet, address, text })
    }
  }
  return refused
}

function nameOf({ book }: TableContext, people: PeopleOfTable, { who }: Part): string {
  if ('personId' in who) return book.people.get(who.personId)?.name ?? ''
  return people.questions.find(({ key }) => key === who.question)?.name ?? ''
}

/** Parts of the cell that the table does not speak of keep who has them. */
function changeOf({ cell, parts }: Wanted, ofSite: readonly Placed[]): CellChange {
  const before = entriesOf(ofSite, cell)
  const kept = before
    .flatMap((entry) => outside(entry, parts))
    .map(({ personId, ...span }) => ({ who: { personId }, ...span }))
  const after = [...parts.map(({ who, fromAt, toAt }): Part => ({ who, fromAt, toAt })), ...kept]
  const addresses = [...new Set(parts.map(({ entry }) => entry.address))]
  return { cell, before, after: joined(after), addresses }
}

function outside(entry: CellEntry, parts: readonly Span[]): CellEntry[] {
  let left = [entry]
  for (const part of parts) {
    left = left.flatMap((one) => [
      ...(one.fromAt < part.fromAt ? [{ ...one, toAt: Math.min(one.toAt, part.fromAt) }] : []),
      ...(part.toAt < one.toAt ? [{ ...one, fromAt: Math.max(one.fromAt, part.toAt) }] : []),
    ])
  }
  return left
}

/** What one person has in two parts that touch is one part. */
function joined(parts: readonly Part[]): Part[] {
  const whole: Part[] = []
  const sorted = parts.toSorted(
    (a, b) => (whoKey(a.who) < whoKey(b.who) ? -1 : whoKey(a.who) > whoKey(b.who) ? 1 : 0) || a.fromAt - b.fromAt,
  )
  for (const part of sorted) {
    const last = whole.at(-1)
    if (last && whoKey(last.who) === whoKey(part.who) && last.toAt >= part.fromAt)
      last.toAt = Math.max(last.toAt, part.toAt)
    else whole.push({ ...part })
  }
  return whole.sort((a, b) => a.fromAt - b.fromAt)
}

function isSame(before: readonly CellEntry[], after: readonly Part[]): boolean {
  return isSameFilling(
    before,
    after.map(({ who, ...span }) => ({ personId: whoKey(who), ...span })),
  )
}

/** Sheet by sheet, row by row, as whoever mends the file goes through it. */
function inFileOrder<T extends TablePlace>(sheets: readonly TableSheet[], places: readonly T[]): T[] {
  const order = new Map(sheets.map(({ name }, i) => [name, i]))
  const parts = ({ sheet, address }: T) => {
    const [, letters = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(address) ?? []
    return [order.get(sheet) ?? 0, Number(row), letters.padStart(4)] as const
  }
  return places.toSorted((a, b) => {
    const [[sheetA, rowA, columnA], [sheetB, rowB, columnB]] = [parts(a), parts(b)]
    return sheetA - sheetB || rowA - rowB || (columnA < columnB ? -1 : 1)
  })
}

/** By site in the order of the book, then by time, leads first: how a roster is read. */
function inOrder({ book }: TableContext, changes: readonly CellChange[]): CellChange[] {
  const order = new Map([...book.sites.keys()].map((id, i) => [id, i]))
  const rank = (role: Role) => (role === 'lead' ? 0 : 1)
  return changes.toSorted(
    ({ cell: a }, { cell: b }) =>
      (order.get(a.siteId) ?? 0) - (order.get(b.siteId) ?? 0) ||
      a.slot.fromAt - b.slot.fromAt ||
      rank(a.role) - rank(b.role),
  )
}
