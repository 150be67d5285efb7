import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import contentReference from '../../data/reference/content-watch.json' with { type: 'json' }
import holidays from '../../data/reference/holidays.json' with { type: 'json' }
import type { ActionDeps } from '../../src/actions/deps.ts'
import type { TwilioConfig } from '../../src/config.ts'
import type { BookFile, Person, Shift, Site } from '../../src/domain/book/book.ts'
import type { ChannelId } from '../../src/domain/channel.ts'
import type { Incident } from '../../src/domain/incident/incident.ts'
import { hour, instantOf, minute, second } from '../../src/domain/instant.ts'
import type { Channel } from '../../src/paging/channel.ts'
import { outboxChannel } from '../../src/paging/outbox-channel.ts'
import { twilioSms } from '../../src/paging/twilio-sms.ts'
import { twilioVoice } from '../../src/paging/twilio-voice.ts'
import { createProbing } from '../../src/probing/probing.ts'
import type { Watch } from '../../src/scheduling/watch.ts'
import { assemble } from '../../src/service.ts'
import { openMemoryBook } from '../../src/storage/book/memory-book.ts'
import { openLog } from '../../src/storage/log/open-log.ts'
import { type FakeClock, fakeClock } from '../fakes/clock.ts'
import {
  type LocalSite,
  type LocalSiteOptions,
  type SiteFarm,
  startSiteFarm,
  testAuthority,
} from '../fakes/site-farm.ts'
import { type FakePhone, type FakeTwilio, startFakeTwilio } from '../fakes/twilio.ts'
import { bookOf, type CastName, cast, period, shiftsOf } from './cast.ts'

export type TownOptions = {
  /** When the story begins, Beijing time. */
  now: string
  /** Sites by id; `rostered` ones have 新港区's shifts. */
  sites: Record<string, SiteOptions>
  settings?: BookFile['settings']
  people?: Person[]
  /** True: the roster was published by the office, so that people are reminded, checked and asked for reports. */
  proclaimed?: boolean
  /** False: no account at a provider, texts stand in the outbox. */
  hasTwilio?: boolean
  /** True: the provider has a number to call from. Without it every rung that calls is skipped, as most stories want. */
  hasCalls?: boolean
  /** Channels beside the provider's. */
  channels?: Channel[]
  log?: ReturnType<typeof openLog>
  /** What happens at the provider before this process starts. */
  beforeStart?: (twilio: FakeTwilio) => Promise<unknown>
}
type SiteOptions = Partial<Omit<Site, 'id' | 'url'>> & { rostered?: boolean; local?: LocalSiteOptions }

/** A whole Zhishou in one process: real sites, a real provider's API, real stores, and a clock that a story moves. */
export type Town = {
  clock: FakeClock
  farm: SiteFarm
  twilio: FakeTwilio
  actions: ActionDeps
  watch: Watch
  address: string
  logged: string[]
  site(id: string): LocalSite
  phone(who: CastName): FakePhone
  fastForward(span: { hours?: number; minutes?: number; seconds?: number }): Promise<void>
  /** Lets everything under way finish without moving the clock. */
  settle(): Promise<void>
  /** The newest incident of the site. */
  incident(siteId: string): Promise<Incident>
  incidents(): Promise<Incident[]>
  /** Ends the story: any text or call that nobody expected fails it, and any request that Twilio would not have taken. */
  close(): Promise<void>
  /** Ends the process as a crash would, without a word; stores stay as they are. */
  crash(): Promise<void>
}

const accountSid = `AC${'0'.repeat(31)}1`
const authToken = 'story-auth-token'
export const storyToken = 'story-api-token-story-api-token-0123'
/** Turns of the event loop without any change after which nothing more will happen by itself. */
const quietTurns = 40

