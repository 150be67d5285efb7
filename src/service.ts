import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import type { Express } from 'express'
import type { Logger } from 'pino'
import packageJson from '../package.json' with { type: 'json' }
import { createChanges } from './actions/changes.ts'
import type { ActionDeps } from './actions/deps.ts'
import { answerCall } from './actions/incident/answer-call.ts'
import { receiveText } from './actions/incident/receive-text.ts'
import { recordDelivery } from './actions/incident/record-delivery.ts'
import { needsSetUp } from './actions/people/accounts.ts'
import { createTries } from './actions/people/tries.ts'
import { channelsOf } from './channels.ts'
import type { Config } from './config.ts'
import type { HolidayData } from './domain/calendar.ts'
import type { ChannelId } from './domain/channel.ts'
import { drawCode } from './domain/code.ts'
import { minute } from './domain/instant.ts'
import type { Channel } from './paging/channel.ts'
import { createBeat } from './paging/dead-man.ts'
import { parseNetworks } from './probing/networks.ts'
import { placesIn } from './probing/places.ts'
import { createProbing, type Probing } from './probing/probing.ts'
import type { Clock } from './scheduling/clock.ts'
import { createInFlight, type InFlight } from './scheduling/in-flight.ts'
import type { ContentReference } from './scheduling/inspections.ts'
import { createMetrics } from './scheduling/metrics.ts'
import { createTraces } from './scheduling/traces.ts'
import { V6Looks } from './scheduling/v6-looks.ts'
import { Watch } from './scheduling/watch.ts'
import { StartFailure } from './start-failure.ts'
import { BookFileAdapter } from './storage/book/book-file.ts'
import { openBookStore } from './storage/book/book-store.ts'
import { writeDurably } from './storage/book/durable-file.ts'
import { openLog } from './storage/log/open-log.ts'
import { lockFile } from './storage/log/sqlite.ts'
import { type BookStore, type Log, StoreFailure } from './storage/ports.ts'
import { healthOf, watchView } from './watch-view.ts'
import { createApp } from './web/app.ts'

/** What the outside world gives the service: the time, and where its own words go. */
export type World = { clock: Clock; logger: Logger }

/** What the service is made of. A story brings stores in memory and a clock of its own; the rest is the same. */
export type Parts = World & {
  config: Pick<Config, 'publicUrl' | 'apiToken' | 'twilio'>
  book: BookStore
  log: Log
  channels: ReadonlyMap<ChannelId, Channel>
  probing: Pick<
    Probing,
    'probe' | 'explain' | 'askReference' | 'askGateway' | 'certificates' | 'readPage' | 'trace' | 'lookV6'
  >
  contentReference: ContentReference
  holidays: HolidayData
  /** Tells an address outside that we live. */
  beat?: () => Promise<boolean>
  sessionSecret: string
  /** Name of the damaged book that was set aside at this start. */
  damagedBook?: string
}

export type Assembled = {
  actions: ActionDeps
  watch: Watch
  /** Looks over IPv6 beside the watch; it runs once it is started. */
  v6: V6Looks
  inFlight: InFlight
  app: Express
  setUpToken: string | null
}

export type Service = Assembled & {
  /** Where it listens. */
  address: string
  /** Sends what is being sent, then closes everything. */
  stop(): Promise<void>
}

/** The longest a stop waits for texts that are being sent and for open pages. */
const stopPatienceMs = 10_000

/** Puts the parts together. Nothing runs yet. */
export async function assemble(parts: Parts): Promise<Assembled> {
  const { book, log, channels, clock, logger } = parts
  const inFlight: InFlight = createInFlight((what, error) => {
    // A full disk fails everything every second; once is enough to say, and the log may be on the same disk.
    if (error instanceof StoreFailure && !watch.noteStoreTrouble()) return
    logger.error({ err: error, what }, 'failed')
  })
  const actions: ActionDeps = {
    book,
    log,
    channels: new Set(channels.keys()),
    changes: createChanges((error) => logger.error({ err: error }, 'listener')),
    draw: { code: () => drawCode(randomBytes), token: () => randomBytes(32).toString('base64url') },
    tries: createTries(),
  }
  // Without files or memory every look fails, many times a second: the log hears of it once a minute.
  const reportOwnFault = onceEvery(minute, clock.monotonic, (fault: Error) =>
    logger.error({ err: fault }, 'own fault while probing'),
  )
  const watch = new Watch({
    actions,
    clock,
    inFlight,
    probing: parts.probing,
    contentReference: parts.contentReference,
    channels,
    onOwnFault: (fault) => reportOwnFault(fault),
    onClockJump: (ms) => logger.warn({ ms }, 'the wall clock was moved'),
    ...(parts.beat ? { beat: parts.beat } : {}),
    onPollFailure: (error) => logger.warn({ err: error }, 'replies could not be fetched'),
  })
  const v6 = new V6Looks({ book, log, clock, inFlight, look: parts.probing.lookV6, blindSince: watch.sight.blindSince })
  const traces = createTraces({ book, clock, trace: parts.probing.trace, onOwnFault: (fault) => reportOwnFault(fault) })
  const setUpToken = (await needsSetUp(actions)) ? actions.draw.token() : null
  const app = createApp({
    ...actions,
    config: { ...webConfig(parts), damagedBook: parts.damagedBook ?? null },
    now: clock.now,
    logger,
    watch: watchView({ watch, v6, traces, certificates: parts.probing.certificates }),
    holidays: parts.holidays,
    signInLimit: createTries(),
    // The address stops working the moment somebody of the office can sign in, without a restart.
    setUpToken: async () => ((await needsSetUp(actions)) ? setUpToken : null),
    metrics: createMetrics(watch, log, clock.monotonic),
    inbox: {
      receiveText: (text) => receiveText(actions, text, clock.now()),
      report: async (pageId, n, report) => {
        await recordDelivery(actions, { pageId, n, report }, clock.now())
      },
      answerCall: (turn) => answerCall(actions, turn, clock.now()),
    },
  })
  return { actions, watch, v6, inFlight, app, setUpToken }
}

