import type { Book, Period, Shift, Site, Span } from '../../domain/book.ts'
import { instantOf } from '../../domain/instant.ts'
import { keepsSite } from '../desk/keeping.ts'
import { addressWith } from '../desk/register-view.ts'
import { type Column, columnsOf, shiftsIn } from '../duty/columns.ts'
import type { SignedIn } from '../reader.ts'
import { type GateLine, gateOf } from './gate-view.ts'

type ShiftLink = { name: string; hours: string; href: string | null }
type RosterCell = { lead: ShiftLink[]; staff: ShiftLink[]; addLead: string | null; addStaff: string | null }
type RosterView = {
  id: string
  heading: string
  lede: string
  isDraft: boolean
  gate: GateLine[]
  moreGate: number
  columns: { head: string; weekday: string }[]
  rows: { name: string; cells: RosterCell[] }[]
  more: string
  may: { edit: boolean; fill: boolean }
}

/** As many reasons, and as many sites, as one page can be read with. */
const mostReasons = 30
const mostRows = 150

/** The roster of a period as who keeps it works on it: what is missing first, then every shift with its own link. */
export function rosterOf(book: Book, reader: SignedIn, period: Period): RosterView {
  const { words, format } = reader
  const say = words.roster
  const zone = book.settings.timezone
  const columns = columnsOf(book, period, reader.now)
  const kept = [...book.sites.values()].filter((site) => keepsSite(book, reader, site))
  const gate = gateOf(book, reader, period)
  const dates = `${format.date(instantOf(period.from, zone))} – ${format.date(instantOf(period.to, zone))}`
  const state = period.state === 'draft' ? say.state.draft : say.state.published(period.version ?? 1)
  return {
    id: period.id,
    heading: gate.length === 0 ? say.headingWhole(period.name) : say.headingOpen(period.name, gate.length),
    lede: `${dates} · ${state}`,
    isDraft: period.state === 'draft',
    gate: gate.slice(0, mostReasons),
    moreGate: Math.max(0, gate.length - mostReasons),
    columns: columns.map((column) => ({
      head: format.date(column.fromAt),
      weekday: column.isEve ? words.duty.eveShort : format.weekday(column.fromAt),
    })),
    rows: kept.slice(0, mostRows).map((site) => ({
      name: site.name,
      cells: columns.map((column) => cellOf(book, reader, { site, period, column })),
    })),
    more: kept.length > mostRows ? say.moreSites(kept.length - mostRows) : '',
    may: { edit: reader.isOffice, fill: kept.length > 0 },
  }
}

function cellOf(
  book: Book,
  reader: SignedIn,
  { site, period, column }: { site: Site; period: Period; column: Column },
): RosterCell {
  const shifts = shiftsIn(book, site.id, period, column)
  const links = (role: Shift['role']) =>
    shifts.filter((shift) => shift.role === role).map((shift) => linkOf(book, reader, shift, column))
  const [lead, staff] = [links('lead'), links('staff')]
  const add = (role: Shift['role']) =>
    addressWith(`/periods/${period.id}/shifts/new`, { site: site.id, role, day: column.isEve ? null : column.date })
  return {
    lead,
    staff,
    addLead: lead.length === 0 && !column.isEve ? add('lead') : null,
    addStaff: staff.length === 0 && !column.isEve ? add('staff') : null,
  }
}

function linkOf(book: Book, { format }: SignedIn, shift: Shift & Span, column: Column): ShiftLink {
  const isWhole = shift.fromAt <= column.fromAt && shift.toAt >= column.toAt
  const hours = isWhole ? '' : `${format.clock(shift.fromAt)}–${format.clock(shift.toAt)}`
  return { name: book.people.get(shift.personId)?.name ?? shift.personId, hours, href: `/shifts/${shift.id}` }
}
