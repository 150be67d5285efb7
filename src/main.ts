import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import packageJson from '../package.json' with { type: 'json' }
import { needsSetUp } from './actions/accounts.ts'
import { createChanges } from './actions/changes.ts'
import type { ActionDeps } from './actions/deps.ts'
import { receiveText } from './actions/receive-text.ts'
import { recordDelivery } from './actions/record-delivery.ts'
import { createTries } from './actions/tries.ts'
import { type Config, readConfig } from './config.ts'
import type { HolidayData } from './domain/calendar.ts'
import { drawCode } from './domain/code.ts'
import type { ChannelKind } from './domain/settings.ts'
import type { Channel } from './paging/channel.ts'
import { outboxChannel } from './paging/outbox-channel.ts'
import { twilioSms } from './paging/twilio-sms.ts'
import { parseNetworks } from './probing/networks.ts'
import { createProbing } from './probing/probing.ts'
import type { Clock } from './scheduling/clock.ts'
import { createInFlight } from './scheduling/in-flight.ts'
import { createMetrics } from './scheduling/metrics.ts'
import { everySecond } from './scheduling/ticker.ts'
import { createWatch, stalledAfterMs, type Watch } from './scheduling/watch.ts'
import { explainStartFailure, StartFailure } from './start-failure.ts'
import { BookFileAdapter } from './storage/book/book-file.ts'
import { openBookStore } from './storage/book/book-store.ts'
import { openLog } from './storage/log/open-log.ts'
import { lockFile } from './storage/log/sqlite.ts'
import { createApp } from './web/app.ts'

/** The longest a stop waits for texts that are being sent and for open pages. */
const stopPatienceMs = 10_000

const clockOf = (logger: Logger): Clock => ({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  everySecond: (run) =>
    everySecond(run, { monotonic: () => performance.now(), onError: (error) => logger.error({ err: error }, 'tick') }),
})

/** Builds everything, starts it, and answers how to stop it. The only place where the parts meet. */
async function start(config: Config): Promise<{ stop(): Promise<void> }> {
  const logger = pino({ level: config.logLevel })
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const lock = lockFile(join(config.dataDir, 'lock'))
  if (!lock) throw new StartFailure('folder_in_use', config.dataDir)
  const clock = clockOf(logger)
  const book = await openBookStore(bookFile(config, logger))
  const log = openLog(config.dataDir)
  const inFlight = createInFlight((what, error) => logger.error({ err: error, what }, 'failed'))
  const channels = channelsOf(config, logger)
  const actions: ActionDeps = {
    book,
    log,
    channels: new Set(channels.keys()),
    changes: createChanges((error) => logger.error({ err: error }, 'listener')),
    draw: { code: () => drawCode(randomBytes), token: () => randomBytes(32).toString('base64url') },
    tries: createTries(),
  }
  const probing = probingOf(config)
  const watch = createWatch({
    actions,
    clock,
    inFlight,
    probing,
    channels,
    onOwnFault: (fault) => logger.error({ err: fault }, 'own fault while probing'),
    onClockJump: (ms) => logger.warn({ ms }, 'the wall clock was moved'),
    onPollFailure: (error) => logger.warn({ err: error }, 'replies could not be fetched'),
  })
  const setUpToken = (await needsSetUp(actions)) ? actions.draw.token() : null
  const app = createApp({
    ...actions,
    config: webConfig(config, await sessionSecret(config.dataDir)),
    now: clock.now,
    logger,
    watch: viewOf(watch, clock),
    holidays: await readHolidays(),
    signInLimit: createTries(),
    setUpToken: () => setUpToken,
    metrics: createMetrics(watch, log),
    inbox: {
      receiveText: (text) => receiveText(actions, text, clock.now()),
      report: async (pageId, n, report) => {
        await recordDelivery(actions, { pageId, n, report }, clock.now())
      },
    },
  })
  const server = await listen(createServer(app), config)
  await watch.start()
  const stopGuard = guardAgainstStall(watch, clock, logger)
  announce(config, setUpToken)
  return {
    async stop() {
      stopGuard()
      server.close()
      server.closeIdleConnections()
      await watch.stop(stopPatienceMs)
      server.closeAllConnections()
      await probing.close()
      log.close()
      lock.release()
    },
  }
}

