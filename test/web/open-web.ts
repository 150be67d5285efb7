import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import pino from 'pino'
import { createChanges } from '../../src/actions/changes.ts'
import type { CallAnswer, CallTurn } from '../../src/actions/incident/answer-call.ts'
import { moveIncident } from '../../src/actions/incident/move-incident.ts'
import { setPassword } from '../../src/actions/people/accounts.ts'
import { createTries } from '../../src/actions/people/tries.ts'
import type { BookFile } from '../../src/domain/book/book.ts'
import type { HolidayData } from '../../src/domain/calendar.ts'
import type { Incident } from '../../src/domain/incident/incident.ts'
import type { Failure, Sample } from '../../src/domain/watch/probe.ts'
import type { SiteState } from '../../src/domain/watch/verdict.ts'
import { openMemoryBook } from '../../src/storage/book/memory-book.ts'
import { openLog } from '../../src/storage/log/open-log.ts'
import type { BookStore, DeliveryReport, InboundText, Log } from '../../src/storage/ports.ts'
import { createApp } from '../../src/web/app.ts'
import type { WebConfig, WebDeps } from '../../src/web/deps.ts'
import { openViews } from '../../src/web/views.ts'
import { cast, nightNow, password, type Role, town } from './town.ts'
import { Visitor } from './visitor.ts'

const holidays: HolidayData = JSON.parse(
  readFileSync(new URL('../../data/reference/holidays.json', import.meta.url), 'utf8'),
)

type Health = { status: 'starting' | 'ready' | 'stalled'; lastTickAt: number | null }
export type Inbox = {
  texts: InboundText[]
  reports: { pageId: string; n: number; report: DeliveryReport }[]
  turns: CallTurn[]
  answer: string | null
  spoken: CallAnswer | null
}

/** The web server over real stores in memory, a watch that says what the test tells it, and a clock that stands. */
export type OpenWeb = {
  address: string
  server: Server
  deps: WebDeps
  log: Log
  clock: { now: number }
  states: Map<string, SiteState>
  watch: {
    blindSince: number | null
    blindSpot: ReturnType<WebDeps['watch']['blindSpot']>
    storeTroubleSince: number | null
    health: Health
  }
  inbox: Inbox
  setUp: { token: string | null }
  /** Lines of the log, as text. */
  lines: string[]
  visitor(): Visitor
  /** A visitor who has signed in as one of the cast. */
  signedIn(role: Role): Promise<Visitor>
  goesDown(siteId: string, at: number, failure?: Failure): Promise<Incident>
  comesUp(siteId: string, at: number): Promise<Incident>
  /** The code that the person was given for the incident. */
  codeOf(incident: Incident, role: Role): Promise<string>
  close(): Promise<void>
}

export type OpenWith = { book?: BookFile; config?: Partial<WebConfig>; channels?: WebDeps['channels']; now?: number }

/** Templates throw on a missing value here, so that a sentence that is not there fails the test that prints it. */
const strictViews = () =>
  openViews(() => {
    throw new Error('a template printed a value that is missing')
  })

