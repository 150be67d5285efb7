import type { Request, Response } from 'express'
import { sendTests } from '../../actions/tell-people.ts'
import { hasStanding, highestStanding } from '../../domain/authority.ts'
import { canBePaged } from '../../domain/duty.ts'
import { day } from '../../domain/instant.ts'
import { addressWith, queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { messageOf } from './message-view.ts'

const messagesPerPage = 50

/** `GET /outbox?show=failed&cursor=`: what was meant, to whom, each attempt. `POST /outbox/test`: a text to oneself. */
export const outbox: Screen = (router, room) => {
  router.get('/outbox', async (req, res) => {
    if (!maySee(room, req)) return showMissing(room, req, res)
    await view(room, req, res)
  })
  router.post('/outbox/test', async (req, res) => {
    const { person, words, now } = signedInReader(req)
    if (!maySee(room, req)) return showMissing(room, req, res)
    if (!canBePaged(person)) return seeOther(req, res, '/outbox', words.outbox.noNumber)
    await sendTests(room.deps, [person], now)
    await seeOther(req, res, '/outbox', words.outbox.tested)
  })
}

/** Whoever works on a site may see what was sent; the codes and numbers in it only the office. */
function maySee(room: Room, req: Request): boolean {
  const reader = signedInReader(req)
  return (
    reader.isOffice || hasStanding(highestStanding(room.deps.book.current(), reader.person.id, reader.now), 'staff')
  )
}

async function view(room: Room, req: Request, res: Response): Promise<void> {
  const reader = signedInReader(req)
  const { words, now } = reader
  const say = words.outbox
  const { pages } = room.deps.log
  const onlyFailed = queryText(req, 'show') === 'failed'
  const cursor = queryText(req, 'cursor')
  const slice = { limit: messagesPerPage, cursor }
  const found = await pages.list(onlyFailed ? { undeliveredOnly: true } : {}, slice)
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
      filters: [
        { href: '/outbox', label: words.board.all, isCurrent: !onlyFailed },
        { href: '/outbox?show=failed', label: say.onlyFailed, isCurrent: onlyFailed },
      ],
      messages,
      empty: onlyFailed ? say.noneFailed : say.none,
      older:
        found.next === null ? null : addressWith('/outbox', { show: onlyFailed ? 'failed' : null, cursor: found.next }),
      newest: cursor === null ? null : addressWith('/outbox', { show: onlyFailed ? 'failed' : null }),
    },
  })
}
