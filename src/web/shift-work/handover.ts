import type { Request, Response } from 'express'
import { everyOne } from '../../actions/every-one.ts'
import { handoverFor, itemsOf, sign } from '../../actions/shift-work/handovers.ts'
import { hasStanding, isOffice, standingOn } from '../../domain/authority.ts'
import { day, hour, type Instant } from '../../domain/instant.ts'
import { plainNote } from '../../domain/plain-note.ts'
import { type Handover, type HandoverItem, handoverOpensMs } from '../../domain/shift-work/handover.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf, valuesOf } from '../form.ts'
import { shiftNameAt } from '../frame.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'

const longestNote = 1000
/** As many lines as a page holds, of the changes within so many days. */
const mostLines = 60
const shownMs = 31 * day

/** `/handovers`: one's own change of shifts first, then those of one's sites; `/handovers/:id`: the form with two signatures. */
export const handovers: Screen = (router, room) => {
  router.get('/handovers', async (req, res) => {
    const reader = signedInReader(req)
    const mine = await handoverFor(room.deps, reader.person.id, reader.now)
    await list(room, req, res, mine)
  })
  router.get('/handovers/:id', async (req, res) => {
    const handover = await seen(room, req, req.params.id)
    if (!handover) return showMissing(room, req, res)
    await view(room, req, res, handover, { errors: [], note: handover.note, ticked: [] })
  })
  router.post('/handovers/:id', async (req, res) => {
    const handover = await seen(room, req, req.params.id)
    if (!handover) return showMissing(room, req, res)
    await submit(room, req, res, handover)
  })
}

/** Both sides, the leads of its sites and the office. */
async function seen(room: Room, req: Request, id: string): Promise<Handover | null> {
  const { person, now } = signedInReader(req)
  const handover = await room.deps.log.records.handovers.find(id)
  return handover && concerns(room, person.id, handover, now) ? handover : null
}

function concerns(room: Room, personId: string, { outgoing, incoming, siteIds }: Handover, now: Instant): boolean {
  const book = room.deps.book.current()
  if (isOffice(book, personId) || [...outgoing, ...incoming].some(({ id }) => id === personId)) return true
  return siteIds.some((siteId) => hasStanding(standingOn(book, personId, siteId, now), 'lead'))
}

async function submit(room: Room, req: Request, res: Response, handover: Handover): Promise<void> {
  const reader = signedInReader(req)
  const fields = fieldsOf(req)
  const note = plainNote(fields['note'] ?? '', longestNote)
  const ticked = valuesOf(req, 'item')
  const checks = new Set(valuesOf(req, 'check'))
  const order = {
    id: handover.id,
    person: reader.person,
    note,
    isLandlineTried: checks.has('landline'),
    isMobileOn: checks.has('mobile'),
    ticked,
  }
  const signed = await sign(room.deps, order, reader.now)
  const { handover: say } = reader.words
  if (signed.kind === 'missing') return showMissing(room, req, res)
  if (signed.kind === 'refused') {
    const field = signed.refusal === 'items_left' ? 'items' : ''
    return view(room, req, res, handover, { errors: [{ field, text: say.refusal[signed.refusal] }], note, ticked })
  }
  const isOver = signed.handover.state === 'signed'
  await seeOther(req, res, `/handovers/${handover.id}`, isOver ? say.bothSigned : say.signed)
}

async function list(room: Room, req: Request, res: Response, mine: Handover | null): Promise<void> {
  const reader = signedInReader(req)
  const { handover: say } = reader.words
  const span = { from: reader.now - shownMs, to: reader.now + handoverOpensMs + 1 }
  const all = await everyOne((slice) => room.deps.log.records.handovers.list(span, slice))
  const shown = all.filter((one) => one.state !== 'void' && concerns(room, reader.person.id, one, reader.now))
  await showPage(room, req, res, {
    template: 'shift-work/handovers',
    title: say.title,
    nav: 'handovers',
    view: {
      mine: mine ? lineOf(room, reader, mine) : null,
      rows: shown.slice(0, mostLines).map((one) => lineOf(room, reader, one)),
    },
  })
}

