import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { day, hour, type Instant, minute, second } from '../../src/domain/instant.ts'
import type { Sample } from '../../src/domain/watch/probe.ts'
import { openLog } from '../../src/storage/log/open-log.ts'
import type { SampleLog, SampleRules } from '../../src/storage/ports.ts'

// `node test/bench/history.ts`: fills a history as the watch does (a look a minute at each site, a flush each five
// seconds, tidying each minute) and prints each figure beside its goal. `BENCH_SITES=14300 BENCH_DAYS=3` is a whole
// country and takes a quarter of an hour; the default takes some twenty seconds.

const sites = Number(process.env['BENCH_SITES'] ?? 1000)
const days = Number(process.env['BENCH_DAYS'] ?? 1)
/** So many of the sites have a look an hour for the rest of a quarter, so that there is something to draw. */
const oldSites = 50
const flushMs = 5 * second
const end = Date.UTC(2026, 9, 1, 3, 20)
const begin = end - days * day
const rules: SampleRules = { keepLooksMs: days * day - 6 * hour, keepHoursMs: 100 * day, intervalMsOf: () => minute }

type Goal = { name: string; figure: string; goal: string }
let seed = 1
const folder = mkdtempSync(join(tmpdir(), 'zhishou-history-'))
try {
  const { filled, longestTidyMs } = await fill()
  const reopened = await measureStart()
  const queries = await measureQueries(reopened.log.samples)
  print([
    { name: 'MB on the disk per million looks', figure: perMillion(filled.looks).toFixed(1), goal: '≤ 20' },
    { name: 'KB written per 1,000 looks', figure: (filled.writtenBytes / filled.looks).toFixed(0), goal: '≤ 200' },
    { name: 'µs of work per look, flush and packing', figure: filled.microsPerLook.toFixed(1), goal: '–' },
    {
      name: 'longest time in one go while packing and deleting, ms of work and disk',
      figure: longestTidyMs.toFixed(1),
      goal: '≤ 50',
    },
    { name: 'longest flush, ms of work and disk', figure: filled.longestFlushMs.toFixed(1), goal: '≤ 50' },
    { name: 'ms to take up the last hours at a start', figure: reopened.ms.toFixed(0), goal: '≤ 1000' },
    { name: 'MB of memory for the last hours', figure: reopened.megabytes.toFixed(0), goal: '≤ 60' },
    ...queries,
  ])
  reopened.log.close()
} finally {
  rmSync(folder, { recursive: true })
}

async function fill() {
  const log = openLog(folder)
  const { samples } = log
  await fillQuarter(samples)
  const before = { written: writtenBytes(), cpu: process.cpuUsage() }
  let [looks, longestTidyMs, longestFlushMs] = [0, 0, 0]
  for (let at = begin; at < end; at += flushMs) {
    const seen = looksBetween(at, at + flushMs)
    looks += seen.length
    const startedAt = busyMs()
    await samples.append(seen)
    longestFlushMs = Math.max(longestFlushMs, busyMs() - startedAt)
    if (at % minute === 0) longestTidyMs = Math.max(longestTidyMs, await longestWait(samples.tidy(at, rules)))
  }
  const { user, system } = process.cpuUsage(before.cpu)
  log.close()
  const microsPerLook = (user + system) / looks
  const written = writtenBytes() - before.written
  return { filled: { looks, writtenBytes: written, microsPerLook, longestFlushMs }, longestTidyMs }
}

async function fillQuarter(samples: SampleLog): Promise<void> {
  for (let at = end - 90 * day; at < begin; at += hour) {
    await samples.append(Array.from({ length: Math.min(oldSites, sites) }, (_, site) => lookAt(site, at)))
  }
  await samples.tidy(begin, rules)
}

async function measureStart() {
  const before = await memory()
  const startedAt = performance.now()
  const log = openLog(folder)
  const ms = performance.now() - startedAt
  return { log, ms, megabytes: (await memory()) - before }
}

