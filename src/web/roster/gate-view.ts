import type { Book, Period, Role, Span } from '../../domain/book/book.ts'
import { cellsOf } from '../../domain/roster/cell.ts'
import { type Finding, type Gate, liesIn } from '../../domain/roster/gate.ts'
import type { Reader } from '../reader.ts'
import { fieldOf } from './grid-cells.ts'

/** One line of the gate: what is wrong, to the minute, and the cell it leads to. `isRed` keeps it shut. */
export type GateLine = { number: number; text: string; isRed: boolean; finding: Finding; href: string }

/** As many reasons as a page can be read with; the rest are counted. */
const mostLines = 60

/** The findings of a roster as whoever makes it reads them, the impossible first. `siteIds`: those the reader keeps. */
export function gateLines(
  book: Book,
  reader: Reader,
  period: Period,
  { gate, siteIds }: { gate: Gate; siteIds: ReadonlySet<string> | null },
): { lines: GateLine[]; more: number; red: number; amber: number; untested: number } {
  const red: Finding[] = [...gate.impossibilities, ...gate.obstacles]
  const concerns = ({ siteId }: Finding) => siteIds === null || siteIds.has(siteId)
  const shownRed = red.filter(concerns)
  const amber = gate.remarks.filter(concerns)
  const shownAmber = amber.filter((finding) => !isUntested(finding))
  const untested = amber.length - shownAmber.length
  const all = [...shownRed, ...shownAmber]
  const lines = all.slice(0, mostLines).map((finding, index) => ({
    number: index + 1,
    text: findingWords(book, reader, finding),
    isRed: index < shownRed.length,
    finding,
    href: addressOf(book, period, finding),
  }))
  return { lines, more: all.length - lines.length, red: shownRed.length, amber: shownAmber.length, untested }
}

/** Numbers that nobody has tried yet are many and no fault of the roster: they are counted, and tried in one go. */
function isUntested(finding: Finding): boolean {
  return finding.kind === 'number' && finding.reach === 'unverified'
}

/** The grid, on the page and at the cell where the finding lies. */
function addressOf(book: Book, period: Period, finding: Finding): string {
  const site = book.sites.get(finding.siteId)
  const cell = site && cellsOf(book, period, site).find((one) => liesIn(finding, one))
  const day = cell ? `&day=${cell.slot.date}` : ''
  return `/periods/${period.id}?site=${finding.siteId}${day}${cell ? `#${fieldOf(book, cell)}` : ''}`
}

/** One finding in a sentence. */
export function findingWords(book: Book, reader: Reader, finding: Finding): string {
  const { grid: say, watch } = reader.words
  const person = (id: string) => book.people.get(id)?.name ?? id
  const site = (id: string) => book.sites.get(id)?.shortName ?? book.sites.get(id)?.name ?? id
  const span = spanWords(reader, finding)
  const here = site(finding.siteId)
  const role = watch.role[finding.role]
  switch (finding.kind) {
    case 'gap':
      return finding.has === 0
        ? say.finding.gap(here, span, role)
        : say.finding.short(here, span, role, finding.has, finding.needs)
    case 'unreachable':
      return say.finding.unreachable(person(finding.personId), say.reach[finding.reach], here)
    case 'two_leads':
      return say.finding.twoLeads(here, span, finding.personIds.map(person))
    case 'two_places':
      return say.finding.twoPlaces(person(finding.personId), site(finding.otherSiteId), here, span)
    case 'both_roles':
      return say.finding.bothRoles(person(finding.personId), here, span)
    case 'long_stretch':
      return say.finding.longStretch(person(finding.personId), finding.hours, here, span)
    case 'number':
      return say.finding.number(person(finding.personId), say.reach[finding.reach])
    case 'no_night':
      return say.finding.noNight(person(finding.personId), here, span)
    case 'on_leave':
      return say.finding.onLeave(person(finding.personId), here, span)
  }
}

/** 10-01 08:30 – 10-02 08:30: month and day stand where a dispute is possible. */
export function spanWords({ words, format }: Reader, { fromAt, toAt }: Span): string {
  return words.roster.span(format.stamp(fromAt).slice(5, 16), format.stamp(toAt).slice(5, 16))
}

/** What the grid marks in a cell: the number of the first line that lies in it, red before amber. */
export function markOf(lines: readonly GateLine[], cell: { siteId: string; role: Role; slot: Span }): GateLine | null {
  return lines.find(({ finding }) => liesIn(finding, cell)) ?? null
}