function bookFile(config: Config, logger: Logger): BookFileAdapter {
  return new BookFileAdapter(config.dataDir, {
    quarantine: (damaged, usedCopy) => logger.error({ damaged, usedCopy }, 'book.json was damaged; the last good copy is in use'),
    copyFailed: (error) => logger.error({ err: error }, 'the copy of book.json could not be renewed'),
    stamp: () => new Date().toISOString().replaceAll(':', '-'),
  })
}

/** Calls come with a later release: a rung that only has a call is skipped, and the timeline says why. */
function channelsOf({ twilio, publicUrl }: Config, logger: Logger): ReadonlyMap<ChannelKind, Channel> {
  if (!twilio) return new Map([['sms', outboxChannel('sms', logger)]])
  const { messagingServiceSid, from } = twilio
  const sender = messagingServiceSid ? { messagingServiceSid } : { from: from ?? '' }
  return new Map([['sms', twilioSms({ ...twilio, sender, publicUrl, random: Math.random })]])
}

function probingOf(config: Config) {
  const allowed = parseNetworks(config.probeAllowNetworks)
  if ('problem' in allowed) throw new StartFailure('bad_network', allowed.problem)
  return createProbing({ networks: allowed.networks, monotonic: () => performance.now(), path: process.env['PATH'] ?? '' })
}

function webConfig({ publicUrl, apiToken, twilio }: Config, secret: string) {
  return {
    publicUrl,
    apiToken,
    twilioAuthToken: twilio?.authToken ?? null,
    sender: {
      provider: twilio ? ('twilio' as const) : ('none' as const),
      from: twilio?.messagingServiceSid ?? twilio?.from ?? null,
      voiceFrom: twilio?.voiceFrom ?? null,
    },
    sessionSecret: secret,
    version: packageJson.version,
  }
}

function viewOf(watch: Watch, clock: Clock) {
  const startedAt = clock.monotonic()
  return {
    siteStates: watch.rounds.states,
    blindSince: watch.sight.blindSince,
    probeNow: watch.rounds.lookNow,
    health() {
      const lastTickAt = watch.lastTickAt()
      const silentMs = lastTickAt === null ? clock.monotonic() - startedAt : clock.now() - lastTickAt
      const status = silentMs > stalledAfterMs ? 'stalled' : lastTickAt === null ? 'starting' : 'ready'
      return { status, lastTickAt } as const
    },
  }
}

/** A watch that no longer ticks ends its process: whoever supervises it starts a new one, and `/healthz` said so. */
function guardAgainstStall(watch: Watch, clock: Clock, logger: Logger): () => void {
  const { health } = viewOf(watch, clock)
  const timer = setInterval(() => {
    if (health().status !== 'stalled') return
    logger.fatal('no tick has finished for 150 s: ending, so that a supervisor can start anew')
    process.exit(1)
  }, 10_000)
  return () => clearInterval(timer)
}

/** Signs the session cookies; made once and kept, so that a restart signs nobody out. */
async function sessionSecret(folder: string): Promise<string> {
  const path = join(folder, 'session.key')
  try {
    await writeFile(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFile(path, 'utf8')
}

async function readHolidays(): Promise<HolidayData> {
  const path = new URL('../data/reference/holidays.json', import.meta.url)
  return JSON.parse(await readFile(path, 'utf8')) as HolidayData // shipped with the release, its shape is tested
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

function announce({ publicUrl, twilio }: Config, setUpToken: string | null): void {
  console.log(`值守已启动：${publicUrl}`)
  if (setUpToken) console.log(`首次设置（一次有效）/ set up: ${publicUrl}/set-up/${setUpToken}`)
  if (!twilio) console.log('没有配置短信通道：短信显示在“发件箱”页面和日志里。')
}

try {
  const running = await start(readConfig(process.env))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
  }
} catch (error) {
  console.error(explainStartFailure(error))
  process.exit(1)
}