async function measureQueries(samples: SampleLog): Promise<Goal[]> {
  const asked = Array.from({ length: 50 }, (_, i) => `s-${Math.floor((i * Math.min(oldSites, sites)) / 50)}`)
  const spans: [string, (siteId: string) => Promise<unknown>][] = [
    ['24 h of one site, each look', (id) => samples.ofSite(id, end - day, end)],
    ['24 h of one site, by the hour', (id) => samples.hours(id, end - day, end)],
    ['7 d of one site, by the hour', (id) => samples.hours(id, end - 7 * day, end)],
    ['7 d of one site, each look', (id) => samples.ofSite(id, end - 7 * day, end)],
    ['90 d of one site, by the day', (id) => samples.days(id, end - 90 * day, end, 'Asia/Shanghai')],
    ['the official week of one site', (id) => samples.count(id, end - 7 * day, end)],
    ['half an hour of 150 sites', () => samples.recent(manySites(), end - 30 * minute, end)],
  ]
  const goals: Goal[] = []
  for (const [name, ask] of spans) {
    await ask('s-0') // the first time compiles, and loads the calendar of the zone
    const times: number[] = []
    for (const siteId of asked) {
      const startedAt = busyMs()
      await ask(siteId)
      times.push(busyMs() - startedAt)
    }
    times.sort((a, b) => a - b)
    const figure = `${times[25]?.toFixed(1)} / ${times.at(-1)?.toFixed(1)}`
    goals.push({ name: `${name}, ms, median / longest`, figure, goal: '≤ 20' })
  }
  return goals
}

function manySites(): string[] {
  return Array.from({ length: Math.min(150, sites) }, (_, i) => `s-${i}`)
}

/** Each site has a second of the minute of its own, and comes some milliseconds after it. */
function looksBetween(from: Instant, to: Instant): Sample[] {
  const firstOf = (at: Instant) => Math.ceil(((at % minute) / minute) * sites)
  const [first, last] = [firstOf(from), to % minute === 0 ? sites : firstOf(to)]
  const looks: Sample[] = []
  for (let site = first; site < last; site++) {
    looks.push(lookAt(site, from - (from % minute) + Math.floor((site / sites) * minute)))
  }
  return looks
}

/** The same numbers in each run. */
function chance(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}

/** One look in a hundred fails; a fifth of the sites lie on several addresses; times waver by a third. */
function lookAt(site: number, slot: Instant): Sample {
  const waver = (ms: number) => Math.round(ms * (0.8 + chance() * chance() * 1.2))
  const at = slot + Math.floor(chance() * 20)
  const phases = {
    dns: waver(8),
    connect: waver(20 + (site % 30)),
    tls: waver(45),
    firstByte: waver(80 + (site % 211)),
    body: waver(12),
  }
  const address = `203.0.${site % 200}.${site % 5 === 0 ? 1 + Math.floor(chance() * 4) : 7}`
  const ms = phases.dns + phases.connect + phases.tls + phases.firstByte + phases.body
  const common = { siteId: `s-${site}`, at, certificateEndsAt: end + (site % 90) * day }
  if (chance() >= 0.01) return { ...common, ms, ok: true, status: 200, phases, address }
  const failure = { kind: 'connect_timeout', phase: 'connect', limitSeconds: 15, code: 'ETIMEDOUT' } as const
  return { ...common, ms: 15_000, ok: false, failure, phases: { dns: phases.dns }, address, ping: { answer: 'no' } }
}

/** The longest time for which nobody else had a turn while `work` was under way. */
async function longestWait(work: Promise<void>): Promise<number> {
  let isOver = false
  let longest = 0
  const ended = work.finally(() => {
    isOver = true
  })
  let last = busyMs()
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve))
    const now = busyMs()
    longest = Math.max(longest, now - last)
    last = now
  }
  await ended
  return longest
}

/** A clock that stands while this process waits for a core that others hold: that is nobody's figure. */
function busyMs(): number {
  const [, queuedNs = 0] = readFileSync('/proc/self/schedstat', 'utf8').split(' ').map(Number)
  return performance.now() - queuedNs / 1e6
}

/** Written to the disk by this process, the write-ahead log included. */
function writtenBytes(): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}

function perMillion(looks: number): number {
  const kept = Math.min(1, (rules.keepLooksMs + hour) / (days * day))
  return statSync(join(folder, 'samples.db')).size / 2 ** 20 / ((kept * looks) / 1_000_000)
}

/** What is held, garbage apart. */
async function memory(): Promise<number> {
  setFlagsFromString('--expose-gc')
  for (let times = 0; times < 4; times++) {
    runInNewContext('gc')()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}

function print(goals: readonly Goal[]): void {
  console.log(`History of ${sites} sites, ${days} days\n\n| | measured | goal |\n|---|---|---|`)
  for (const { name, figure, goal } of goals) console.log(`| ${name} | ${figure} | ${goal} |`)
}