export async function startTown(options: TownOptions): Promise<Town> {
  const clock = fakeClock(instantOf(options.now, 'Asia/Shanghai'))
  const farm = await startSiteFarm()
  const twilio = await startFakeTwilio({ accountSid, authToken, now: clock.now, after: clock.after })
  const locals = new Map<string, LocalSite>()
  for (const [id, { name = id, local }] of Object.entries(options.sites)) locals.set(id, await farm.add(name, local))
  const log = options.log ?? openLog(':memory:')
  const logged: string[] = []
  const server = createServer()
  const publicUrl = await listen(server)
  twilio.publicUrl = publicUrl
  const networks = [{ address: '127.0.0.0', prefix: 8, family: 'ipv4' as const }]
  const probing = createProbing({ networks, monotonic: () => performance.now(), path: '', trust: [testAuthority()] })
  const { actions, watch, inFlight, app } = await assemble({
    config: { publicUrl, apiToken: storyToken, twilio: twilioOf(options, twilio) },
    clock,
    logger: pino({ level: 'warn' }, { write: (line: string) => logged.push(line) }),
    book: await openMemoryBook(bookFor(options, locals)),
    log,
    channels: channelsFor(options, twilio, publicUrl),
    // A second opinion by ICMP is a process of its own, which a story could not wait for without sleeping.
    probing: { ...probing, explain: async () => ({ answer: 'yes', ms: 4 }), askGateway: async () => 'unknown' },
    holidays,
    contentReference,
    sessionSecret: 'story-secret',
  })
  server.on('request', app)
  await options.beforeStart?.(twilio)
  const settle = () => quiet(() => [inFlight.count(), farm.hanging(), twilio.hanging(), twilio.pendingCallbacks()])
  await Promise.all([watch.start(), settle()])

  const shut = async () => {
    server.closeAllConnections()
    server.close()
    await probing.close()
    await farm.close()
  }
  const incidents = async () => (await log.incidents.list({}, { limit: 100, cursor: null })).items
  return {
    clock,
    farm,
    twilio,
    actions,
    watch,
    address: publicUrl,
    logged,
    site: (id) => locals.get(id) ?? missing(`site ${id}`),
    phone: (who) => twilio.phone(cast[who].mobile),
    fastForward: ({ hours = 0, minutes = 0, seconds = 0 }) =>
      clock.advance(hours * hour + minutes * minute + seconds * second, settle),
    settle,
    incidents,
    incident: async (siteId) =>
      (await incidents()).find((found) => found.siteId === siteId) ?? missing(`incident of ${siteId}`),
    async close() {
      await Promise.all([watch.stop(0), clock.advance(1, settle)])
      await shut()
      await twilio.close()
      log.close()
      failUnexpected(twilio)
      if (logged.length > 0) throw new Error(`the town logged errors:\n${logged.join('\n')}`)
    },
    async crash() {
      watch.rounds.stop()
      await shut()
      await twilio.close()
    },
  }
}

function bookFor(
  { sites, settings, people, proclaimed }: TownOptions,
  locals: ReadonlyMap<string, LocalSite>,
): BookFile {
  const listed: Site[] = []
  const shifts: Shift[] = []
  for (const [id, { rostered = false, local: _, ...site }] of Object.entries(sites)) {
    const url = locals.get(id)?.url ?? missing(`site ${id}`)
    listed.push({ id, name: id, unitId: 'u-xingang', ...site, url })
    if (rostered) shifts.push(...shiftsOf(id))
  }
  // Most stories are about whether sites open, and count who comes to look.
  const book = bookOf(listed, shifts, { contentEveryMinutes: 0, ...settings })
  const periods = proclaimed ? [{ ...period, publishedAt: '2026-09-28T16:20:00+08:00', version: 1 }] : [period]
  return { ...book, periods, ...(people ? { people } : {}) }
}

const ourNumber = '+15005550006'

function twilioOf({ hasTwilio = true, hasCalls }: TownOptions, { apiBase }: FakeTwilio): TwilioConfig | null {
  const voiceFrom = hasCalls ? ourNumber : null
  const account = { accountSid, authToken, apiBase, from: ourNumber, messagingServiceSid: null, voiceFrom }
  return hasTwilio ? account : null
}

function channelsFor(options: TownOptions, fake: FakeTwilio, publicUrl: string): ReadonlyMap<ChannelId, Channel> {
  const account = twilioOf(options, fake)
  const random = () => 0.5
  const sms = account
    ? twilioSms({ ...account, sender: { from: ourNumber }, publicUrl, random })
    : outboxChannel('sms', { info: () => undefined })
  const voice = account?.voiceFrom ? [twilioVoice({ ...account, from: account.voiceFrom, publicUrl, random })] : []
  return new Map([sms, ...voice, ...(options.channels ?? [])].map((channel) => [channel.id, channel]))
}

function failUnexpected(twilio: FakeTwilio): void {
  const texts = twilio.unexpected().map(({ to, body }) => `${to}: ${body}`)
  if (texts.length > 0) throw new Error(`nobody expected these texts:\n${texts.join('\n')}`)
  const calls = twilio.unexpectedCalls().map(({ to, status, said }) => `${to}: ${status} ${said.join(' ')}`)
  if (calls.length > 0) throw new Error(`nobody expected these calls:\n${calls.join('\n')}`)
  if (twilio.invalid().length > 0) throw new Error(`Twilio would not have taken:\n${twilio.invalid().join('\n')}`)
}

/**
 * Resolves once nothing is under way but what waits for the clock, and nothing has changed for a while of event-loop
 * turns: everything here talks over the loopback of this very process, so quiet turns mean quiet.
 */
async function quiet(measure: () => number[]): Promise<void> {
  let last = ''
  for (let turns = 0; turns < quietTurns; turns++) {
    await new Promise((resolve) => setImmediate(resolve))
    const [running = 0, hangingSites = 0, hangingSends = 0, callbacks = 0] = measure()
    const now = JSON.stringify([...measure(), process.getActiveResourcesInfo().length])
    const isBusy = running > hangingSites + hangingSends || callbacks > 0
    if (isBusy || now !== last) turns = 0
    last = now
  }
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo // listening on TCP, never on a pipe
      resolve(`http://127.0.0.1:${port}`)
    })
  })
}

function missing(what: string): never {
  throw new Error(`the story has no ${what}`)
}
