import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { cleanText } from '../domain/clean-text.ts'
import type { HopTrace } from '../domain/watch/look-trace.ts'
import { type Phases, phaseNames } from '../domain/watch/probe.ts'
import { readPageText } from './page-text.ts'
import type { Trace } from './trace.ts'

/** What a look notes down on its way when somebody wants to read all of it. Ordinary looks have none. */
export type Story = {
  hops: HopTrace[]
  title: string | null
  bytes: number | null
  /** Spent before the present hop. */
  before: Phases
}

const longest = { url: 200, header: 120, title: 120 }

export function beginStory(): Story {
  return { hops: [], title: null, bytes: null, before: {} }
}

export function beginHop(story: Story, url: URL, trace: Trace): void {
  story.before = { ...trace.phases }
  const shown = cleanText(`${url.origin}${url.pathname}${url.search}`, longest.url)
  story.hops.push({ url: shown, address: null, status: null, phases: {}, tls: null, headers: {} })
}

export function noteAddress({ hops }: Story, address: string): void {
  const hop = hops.at(-1)
  if (hop) hop.address = address
}

export function noteHandshake({ hops }: Story, socket: TLSSocket): void {
  const hop = hops.at(-1)
  if (!hop) return
  hop.tls = {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    handshake: socket.isSessionReused() ? 'resumed' : 'full',
  }
}

export function noteResponse({ hops }: Story, { statusCode, headers }: IncomingMessage): void {
  const hop = hops.at(-1)
  if (!hop) return
  hop.status = statusCode ?? null
  hop.headers = {
    ...cleaned('server', headers['server'], longest.header),
    ...cleaned('contentType', headers['content-type'], longest.header),
    ...cleaned('contentLength', headers['content-length'], longest.header),
    ...cleaned('location', headers.location, longest.url),
  }
}

/** What of the trace belongs to the present hop: told whenever the hop is over, however it ended. */
export function endHop({ hops, before }: Story, trace: Trace): void {
  const hop = hops.at(-1)
  if (!hop) return
  for (const name of phaseNames) {
    const ms = (trace.phases[name] ?? 0) - (before[name] ?? 0)
    if (trace.phases[name] !== undefined && (ms > 0 || before[name] === undefined)) hop.phases[name] = tenths(ms)
  }
}

export function notePage(story: Story, page: Buffer, contentType: string | undefined): void {
  const title = readPageText(page, contentType).title()
  story.title = title === null ? null : cleanText(title, longest.title)
  story.bytes = page.length
}

function cleaned<K extends string>(
  name: K,
  value: string | string[] | undefined,
  most: number,
): Partial<Record<K, string>> {
  const text = cleanText(String(value ?? ''), most)
  // The one key is `name`, which a computed property loses.
  return text === '' ? {} : ({ [name]: text } as Partial<Record<K, string>>)
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10
}
