import type { Book, Site } from '../../domain/book/book.ts'
import { countingShifts, type Duty, findDuty } from '../../domain/duty.ts'
import type { Instant } from '../../domain/instant.ts'
import { type PagerView, pageOf } from '../desk/register-view.ts'
import type { SignedIn } from '../reader.ts'

/**
 * One square of the wall: a site, or the `count` sites of a unit. `next` says who takes over, and when. `isFull`: two
 * names stand where one has room in large letters.
 */
type WallCell = {
  key: string
  name: string
  count: string
  lead: string
  staff: string
  next: string
  isGap: boolean
  isFull: boolean
}
/** How large the squares are: `roomy` to 30 of them, `named` to 60, `short` beyond, without the leads. */
type WallSize = 'roomy' | 'named' | 'short'
type WallView = {
  size: WallSize
  cells: WallCell[]
  sentence: string
  gaps: number
  office: string
  phone: string
  pager: PagerView | null
  /** What would move something on the screen, for the live page. */
  shape: string
}

/** More sites than squares that can be read from five metres: from here on a square is a unit. */
const mostSites = 150
const unitsPerScreen = 60

/** Who is on duty now, for a screen that is read from across the room. No numbers but the office's own landline. */
export function buildWall(book: Book, reader: SignedIn, page: string | null): WallView {
  const { words, now } = reader
  const sites = [...book.sites.values()]
  const duties = new Map(sites.map(({ id }) => [id, findDuty(book, id, now)]))
  const isByUnit = sites.length > mostSites
  const all = isByUnit
    ? unitCells(book, reader, duties)
    : sites.map((site) => siteCell(book, reader, { site, duty: duties.get(site.id), size: sizeOf(sites.length) }))
  const perScreen = isByUnit ? unitsPerScreen : Math.max(1, all.length)
  const address = (n: number) => `/duty/now?page=${n}`
  const { shown, pager } = pageOf(reader, all, page, { size: perScreen, address })
  const size = sizeOf(shown.length)
  const gaps = [...duties.values()].reduce((sum, duty) => sum + gapsIn(duty), 0)
  const office = book.settings.officePersonIds.flatMap((id) => book.people.get(id) ?? [])
  return {
    size,
    cells: shown,
    sentence: sites.length === 0 ? words.wall.none : gaps > 0 ? words.wall.gaps(gaps) : words.wall.noGaps,
    gaps,
    office: words.frame.listOf(office.filter(({ disabled }) => !disabled).map(({ name }) => name)),
    phone: book.settings.officePhone,
    pager,
    shape: `${size} ${shown.map(({ key }) => key).join(' ')}`,
  }
}

function sizeOf(count: number): WallSize {
  if (count <= 30) return 'roomy'
  return count <= 60 ? 'named' : 'short'
}

function gapsIn({ lead, staff }: Duty): number {
  return (lead ? 0 : 1) + (staff.length > 0 ? 0 : 1)
}

function siteCell(
  book: Book,
  reader: SignedIn,
  { site, duty, size }: { site: Site; duty: Duty | undefined; size: WallSize },
): WallCell {
  const { words } = reader
  const staff = duty?.staff.map(({ name }) => name) ?? []
  return {
    key: site.id,
    name: site.shortName ?? site.name,
    count: '',
    lead: size === 'short' ? '' : (duty?.lead?.name ?? words.wall.nobody),
    staff: staffText(reader, staff, size),
    next: size === 'short' || !duty ? '' : nextOf(book, reader, site, duty),
    isGap: !duty || gapsIn(duty) > 0,
    isFull: staff.length > 1,
  }
}

/** A name that is cut off is nobody's: where there is no room for all, one stands for the rest. */
function staffText({ words }: SignedIn, staff: readonly string[], size: WallSize): string {
  const [first = words.wall.nobody] = staff
  return size !== 'roomy' && staff.length > 2
    ? words.wall.more(first, staff.length)
    : words.frame.listOf(staff) || first
}

/** Who follows when the first of the running staff shifts ends; empty when it goes on with the same people. */
function nextOf(book: Book, { words, format, now }: SignedIn, { id }: Site, duty: Duty): string {
  const at = nextChange(book, id, now)
  if (at === null) return ''
  const next = findDuty(book, id, at)
  const names = (people: Duty['staff']) => people.map((person) => person.name)
  const isSame = String(names(next.staff)) === String(names(duty.staff))
  if (isSame || next.source !== 'roster') return ''
  return words.wall.next(format.clock(at), words.frame.listOf(names(next.staff)) || words.wall.nobody)
}

function nextChange(book: Book, siteId: string, now: Instant): Instant | null {
  const running = countingShifts(book, siteId).filter(
    ({ role, fromAt, toAt }) => role === 'staff' && fromAt <= now && now < toAt,
  )
  return running.length > 0 ? Math.min(...running.map(({ toAt }) => toAt)) : null
}

function unitCells(book: Book, reader: SignedIn, duties: ReadonlyMap<string, Duty>): WallCell[] {
  const { words } = reader
  const byUnit = Map.groupBy(book.sites.values(), ({ unitId, group }) => unitId ?? `group ${group ?? ''}`)
  return [...byUnit].map(([key, sites]) => {
    const of = sites.flatMap(({ id }) => duties.get(id) ?? [])
    const [only] = sites.length === 1 ? sites : []
    const unit = book.units.get(key)?.name ?? sites[0]?.group ?? words.wall.none
    return {
      key,
      name: only ? (only.shortName ?? only.name) : unit,
      count: only ? '' : words.wall.units(sites.length),
      lead: crowd(
        reader,
        of.flatMap(({ lead }) => lead?.name ?? []),
      ),
      staff: crowd(
        reader,
        of.flatMap(({ staff }) => staff.map(({ name }) => name)),
      ),
      next: '',
      isGap: of.some((duty) => gapsIn(duty) > 0),
      isFull: of.length > 1,
    }
  })
}

/** Two names at most; more are counted. */
function crowd({ words }: SignedIn, names: readonly string[]): string {
  const different = [...new Set(names)]
  if (different.length === 0) return words.wall.nobody
  return different.length <= 2 ? words.frame.listOf(different) : words.wall.people(different.length)
}
