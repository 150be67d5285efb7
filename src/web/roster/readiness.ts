import type { Request, Response } from 'express'
import { everyOne } from '../../actions/every-one.ts'
import { findReach } from '../../actions/people/numbers.ts'
import { confirmRoster } from '../../actions/roster/confirm-roster.ts'
import { remindUnconfirmed } from '../../actions/roster/tell-roster.ts'
import { sendTests } from '../../actions/tell-people.ts'
import type { Book, Period, Person } from '../../domain/book/book.ts'
import { day } from '../../domain/instant.ts'
import { periodSpan } from '../../domain/roster/coverage.ts'
import { gateOf } from '../../domain/roster/gate.ts'
import { type Known, type Lack, readinessOf, type SiteReadiness } from '../../domain/roster/readiness.ts'
import { bookWithDraft } from '../../domain/roster/roster.ts'
import { keptSites } from '../desk/keeping.ts'
import { queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { periodOf } from './periods.ts'

/** `/periods/:id/readiness`: 节前准备, one row a site, one column a condition; reminders and tests. `/me/confirm`: one's own. */
export const readinessBoard: Screen = (router, room) => {
  router.get('/periods/:id/readiness', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await view(room, req, res, period)
  })
  router.post('/periods/:id/readiness', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await remind(room, req, res, period)
  })
  router.post('/me/confirm/:periodId', async (req, res) => {
    const { person, now, words } = signedInReader(req)
    const { periodId } = req.params
    const receipt = await confirmRoster(room.deps, { periodId, personId: person.id, via: 'web' }, now)
    if (!receipt) return showMissing(room, req, res)
    await seeOther(req, res, '/me', words.readiness.confirmed)
  })
}

async function knownOf(room: Room, made: Book, period: Period): Promise<Known> {
  const { log } = room.deps
  const reach = await findReach(room.deps)
  const receipts = await everyOne((slice) => log.records.receipts.list({ subject: period.id }, slice))
  const outcomes = await log.pages.lastOutcomes()
  return {
    gate: gateOf(made, period, reach),
    reach,
    receipts: new Map(receipts.map((receipt) => [receipt.personId, receipt])),
    delivered: new Set([...outcomes].flatMap(([id, { delivered }]) => (delivered ? id : []))),
  }
}

/** The rows that this reader keeps, and the people behind them. */
async function board(room: Room, reader: SignedIn, period: Period) {
  const book = room.deps.book.current()
  const made = period.state === 'published' ? book : bookWithDraft(book, period.id)
  const known = await knownOf(room, made, period)
  const kept = new Set(keptSites(room, reader).map(({ id }) => id))
  const rows = readinessOf(made, period, known).filter(({ siteId }) => kept.has(siteId))
  const lacking = (wanted: (lack: Lack) => boolean): Person[] => {
    const ids = new Set(rows.flatMap(({ lacks }) => lacks.filter(wanted).map(({ personId }) => personId)))
    return [...ids].flatMap((id) => book.people.get(id) ?? [])
  }
  return {
    rows,
    unread: lacking(({ kind }) => kind === 'not_read'),
    untested: lacking((lack) => lack.kind === 'number' && (lack.reach === 'unverified' || lack.reach === 'failed')),
  }
}

async function view(room: Room, req: Request, res: Response, period: Period): Promise<void> {
  const reader = signedInReader(req)
  const { words } = reader
  const { readiness: say } = words
  const book = room.deps.book.current()
  const { rows, unread, untested } = await board(room, reader, period)
  const ready = rows.filter(({ isReady }) => isReady).length
  const daysLeft = Math.max(0, Math.ceil((periodSpan(book, period).fromAt - reader.now) / day))
  const showsAll = queryText(req, 'show') === 'all'
  const path = `/periods/${period.id}/readiness`
  const heading = say.heading(daysLeft, rows.length, ready)
  await showPage(room, req, res, {
    template: 'roster/readiness',
    title: heading,
    nav: 'duty',
    view: {
      id: period.id,
      name: period.name,
      heading,
      lede: period.state === 'published' ? say.deadline : say.draft,
      filters: [
        { href: path, label: say.onlyMissing, isCurrent: !showsAll },
        { href: `${path}?show=all`, label: say.all, isCurrent: showsAll },
      ],
      rows: rows.filter(({ isReady }) => showsAll || !isReady).map((row) => rowView(book, reader, row)),
      unread: unread.length,
      untested: untested.length,
      isPublished: period.state === 'published',
    },
  })
}

function rowView(book: Book, { words }: SignedIn, row: SiteReadiness) {
  const { readiness: say } = words
  const name = (id: string) => book.people.get(id)?.name ?? id
  const what = (lack: Lack) =>
    lack.kind === 'number' ? say.number[lack.reach] : lack.kind === 'not_read' ? say.notRead : say.notTold
  const byKind = Map.groupBy(row.lacks, what)
  return {
    name: book.sites.get(row.siteId)?.name ?? row.siteId,
    href: `/sites/${row.siteId}`,
    isReady: row.isReady,
    roster: row.openCells === 0 && row.people > 0 ? say.roster.whole : say.roster.open(Math.max(1, row.openCells)),
    isOpen: row.openCells > 0 || row.people === 0,
    numbers: say.of(row.verified, row.people),
    texts: say.of(row.delivered, row.people),
    read: say.of(row.read, row.people),
    lacks: [...byKind].map(([kind, lacks]) =>
      say.lack(kind, words.frame.listOf(lacks.map(({ personId }) => name(personId)))),
    ),
  }
}

async function remind(room: Room, req: Request, res: Response, period: Period): Promise<void> {
  const reader = signedInReader(req)
  const { readiness: say } = reader.words
  const { unread, untested } = await board(room, reader, period)
  const body: unknown = req.body
  const isTest = typeof body === 'object' && body !== null && 'act' in body && body.act === 'test'
  const back = `/periods/${period.id}/readiness`
  if (isTest) {
    const sent = await sendTests(room.deps, untested, reader.now)
    return seeOther(req, res, back, say.tested(sent.length))
  }
  const told = await remindUnconfirmed(room.deps, period.id, unread, reader.now)
  await seeOther(req, res, back, say.reminded(told))
}