/**
 * Opens the stores, listens, and starts the watch. Throws what `explainStartFailure` can explain to a person: a folder
 * in use, a faulty or unreadable book, a port that is taken.
 */
export async function startService(config: Config, { clock, logger }: World): Promise<Service> {
  const networks = networksOf(config)
  const lock = await lockFolder(config.dataDir)
  if (!lock) throw new StartFailure('folder_in_use', config.dataDir)
  const damaged: string[] = []
  const book = await openBookStore(bookFile(config, { clock, logger }, damaged))
  const log = openLog(config.dataDir)
  // Other systems than Linux do not say.
  const places = placesIn(await readFile('/proc/self/limits', 'utf8').catch(() => ''))
  const probing = createProbing({
    places,
    ...{ networks, monotonic: clock.monotonic, path: config.path },
    ...(config.probeSecondDns ? { resolver: { second: config.probeSecondDns } } : {}),
  })
  const assembled = await assemble({
    config,
    clock,
    logger,
    book,
    log,
    probing,
    channels: channelsOf(config, { clock, logger }),
    holidays: await readReference<HolidayData>('holidays'),
    contentReference: await readReference<ContentReference>('content-watch'),
    ...(config.deadManUrl === null ? {} : { beat: createBeat(config.deadManUrl) }),
    sessionSecret: await sessionSecret(config.dataDir),
    ...(damaged[0] === undefined ? {} : { damagedBook: basename(damaged[0]) }),
  })
  const { app, watch, v6 } = assembled
  const server = await listen(createServer({ connectionsCheckingInterval: 1000 }, app), config)
  await watch.start()
  const stopV6 = await v6.start()
  const release = guardAgainstStall(watch, logger)
  const stop = async () => {
    release()
    stopV6()
    server.close()
    server.closeIdleConnections()
    await watch.stop(stopPatienceMs)
    server.closeAllConnections()
    await probing.close()
    log.close()
    lock.release()
  }
  return { ...assembled, address: addressOf(server), stop }
}

async function lockFolder(folder: string): Promise<{ release(): void } | null> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return lockFile(join(folder, 'lock'))
  } catch (error) {
    throw new StartFailure('folder_unusable', folder, error)
  }
}

function onceEvery<T>(ms: number, monotonic: () => number, tell: (what: T) => void): (what: T) => void {
  let lastAt = Number.NEGATIVE_INFINITY
  return (what) => {
    if (monotonic() - lastAt < ms) return
    lastAt = monotonic()
    tell(what)
  }
}

function bookFile(config: Config, { clock, logger }: World, damagedBooks: string[]): BookFileAdapter {
  return new BookFileAdapter(config.dataDir, {
    quarantine(damaged, usedCopy) {
      damagedBooks.push(damaged)
      logger.error({ damaged, usedCopy }, 'book.json was damaged; the last good copy is in use')
    },
    copyFailed: (error) => logger.error({ err: error }, 'the copy of book.json could not be renewed'),
    stamp: () => String(clock.now()),
  })
}

function networksOf({ probeAllowNetworks }: Config) {
  const allowed = parseNetworks(probeAllowNetworks)
  if ('problem' in allowed) throw new StartFailure('bad_network', allowed.problem)
  return allowed.networks
}

function webConfig({ config: { publicUrl, apiToken, twilio }, channels, sessionSecret }: Parts) {
  const leavesHouse = [...channels.values()].some((channel) => channel.leavesHouse)
  return {
    publicUrl,
    apiToken,
    twilioAuthToken: twilio?.authToken ?? null,
    sender: {
      provider: twilio ? ('twilio' as const) : leavesHouse ? ('other' as const) : ('none' as const),
      from: twilio?.messagingServiceSid ?? twilio?.from ?? null,
      voiceFrom: twilio?.voiceFrom ?? null,
    },
    sessionSecret,
    version: packageJson.version,
  }
}

/** A watch that no longer ticks ends its process: whoever supervises it starts a new one, and `/healthz` said so. */
function guardAgainstStall(watch: Watch, logger: Logger): () => void {
  const health = () => healthOf(watch)
  const timer = setInterval(() => {
    if (health().status !== 'stalled') return
    logger.fatal('no tick has finished for 150 s: ending, so that a supervisor can start anew')
    process.exit(1)
  }, 10_000)
  return () => clearInterval(timer)
}

/**
 * Signs the session cookies; made once and kept, so that a restart signs nobody out. One that a full disk cut short
 * would sign for everybody, and is made anew.
 */
async function sessionSecret(folder: string): Promise<string> {
  const path = join(folder, 'session.key')
  const kept = existsSync(path) ? await readFile(path, 'utf8') : ''
  if (kept.length >= 43) return kept
  const secret = randomBytes(32).toString('base64url')
  await writeDurably(path, secret)
  return secret
}

/** Data that is shipped with the release; the shape of each file is tested. */
async function readReference<T>(name: string): Promise<T> {
  const path = new URL(`../data/reference/${name}.json`, import.meta.url)
  return JSON.parse(await readFile(path, 'utf8')) as T
}

function listen(server: Server, { host, port }: Config): Promise<Server> {
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  server.maxConnections = 2_000
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new StartFailure('cannot_listen', `${host}:${port}`, error)))
    server.listen(port, host, () => resolve(server))
  })
}

function addressOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo // listening on TCP, never on a pipe
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