export async function openWeb(options: OpenWith = {}): Promise<OpenWeb> {
  const clock = { now: options.now ?? nightNow }
  const log = openLog(':memory:')
  const book = await openMemoryBook(options.book ?? town)
  const states = new Map<string, SiteState>()
  const watch: OpenWeb['watch'] = {
    blindSince: null,
    blindSpot: null,
    storeTroubleSince: null,
    health: { status: 'ready', lastTickAt: clock.now },
  }
  const inbox: Inbox = { texts: [], reports: [], turns: [], answer: null, spoken: null }
  const setUp: OpenWeb['setUp'] = { token: null }
  const lines: string[] = []
  const told = { clock, states, watch, inbox, setUp, lines }
  const deps = depsOver({ log, book, told }, options)
  const server = createServer(createApp(deps, strictViews()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // `listen` on a TCP port always answers with this form of address.
  const { port } = server.address() as AddressInfo
  const address = `http://127.0.0.1:${port}`
  const open: OpenWeb = {
    address,
    server,
    deps,
    log,
    clock,
    states,
    watch,
    inbox,
    setUp,
    lines,
    visitor: () => new Visitor(address),
    signedIn: (role) => signIn(open, role),
    goesDown: (siteId, at, failure = connectTimeout) => goDown(open, siteId, at, failure),
    comesUp: (siteId, at) => comeUp(open, siteId, at),
    codeOf: async (incident, role) => (await log.incidents.codes(incident.id)).get(cast[role]) ?? '',
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      log.close()
    },
  }
  return open
}

type Told = Pick<OpenWeb, 'clock' | 'states' | 'watch' | 'inbox' | 'setUp' | 'lines'>

/** What the app is given: real stores, and a watch, a clock and an inbox that the test holds in its hands. */
function depsOver({ log, book, told }: { log: Log; book: BookStore; told: Told }, options: OpenWith): WebDeps {
  const { clock, states, watch, inbox, setUp, lines } = told
  let drawn = 0
  return {
    book,
    log,
    channels: options.channels ?? new Set(['sms', 'voice'] as const),
    changes: createChanges((error) => {
      throw error
    }),
    draw: {
      code: () =>
        `K${letters[drawn % 16]}${letters[(22 + Math.floor(drawn / 16)) % 32]}${letters[(19 + Math.floor(drawn++ / 512)) % 32]}`,
      token: () => `token${drawn++}0123456789abcdef`,
    },
    config: {
      publicUrl: 'http://127.0.0.1:3000',
      apiToken: null,
      twilioAuthToken: null,
      sender: { provider: 'twilio', from: '+15550000000', voiceFrom: null },
      sessionSecret: 'a secret for tests only',
      damagedBook: null,
      version: '0.1.0',
      ...options.config,
    },
    now: () => clock.now,
    logger: pino({ level: 'debug' }, new Writable({ write: (chunk, _encoding, done) => keepLine(lines, chunk, done) })),
    watch: {
      siteStates: () => states,
      blindSince: () => watch.blindSince,
      blindSpot: () => watch.blindSpot,
      storeTroubleSince: () => watch.storeTroubleSince,
      health: () => ({ pager: { unattended: 0, refusedSince: null, beat: 'off' }, ...watch.health }),
      certificateOf: () => null,
      probeNow: async () => {},
      traceNow: async () => {},
      lastTrace: () => null,
      v6Of: () => null,
    },
    holidays,
    tries: createTries(),
    signInLimit: createTries(),
    inbox: {
      receiveText: async (text) => {
        inbox.texts.push(text)
        return inbox.answer
      },
      report: async (pageId, n, report) => {
        inbox.reports.push({ pageId, n, report })
      },
      answerCall: async (turn) => {
        inbox.turns.push(turn)
        return inbox.spoken
      },
    },
    setUpToken: async () => setUp.token,
    metrics: async () => '# HELP zhishou_up 1\n',
  }
}

function keepLine(lines: string[], chunk: unknown, done: () => void): void {
  lines.push(String(chunk))
  done()
}

/** Codes of a test: K2QM, K3QM and so on, never the same twice. */
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

const connectTimeout: Failure = { kind: 'connect_timeout', phase: 'connect', limitSeconds: 15 }

async function signIn(open: OpenWeb, role: Role): Promise<Visitor> {
  const personId = cast[role]
  const person = open.deps.book.current().people.get(personId)
  if (!person?.mobile) throw new Error(`${role} has no number`)
  const editor = { personId, personName: person.name, from: 'test' }
  await setPassword(open.deps, { personId, password, editor }, open.clock.now)
  const visitor = open.visitor()
  const answer = await visitor.post('/sign-in', { mobile: person.mobile, password })
  if (answer.status !== 303) throw new Error(`${role} could not sign in: ${answer.status}`)
  return visitor
}

async function goDown(open: OpenWeb, siteId: string, at: number, failure: Failure): Promise<Incident> {
  const failures: Sample[] = [0, 10, 20].map((seconds) => ({
    siteId,
    at: at + seconds * 1000,
    ms: 15_000,
    ok: false,
    failure,
    phases: {},
    ping: { answer: 'yes', ms: 4 },
  }))
  const last = failures.at(-1) ?? null
  const state: SiteState = { siteId, verdict: 'down', since: at, failures, goods: 0, lastGoodAt: null, last }
  open.states.set(siteId, state)
  return moved(open, siteId, { kind: 'site_down', failures }, at + 20_000)
}

async function comeUp(open: OpenWeb, siteId: string, at: number): Promise<Incident> {
  const last: Sample = { siteId, at, ms: 310, ok: true, status: 200, phases: {} }
  open.states.set(siteId, { siteId, verdict: 'up', since: at, failures: [], goods: 2, lastGoodAt: at, last })
  return moved(open, siteId, { kind: 'site_up', goods: 2 }, at)
}

async function moved(
  open: OpenWeb,
  siteId: string,
  stimulus: Parameters<typeof moveIncident>[1]['stimulus'],
  at: number,
): Promise<Incident> {
  const answer = await moveIncident(open.deps, { target: { siteId }, stimulus }, at)
  if (answer.kind !== 'moved') throw new Error(`the incident did not move: ${answer.kind}`)
  return answer.incident
}