function lineOf(room: Room, reader: SignedIn, handover: Handover) {
  const { words, format } = reader
  const { handover: say } = words
  return {
    href: `/handovers/${handover.id}`,
    when: `${format.date(handover.at)} ${format.clock(handover.at)}`,
    sites: sitesOf(room, reader, handover),
    from: names(reader, handover.outgoing),
    to: names(reader, handover.incoming),
    state: say.state[handover.state],
    isLate: handover.state !== 'signed' && handover.at < reader.now,
  }
}

function sitesOf(room: Room, { words }: SignedIn, { siteIds }: Handover): string {
  const book = room.deps.book.current()
  return words.frame.listOf(siteIds.map((id) => book.sites.get(id)?.shortName ?? book.sites.get(id)?.name ?? id))
}

function names({ words }: SignedIn, people: readonly { name: string }[]): string {
  return words.frame.listOf(people.map(({ name }) => name))
}

type Typed = { errors: readonly FieldError[]; note: string; ticked: readonly string[] }

async function view(room: Room, req: Request, res: Response, handover: Handover, typed: Typed): Promise<void> {
  const reader = signedInReader(req)
  const { words, format, person, now } = reader
  const { handover: say } = words
  const isOutgoing = handover.outgoing.some(({ id }) => id === person.id)
  const isIncoming = handover.incoming.some(({ id }) => id === person.id)
  const open = handover.givenAt === null ? await itemsOf(room.deps, handover, now) : handover.items
  const may = {
    give: isOutgoing && handover.givenAt === null,
    take: isIncoming && handover.takenAt === null && now >= handover.at,
    waitUntil: isIncoming && now < handover.at ? format.clock(handover.at) : null,
  }
  const heading = say.heading(shiftNameAt(room, reader, handover.at - 1), shiftNameAt(room, reader, handover.at))
  await showPage(room, req, res, {
    template: 'shift-work/handover',
    title: heading,
    nav: 'handovers',
    body: may.give || may.take ? 'has-act' : 'has-tabs',
    status: typed.errors.length > 0 ? 422 : 200,
    view: {
      id: handover.id,
      heading,
      lede: say.lede(
        sitesOf(room, reader, handover),
        names(reader, handover.outgoing),
        names(reader, handover.incoming),
      ),
      at: format.moment(handover.at),
      happened: await happenedIn(room, reader, handover),
      items: open.map((item) => itemView(reader, item, typed.ticked.includes(item.id) || handover.givenAt !== null)),
      isLandlineTried: handover.isLandlineTried,
      isMobileOn: handover.isMobileOn,
      given:
        handover.givenBy && handover.givenAt !== null
          ? say.signedBy(handover.givenBy.name, format.momentSeconds(handover.givenAt))
          : null,
      taken:
        handover.takenBy && handover.takenAt !== null
          ? say.signedBy(handover.takenBy.name, format.momentSeconds(handover.takenAt))
          : null,
      may,
      why: handover.chasedAt !== null && handover.takenAt === null ? say.staying(names(reader, handover.outgoing)) : '',
      ...typed,
    },
  })
}

function itemView({ words }: SignedIn, { kind, id, text }: HandoverItem, isTicked: boolean) {
  return {
    id,
    text: `${words.handover.kind[kind]} ${text}`,
    href: kind === 'incident' ? `/incidents/${id}` : null,
    isTicked,
  }
}

/** 本班情况: what happened at these sites in the shift that ends, by itself. */
async function happenedIn(room: Room, { words, format }: SignedIn, { siteIds, at }: Handover) {
  const { log } = room.deps
  const span = { from: at - 24 * hour, to: at }
  const incidents = await Promise.all(
    siteIds.map((siteId) => everyOne((slice) => log.incidents.list({ siteId, ...span }, slice))),
  )
  const entries = await Promise.all(
    siteIds.map((subject) => everyOne((slice) => log.records.dutyEntries.list({ subject, ...span }, slice))),
  )
  const lines = [
    ...incidents.flat().map(({ id, siteName, startedAt, state }) => ({
      at: startedAt,
      text: words.handover.incident(siteName, words.watch.state[state]),
      href: `/incidents/${id}`,
    })),
    ...entries.flat().map((entry) => ({ at: entry.at, text: entry.content, href: null })),
  ]
  return lines.sort((a, b) => a.at - b.at).map((line) => ({ ...line, at: format.clock(line.at) }))
}
