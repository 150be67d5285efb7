import { hasStanding, highestStanding, standingOnIncident } from '../domain/authority.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { momentOn } from '../domain/instant.ts'
import { languages } from '../domain/language.ts'
import { type Banner, bannerFor } from './banner.ts'
import { unitWords } from './format.ts'
import type { Reader } from './reader.ts'
import type { Room } from './room.ts'
import { periodOf, type ShiftSpan, shiftAt } from './shift.ts'
import { waitingWindows } from './windows/list-view.ts'
import { languageNames } from './words.ts'

/** Which entry of the navigation a page belongs to. */
export type NavName =
  | 'board'
  | 'duty'
  | 'hours'
  | 'sites'
  | 'incidents'
  | 'people'
  | 'outbox'
  | 'settings'
  | 'audit'
  | 'me'
  | 'handovers'
  | 'dutyLog'
  | 'nil'
  | 'spotChecks'
  | 'windows'
  | 'more'

/** Everything around a page: what the layout prints. */
export type Frame = {
  officeName: string
  ring: RingView
  strip: { name: string; span: string; share: number; shareLabel: string; left: string; period: string | null }
  nav: NavLink[]
  tabs: (NavLink & { icon: string })[]
  who: string | null
  banner: Banner | null
  languages: { code: string; name: string; href: string; isCurrent: boolean }[]
  made: { iso: string; stamp: string; clock: string; zone: string }
  units: string
}
export type NavLink = { href: string; label: string; isCurrent: boolean; count: number }
/** The shift ring: 24 hours, filled as far as the shift has run. Length and gap of the dash, in units of the drawing. */
export type RingView = { run: string; all: string; label: string }

const ringLength = 2 * Math.PI * 15

/** The frame of one page, for whoever reads it. */
export async function buildFrame(
  room: Room,
  reader: Reader,
  at: { path: string; nav: NavName | null },
): Promise<Frame> {
  const book = room.deps.book.current()
  const { words, format, now, person } = reader
  const shift = shiftAt(book, now)
  const mine = person ? await openForReader(room, reader) : 0
  const unit = person?.unitId ? book.units.get(person.unitId)?.name : undefined
  const place = reader.isOffice ? words.frame.office : unit
  return {
    officeName: book.settings.officeName || words.frame.system,
    ring: ringOf(shift, reader),
    strip: stripOf(room, reader, shift),
    nav: navOf(reader, at.nav, { open: mine, waiting: reader.isOffice ? waitingWindows(book, now) : 0 }),
    tabs: tabsOf(reader, at.nav),
    who: person ? [person.name, place].filter(Boolean).join(' · ') : null,
    banner: person ? bannerFor(room.deps, reader, room.orphans) : null,
    languages: languages.map((code) => ({
      code,
      name: languageNames[code],
      href: `/language?lang=${code}&next=${encodeURIComponent(at.path)}`,
      isCurrent: code === reader.language,
    })),
    made: {
      iso: format.iso(now),
      stamp: format.stamp(now),
      clock: format.clockSeconds(now),
      zone: words.frame.zone(book.settings.timezone),
    },
    units: unitWords(reader.language),
  }
}

function ringOf(shift: ShiftSpan, { words, format, now }: Reader): RingView {
  return {
    run: (shift.share * ringLength).toFixed(1),
    all: ringLength.toFixed(1),
    label: words.frame.shiftRun(format.elapsed(now - shift.startsAt)),
  }
}

function stripOf(room: Room, { words, format, now }: Reader, shift: ShiftSpan): Frame['strip'] {
  const book = room.deps.book.current()
  const { shiftStartsAt } = book.settings
  const running = periodOf(book, shift.date)
  return {
    name: words.frame.shiftName(format.date(shift.startsAt)),
    span: words.frame.shiftSpan(format.weekday(shift.startsAt), shiftStartsAt, shiftStartsAt),
    share: Math.round(shift.share * 240),
    shareLabel: words.frame.shiftShare(Math.floor(shift.share * 100)),
    left: format.countdown(shift.endsAt - now),
    period: running ? words.frame.period(running.period.name, running.day, running.days) : null,
  }
}

