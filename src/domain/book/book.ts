import type { HolidayYear } from '../calendar.ts'
import type { ChannelId } from '../channel.ts'
import { type Instant, instantOf } from '../instant.ts'
import type { Language } from '../language.ts'
import type { ProbeKind } from '../watch/probe.ts'
import { isApproved, type PlannedWindow, windowSpans } from './planned-window.ts'
import { type ProbeRule, type Settings, type SettingsFile, withDefaults } from './settings.ts'

/** 带班 or 值班: the two roles that must both be filled at every minute of a period. */
export type Role = 'lead' | 'staff'

/** Who may be rostered. A site without pools of its own uses those of its unit. */
export type Pools = { leadPoolIds?: string[]; staffPoolIds?: string[] }

export type Unit = Pools & {
  id: string
  name: string
  /** Where this unit's shifts change, when not at the office's hour. */
  shiftStartsAt?: string
  staffChangesAt?: string[]
  /** How its people are told, the first choice first; absent: as the settings say. */
  channels?: ChannelId[]
}

/** Calendar days, both included. */
export type Days = { from: string; to: string }

export type Person = {
  id: string
  name: string
  unitId?: string
  position?: string
  /** E.164 (`+8613800000001`). Without one a person cannot be paged, and every screen that matters says so. */
  mobile?: string
  landline?: string
  email?: string
  /** How this person is told, the first choice first; absent: as their unit says. */
  channels?: ChannelId[]
  language?: Language
  /** Not to be rostered between 22:00 and 06:00 where that can be avoided. */
  noNight?: boolean
  leave?: Days[]
  /** True once the person has left: never paged, cannot sign in, stays in the record. */
  disabled?: boolean
}

export type Site = Pools & {
  id: string
  name: string
  /** Used where the full name does not fit into a text. */
  shortName?: string
  /** Heading under which lists show the site (市门户, 区县, 市直部门). */
  group?: string
  url: string
  unitId?: string
  leadPersonId?: string
  contactPersonIds?: string[]
  siteCode?: string
  kind?: ProbeKind
  expect?: {
    status?: number[]
    text?: string
    title?: string
    /** Words none of which the page may contain. */
    forbidden?: string[]
    minBytes?: number
    /** Words such as 页面不存在 on a page that opened count as a failure. */
    noErrorPage?: boolean
  }
  probe?: Partial<ProbeRule>
  /** The site it stands on, a shared platform above all: while that one fails nobody is paged for this one. */
  parentId?: string
  /** Where it is hosted and whom to call there, in the office's own words. */
  hosting?: string
}

export type Period = {
  id: string
  name: string
  /** First and last calendar day, both included. */
  from: string
  to: string
  state: 'draft' | 'published'
  publishedAt?: string
  /** When a swap made the version in force, where the publication did not. */
  swappedAt?: string
  version?: number
  /** The duty window, when it is more than whole days: from the close of the last workday to the opening of the next. */
  startsAt?: string
  endsAt?: string
  /** 敏感时期: as many staff at every minute as `sensitiveStaff` says. */
  isSensitive?: boolean
  /** On which notice the dates rest, in words. */
  basis?: string
  /** Published although something was missing: why, and who answers for it. Shown wherever the roster is. */
  override?: { reason: string; personId: string; personName: string; at: string }
}

export type Shift = {
  id: string
  periodId?: string
  siteId: string
  role: Role
  personId: string
  from: string
  to: string
  /** Kept as it is when a draft is made anew. */
  isPinned?: boolean
}

/** The next version of a published roster, while it is being made. `id` is the period's. */
export type RosterDraft = { id: string; shifts: Shift[] }

/** What `book.json` holds: exactly what people wrote, defaults left out. Schema `zhishou.book/1`. */
export type BookFile = {
  schema: 'zhishou.book/1'
  settings?: SettingsFile
  units?: Unit[]
  people?: Person[]
  sites?: Site[]
  periods?: Period[]
  shifts?: Shift[]
  windows?: PlannedWindow[]
  drafts?: RosterDraft[]
  /** Holiday notices entered here, over the ones the release was shipped with. */
  holidayYears?: Record<string, HolidayYear>
}

export type Span = { fromAt: Instant; toAt: Instant }

/** The book as the program reads it: defaults filled in, things found by id, moments as instants. */
export type Book = {
  readonly file: BookFile
  readonly settings: Settings
  readonly units: ReadonlyMap<string, Unit>
  readonly people: ReadonlyMap<string, Person>
  readonly sites: ReadonlyMap<string, Site>
  readonly periods: ReadonlyMap<string, Period>
  /** Per site, in order of their start; shifts of unpublished periods included (see `findDuty` for which count). */
  readonly shiftsBySite: ReadonlyMap<string, readonly (Shift & Span)[]>
  /** Approved ones only, each stretch of a daily one by itself. */
  readonly windowsBySite: ReadonlyMap<string, readonly (PlannedWindow & Span)[]>
}

export const emptyBook: BookFile = { schema: 'zhishou.book/1' }

/** Reads a checked book file. Throws only on a file that `checkBook` would have refused. */
export function openBook(file: BookFile): Book {
  const settings = withDefaults(file.settings)
  const zone = settings.timezone
  return {
    file,
    settings,
    units: byId(file.units),
    people: byId(file.people),
    sites: byId(file.sites),
    periods: byId(file.periods),
    shiftsBySite: bySite(
      (file.shifts ?? []).map((shift) => ({
        ...shift,
        fromAt: instantOf(shift.from, zone),
        toAt: instantOf(shift.to, zone),
      })),
    ),
    windowsBySite: bySite(
      (file.windows ?? [])
        .filter(isApproved)
        .flatMap((window) => windowSpans(window, zone).map((span) => ({ ...window, ...span }))),
    ),
  }
}

function byId<T extends { id: string }>(things: readonly T[] = []): ReadonlyMap<string, T> {
  return new Map(things.map((thing) => [thing.id, thing]))
}

function bySite<T extends Span & { siteId: string }>(things: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = Map.groupBy(things, ({ siteId }) => siteId)
  for (const spans of found.values()) spans.sort((a, b) => a.fromAt - b.fromAt)
  return found
}

/** The probe rule of one site: the book's, with what the site overrides. */
export function probeRule(book: Book, site: Site): ProbeRule {
  return { ...book.settings.probe, ...site.probe }
}

/** The approved window by which pages about the site are silenced at `at`; null when there is none. */
export function plannedWindow(book: Book, siteId: string, at: Instant): (PlannedWindow & Span) | null {
  return book.windowsBySite.get(siteId)?.find((window) => window.fromAt <= at && at < window.toAt) ?? null
}

/** Whose number it is; null when it is nobody's who is still here. The book check lets no two of them share one. */
export function personWithMobile(book: Book, mobile: string): Person | null {
  for (const person of book.people.values()) {
    if (person.mobile === mobile && !person.disabled) return person
  }
  return null
}
