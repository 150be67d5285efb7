import type { Request, Response } from 'express'
import { sendTests } from '../../actions/tell-people.ts'
import { hasStanding, highestStanding } from '../../domain/authority.ts'
import { canBePaged } from '../../domain/duty.ts'
import { addDays, day, momentOn } from '../../domain/instant.ts'
import type { PageFilter } from '../../storage/ports.ts'
import { readDate } from '../desk/moments.ts'
import { addressWith, queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { messageOf } from './message-view.ts'

const messagesPerPage = 50

/**
 * `GET /outbox?show=failed&person=&incident=&day=&cursor=`: what was meant, to whom, each attempt.
 * `POST /outbox/test`: a text to oneself.
 */
export const outbox: Screen = (router, room) => {
  router.get('/outbox', async (req, res) => {
    if (!maySeeOutbox(room, req)) return showMissing(room, req, res)
    await view(room, req, res)
  })
  router.post('/outbox/test', async (req, res) => {
    const { person, words, now } = signedInReader(req)
    if (!maySeeOutbox(room, req)) return showMissing(room, req, res)
    if (!canBePaged(person)) return seeOther(req, res, '/outbox', words.outbox.noNumber)
    await sendTests(room.deps, [person], now)
    await seeOther(req, res, '/outbox', words.outbox.tested)
  })
}

/** Whoever works on a site may see what was sent; the codes and numbers in it only the office. */
export function maySeeOutbox(room: Room, req: Request): boolean {
  const reader = signedInReader(req)
  return (
    reader.isOffice || hasStanding(highestStanding(room.deps.book.current(), reader.person.id, reader.now), 'staff')
  )
}

type Chosen = { show: string | null; person: string | null; incident: string | null; day: string | null }

/** What of the outbox is asked for; anything that is no choice counts as not asked. */
function chosenBy(req: Request): Chosen {
  const show = queryText(req, 'show')
  return {
    show: show === 'failed' || show === 'way' ? show : null,
    person: queryText(req, 'person'),
    incident: queryText(req, 'incident'),
    day: readDate(queryText(req, 'day') ?? ''),
  }
}

function filterOf(room: Room, { show, person, incident, day: date }: Chosen): PageFilter {
  const { timezone } = room.deps.book.current().settings
  const start = (of: string) => momentOn(of, '00:00', timezone)
  return {
    ...(show === 'failed' ? { undeliveredOnly: true } : {}),
    ...(show === 'way' ? { underWayOnly: true } : {}),
    ...(person === null ? {} : { personId: person }),
    ...(incident === null ? {} : { incidentId: incident }),
    ...(date === null ? {} : { since: start(date), until: start(addDays(date, 1)) }),
  }
}

async function view(room: Room, req: Request, res: Response): Promise<void> {
  const reader = signedInReader(req)
  const { words, now } = reader
  const say = words.outbox
  const { pages } = room.deps.log
  const chosen = chosenBy(req)
  const cursor = queryText(req, 'cursor')
  const found = await pages.list(filterOf(room, chosen), { limit: messagesPerPage, cursor })
  const attempts = Map.groupBy(await pages.attempts(found.items.map(({ id }) => id)), ({ pageId }) => pageId)
  const messages = found.items.map((page) => messageOf(reader, page, attempts.get(page.id) ?? []))
  const today = await pages.list({ since: now - day }, { limit: 500, cursor: null })
  const failed = today.items.filter(({ state }) => state === 'failed').length
  const heading = say.heading(today.next === null ? String(today.items.length) : '500+', failed)
  await showPage(room, req, res, {
    template: 'outbox/outbox',
    title: say.title,
    nav: 'outbox',
    view: {
      heading,
      lede: room.deps.config.sender.provider === 'none' ? say.noProvider : '',
      ...filtersOf(room, reader, chosen),
      messages,
      empty: emptyWords(reader, chosen),
      older: found.next === null ? null : addressWith('/outbox', { ...chosen, cursor: found.next }),
      newest: cursor === null ? null : addressWith('/outbox', chosen),
    },
  })
}

/** Three ways to look, a day, and what else is narrowed down to, each to be let go of by itself. */
function filtersOf(room: Room, { words }: SignedIn, chosen: Chosen) {
  const { message: say } = words
  const shows = [
    [null, say.all],
    ['way', say.underWay],
    ['failed', say.failed],
  ] as const
  const { person, incident } = chosen
  const name = person === null ? null : (room.deps.book.current().people.get(person)?.name ?? person)
  return {
    filters: shows.map(([show, label]) => ({
      href: addressWith('/outbox', { ...chosen, show }),
      label,
      isCurrent: chosen.show === show,
    })),
    chosen: { show: chosen.show ?? '', person: person ?? '', incident: incident ?? '', day: chosen.day ?? '' },
    narrowed: [
      ...(name === null ? [] : [{ label: say.only(name), href: addressWith('/outbox', { ...chosen, person: null }) }]),
      ...(incident === null
        ? []
        : [{ label: say.only(incident), href: addressWith('/outbox', { ...chosen, incident: null }) }]),
    ],
  }
}

function emptyWords({ words }: SignedIn, { show, person, incident, day: date }: Chosen): string {
  if (person !== null || incident !== null || date !== null || show === 'way') return words.message.none
  return show === 'failed' ? words.outbox.noneFailed : words.outbox.none
}