/** The name of the shift that ran at `at`, as records call it: 10月3日班. */
export function shiftNameAt(room: Room, { words, format }: Reader, at: number): string {
  const book = room.deps.book.current()
  const { date } = shiftAt(book, at)
  return words.frame.shiftName(format.date(momentOn(date, book.settings.shiftStartsAt, book.settings.timezone)))
}

/** Open incidents of the reader's own sites; the office's are all. */
async function openForReader(room: Room, reader: Reader): Promise<number> {
  const live = await room.deps.log.incidents.live()
  return live.filter((incident) => concerns(room, reader, incident)).length
}

function concerns(room: Room, { person, isOffice, now }: Reader, incident: Incident): boolean {
  if (isOffice) return true
  if (!person) return false
  return hasStanding(standingOnIncident(room.deps.book.current(), person.id, incident, now), 'staff')
}

const addresses: Record<NavName, string> = {
  board: '/',
  duty: '/duty',
  hours: '/hours',
  sites: '/sites',
  incidents: '/incidents',
  people: '/people',
  outbox: '/outbox',
  settings: '/settings',
  audit: '/audit',
  me: '/me',
  handovers: '/handovers',
  dutyLog: '/duty-log',
  nil: '/nil',
  spotChecks: '/spot-checks',
  windows: '/windows',
  more: '/more',
}

/** Pages of the duty office, gathered under one entry. */
const adminPages: readonly NavName[] = ['windows', 'people', 'outbox', 'spotChecks', 'settings', 'audit']

/** Pages of whoever works on a site. */
const shiftPages: readonly NavName[] = ['dutyLog', 'nil']

function navOf(
  reader: Reader,
  current: NavName | null,
  { open, waiting }: { open: number; waiting: number },
): NavLink[] {
  const everyone: NavName[] = ['board', 'duty', 'sites', 'incidents']
  const links = everyone.map((name) => linkOf(reader, name, current, name === 'incidents' ? open : 0))
  if (!reader.isOffice) return [...links, linkOf(reader, 'me', current, 0)]
  const isCurrent = current === 'more' || (current !== null && adminPages.includes(current))
  return [...links, { ...linkOf(reader, 'more', current, waiting), label: reader.words.frame.nav.admin, isCurrent }]
}

function tabsOf(reader: Reader, current: NavName | null): Frame['tabs'] {
  const inTabs: readonly NavName[] = ['board', 'me', 'duty']
  return [
    { ...linkOf(reader, 'board', current, 0), label: reader.words.frame.nav.boardShort, icon: 'board' },
    { ...linkOf(reader, 'me', current, 0), icon: 'me' },
    { ...linkOf(reader, 'duty', current, 0), icon: 'cal' },
    { ...linkOf(reader, 'more', current, 0), isCurrent: current !== null && !inTabs.includes(current), icon: 'more' },
  ]
}

/** Every page this reader has, for the page that lists them. */
export function menuOf(room: Room, reader: Reader): NavLink[] {
  const book = room.deps.book.current()
  const standing = reader.person ? highestStanding(book, reader.person.id, reader.now) : 'viewer'
  const names: NavName[] = [
    ...(['board', 'me', 'duty', 'handovers'] as const),
    ...(hasStanding(standing, 'staff') ? shiftPages : []),
    ...(['hours', 'sites', 'incidents'] as const),
    ...(standing === 'lead' ? (['windows'] as const) : []),
    ...(reader.isOffice ? adminPages : []),
  ]
  const waiting = reader.isOffice ? waitingWindows(book, reader.now) : 0
  return names.map((name) => linkOf(reader, name, null, name === 'windows' ? waiting : 0))
}

function linkOf(reader: Reader, name: NavName, current: NavName | null, count: number): NavLink {
  return { href: addresses[name], label: reader.words.frame.nav[name], isCurrent: name === current, count }
}
