import type { Request, Response } from 'express'
import type { Editor } from '../../actions/edit-book.ts'
import { sendTests } from '../../actions/tell-people.ts'
import { channelIds, kindsOf } from '../../domain/channel.ts'
import { showMissing } from '../faults.ts'
import { fieldsOf } from '../form.ts'
import { type Reader, readerOf } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import type { Words } from '../words.ts'
import { addSites } from './set-up-book.ts'
import { setUpWho } from './set-up-who.ts'
import { readSiteLines, type SiteLine } from './site-lines.ts'

/**
 * The set-up: three short pages. Each is a plain address that can be opened again, so an interrupted set-up goes on
 * where it stopped; from the second page on the reader is the administrator the first one made.
 */
export const setUp: Screen = (router, room) => {
  router.get(
    '/set-up/sites',
    forOffice(room, (req, res) => viewSites(room, req, res, '', null)),
  )
  router.post(
    '/set-up/sites',
    forOffice(room, (req, res) => submitSites(room, req, res)),
  )
  router.get(
    '/set-up/channels',
    forOffice(room, (req, res) => viewChannels(room, req, res)),
  )
  router.post(
    '/set-up/channels',
    forOffice(room, (req, res) => seeOther(req, res, '/', readerOf(req).words.door.setUp.started)),
  )
  router.post(
    '/set-up/channels/test',
    forOffice(room, async (req, res) => {
      const { person, words, now } = readerOf(req)
      if (person) await sendTests(room.deps, [person], now)
      await seeOther(req, res, '/set-up/channels', words.door.setUp.tested)
    }),
  )
  setUpWho(router, room)
}

type Handler = (req: Request, res: Response) => Promise<void>

/** These pages stand before the gate, beside the first one, and so ask for themselves. */
function forOffice(room: Room, handler: Handler): Handler {
  return (req, res) => (readerOf(req).isOffice ? handler(req, res) : showMissing(room, req, res))
}

async function submitSites(room: Room, req: Request, res: Response): Promise<void> {
  const reader = readerOf(req)
  const { pasted = '', act } = fieldsOf(req)
  const lines = linesOf(room, pasted)
  if (act !== 'save') return viewSites(room, req, res, pasted, lines)
  const [bad, good] = [lines.filter(({ problem }) => problem), lines.filter(({ problem }) => !problem)]
  const edited = await addSites(room.deps, editorOf(reader), good, reader.now)
  if (!edited.ok) {
    const where = edited.problems.map(({ path }) => path).join(', ')
    return viewSites(room, req, res, pasted, lines, reader.words.door.notSaved(where))
  }
  if (bad.length === 0) return seeOther(req, res, '/set-up/channels')
  // What was understood is kept; only what is still wrong stays in the box.
  const rest = bad.map(({ text }) => text).join('\n')
  await viewSites(room, req, res, rest, linesOf(room, rest))
}

function linesOf(room: Room, pasted: string): SiteLine[] {
  const urls = [...room.deps.book.current().sites.values()].map(({ url }) =>
    URL.canParse(url) ? new URL(url).href : url,
  )
  return readSiteLines(pasted, new Set(urls))
}

async function viewSites(
  room: Room,
  req: Request,
  res: Response,
  pasted: string,
  lines: readonly SiteLine[] | null,
  refusal: string | null = null,
): Promise<void> {
  const { words } = readerOf(req)
  const { setUp: say } = words.door
  const rows = (lines ?? []).map((line) => ({ ...line, reason: line.problem ? say.reason[line.problem] : null }))
  const bad = rows.filter(({ reason }) => reason !== null)
  const good = rows.filter(({ reason }) => reason === null)
  await showPage(room, req, res, {
    template: 'door/set-up-sites',
    title: say.sitesTitle,
    status: refusal || bad.length > 0 ? 422 : 200,
    view: {
      step: 2,
      pasted,
      refusal,
      rows: [...bad, ...good],
      found: rows.length > 0 ? say.sitesFound(good.length, bad.length) : null,
      canSave: good.length > 0,
      there: room.deps.book.current().sites.size,
    },
  })
}

async function viewChannels(room: Room, req: Request, res: Response): Promise<void> {
  const { words } = readerOf(req)
  const hasProvider = room.deps.config.sender.provider !== 'none'
  const view = { step: 3, lines: channelLines(room, words), hasProvider }
  await showPage(room, req, res, { template: 'door/set-up-channels', title: words.door.setUp.channelsTitle, view })
}

function channelLines({ deps }: Room, { door, watch, frame }: Words): string[] {
  const { setUp: say } = door
  const { provider, from, voiceFrom } = deps.config.sender
  if (provider === 'none') return [say.channelsNone]
  const others = channelIds.filter((id) => deps.channels.has(id) && id !== 'sms' && id !== 'voice')
  return [
    ...(provider === 'twilio' ? [say.channelsSms(from ?? '')] : []),
    ...(voiceFrom ? [say.channelsVoice(voiceFrom)] : []),
    ...(others.length > 0 ? [say.channelsOthers(frame.listOf(others.map((id) => watch.channelName[id])))] : []),
    ...(kindsOf(deps.channels).has('voice') ? [] : [say.channelsNoVoice]),
  ]
}

function editorOf({ person, from }: Reader): Editor {
  return { personId: person?.id ?? null, personName: person?.name ?? '', from }
}
