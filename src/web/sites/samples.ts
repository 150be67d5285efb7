import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { readSamples } from '../../actions/sites/read-samples.ts'
import type { Site } from '../../domain/book/book.ts'
import { day, type Instant, instantOf } from '../../domain/instant.ts'
import { queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { sampleHead, sampleLine, sampleRecord } from './sample-lines.ts'

/**
 * `GET /sites/:id/samples.csv` and `.json`, `?from=&to=`: every look that is kept, of the last 24 hours when nothing else
 * is said. Sent as it is read, so that a week of looks is never in memory as a whole.
 */
export const siteSamples: Screen = (router, room) => {
  router.get('/sites/:id/samples.csv', async (req, res) => {
    const asked = askedOf(room, req)
    if (!asked) return showMissing(room, req, res)
    const reader = signedInReader(req)
    await send(res, { ...asked, type: 'text/csv', ending: 'csv' }, reader, csvOf(room, reader, asked))
  })
  router.get('/sites/:id/samples.json', async (req, res) => {
    const asked = askedOf(room, req)
    if (!asked) return showMissing(room, req, res)
    const reader = signedInReader(req)
    await send(res, { ...asked, type: 'application/json', ending: 'json' }, reader, jsonOf(room, reader, asked))
  })
}

type Asked = { site: Site; from: Instant; to: Instant; zone: string }

/** Null for a site that is not there, and for a moment that is none. */
function askedOf({ deps }: Room, req: Request): Asked | null {
  const book = deps.book.current()
  const site = book.sites.get(String(req.params['id']))
  const zone = book.settings.timezone
  const { now } = signedInReader(req)
  const [from, to] = [momentOf(queryText(req, 'from'), zone, now - day), momentOf(queryText(req, 'to'), zone, now)]
  return site && from !== null && to !== null ? { site, from, to, zone } : null
}

function momentOf(text: string | null, zone: string, otherwise: Instant): Instant | null {
  if (text === null || text === '') return otherwise
  try {
    return instantOf(text, zone)
  } catch {
    return null
  }
}

async function* csvOf({ deps }: Room, reader: SignedIn, { site, from, to, zone }: Asked): AsyncGenerator<string> {
  // Excel takes a file without this mark for one in the language of the machine.
  yield `\ufeff${sampleHead(reader)}`
  for await (const samples of readSamples(deps, site.id, { from, to }, reader.now)) {
    yield samples.map((sample) => sampleLine(reader, zone, sample)).join('')
  }
}

async function* jsonOf({ deps }: Room, reader: SignedIn, { site, from, to, zone }: Asked): AsyncGenerator<string> {
  yield `{"site":${JSON.stringify({ id: site.id, name: site.name, url: site.url })},"samples":[`
  let separator = '\n'
  for await (const samples of readSamples(deps, site.id, { from, to }, reader.now)) {
    yield separator + samples.map((sample) => JSON.stringify(sampleRecord(zone, sample))).join(',\n')
    separator = ',\n'
  }
  yield '\n]}\n'
}

async function send(
  res: Response,
  file: { site: Site; type: string; ending: string },
  { words }: SignedIn,
  content: AsyncGenerator<string>,
): Promise<void> {
  const plain = words.history.fileName(file.site.name).toWellFormed()
  const name = encodeURIComponent(plain.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  res.set({
    'content-disposition': `attachment; filename="samples.${file.ending}"; filename*=UTF-8''${name}.${file.ending}`,
    'cache-control': 'private, no-store',
  })
  res.type(file.type)
  await pipeline(Readable.from(content), res).catch((error: unknown) => {
    // Whoever stopped the download has gone; there is nobody left to tell.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error
  })
}
