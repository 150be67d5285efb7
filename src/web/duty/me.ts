import { handoverFor } from '../../actions/shift-work/handovers.ts'
import { hasStanding, highestStanding } from '../../domain/authority.ts'
import type { Book } from '../../domain/book/book.ts'
import { findDuty } from '../../domain/duty.ts'
import { maskPhone } from '../../domain/phone.ts'
import { periodSpan } from '../../domain/roster/coverage.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { swapLines } from '../swaps/waiting.ts'
import { ownWindows } from '../windows/list-view.ts'
import { siteName } from './mine-line.ts'
import { type MyShift, runningAndNext, shiftsOfPerson } from './my-shifts.ts'

type Partner = { role: string; name: string; masked: string; tel: string | null; callLabel: string }
type NextView = {
  when: string
  iso: string
  what: string
  left: string
  isRunning: boolean
  href: string
  swapHref: string | null
  partners: Partner[]
}
type LineView = {
  date: string
  weekday: string
  span: string
  site: string
  role: string
  href: string
  swapHref: string | null
  isRunning: boolean
}

/** `GET /me`: the question asked most often is 我哪天值. The next shift first, then all. */
export const me: Screen = (router, room) => {
  router.get('/me', async (req, res) => {
    const reader = signedInReader(req)
    const book = room.deps.book.current()
    const view = {
      ...buildMine(book, reader),
      swaps: await swapLines(room, reader),
      windows: ownWindows(book, reader),
      toConfirm: await toConfirm(room, reader),
      handover: await handoverAddress(room, reader),
      worksOnSites: hasStanding(highestStanding(book, reader.person.id, reader.now), 'staff'),
    }
    await showPage(room, req, res, { template: 'duty/me', title: view.heading, nav: 'me', view })
  })
}

/** 去交接: within an hour of a change, and until it is signed. */
async function handoverAddress(room: Room, { person, now }: SignedIn): Promise<string | null> {
  const handover = await handoverFor(room.deps, person.id, now)
  return handover ? `/handovers/${handover.id}` : null
}

const enoughReceipts = { limit: 20, cursor: null }

/** Published rosters whose newest version the reader has not confirmed yet. */
async function toConfirm(room: Room, { person, words, now }: SignedIn) {
  const book = room.deps.book.current()
  const filter = { personId: person.id, states: ['told'] }
  const { items } = await room.deps.log.records.receipts.list(filter, enoughReceipts)
  return items.flatMap(({ subject, number }) => {
    const period = book.periods.get(subject)
    if (period?.state !== 'published' || periodSpan(book, period).toAt <= now) return []
    return [{ periodId: subject, text: words.readiness.confirmAsk(period.name, number) }]
  })
}

/** The reader's own shifts. Those who share a shift page each other, so their numbers are shown. */
function buildMine(book: Book, reader: SignedIn) {
  const { words, now } = reader
  const mine = shiftsOfPerson(book, reader.person.id)
  const { running, coming } = runningAndNext(mine, now)
  const first = running[0] ?? coming[0]
  const past = mine.filter(({ toAt }) => toAt <= now)
  const days = new Set(coming.map(({ fromAt }) => reader.format.date(fromAt))).size
  return {
    heading: words.me.title,
    lede: running.length + coming.length > 0 ? words.me.lede(running.length, coming.length, days) : '',
    next: first ? nextOf(book, reader, first) : null,
    coming: [...running, ...coming].map((shift) => lineOf(book, reader, shift)),
    past: past
      .slice(-mostPast)
      .reverse()
      .map((shift) => lineOf(book, reader, shift)),
    hasNumber: Boolean(reader.person.mobile),
  }
}
const mostPast = 14

function nextOf(book: Book, reader: SignedIn, shift: MyShift): NextView {
  const { words, format, now } = reader
  const isRunning = shift.fromAt <= now
  const at = isRunning ? shift.toAt : shift.fromAt
  return {
    when: format.moment(at),
    iso: format.iso(at),
    what: words.me.what(siteName(book, shift), words.watch.role[shift.role]),
    left: format.countdown(at - now),
    isRunning,
    href: `/sites/${shift.siteId}`,
    swapHref: shift.periodId && shift.toAt > now ? `/swaps/new?shift=${shift.id}` : null,
    partners: partnersOf(book, reader, shift),
  }
}

function partnersOf(book: Book, { words, person: self }: SignedIn, shift: MyShift): Partner[] {
  const duty = findDuty(book, shift.siteId, shift.fromAt)
  const lead = duty.lead ? [{ role: words.watch.role.lead, person: duty.lead }] : []
  const all = [...lead, ...duty.staff.map((person) => ({ role: words.watch.role.staff, person }))]
  return all
    .filter(({ person }) => person.id !== self.id)
    .map(({ role, person }) => ({
      role,
      name: person.name,
      masked: person.mobile ? maskPhone(person.mobile) : words.desk.noMobile,
      tel: person.mobile ?? null,
      callLabel: words.duty.call(person.name),
    }))
}

function lineOf(book: Book, { words, format, now }: SignedIn, shift: MyShift): LineView {
  const isLong = format.date(shift.fromAt) !== format.date(shift.toAt)
  const until = isLong ? words.me.nextDay(format.clock(shift.toAt)) : format.clock(shift.toAt)
  return {
    date: format.date(shift.fromAt),
    weekday: format.weekday(shift.fromAt),
    span: `${format.clock(shift.fromAt)} – ${until}`,
    site: book.sites.get(shift.siteId)?.name ?? shift.siteId,
    role: words.watch.role[shift.role],
    href: `/sites/${shift.siteId}`,
    swapHref: shift.periodId && shift.toAt > now ? `/swaps/new?shift=${shift.id}` : null,
    isRunning: shift.fromAt <= now && now < shift.toAt,
  }
}
