import { type ExecFileException, execFile } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import type { BookFile } from '../../src/domain/book/book.ts'
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio.ts'
import { bookOf, cast } from '../flows/cast.ts'
import {
  freePort,
  makeFolder,
  type Running,
  startProcess,
  twilioEnv,
  until,
  untilAnswered,
  untilReady,
} from '../flows/process.ts'
import { makeCertificates } from './certificates.ts'
import { type Farm, type Scheme, startFarm } from './load.ts'

// `npm run bench`: each figure beside the goal it is held to, and the bare loop's over the same sites in the same minute.
// About five minutes a row, because a minute is a minute: sites are looked at once in 60 s, as in real life.
// `BENCH_SITES=300,1000,5000,14300 BENCH_SCHEMES=http,https` makes the whole table.

const sizes = (process.env['BENCH_SITES'] ?? '300,5000').split(',').map(Number)
const schemes = (process.env['BENCH_SCHEMES'] ?? 'http,https').split(',') as Scheme[] // a wrong one starts no farm
const measureSeconds = Number(process.env['BENCH_SECONDS'] ?? 60)
const watchedSeconds = 20
const outages = { fail: 40, hang: 20 }
type Way = keyof typeof outages

type Metrics = {
  /** By `performance.now()`. */
  at: number
  cpuSeconds: number
  probes: number
  memoryMb: number
  onTime: number
  slots: number
  loopDelayMs: number
}

const columns = {
  sites: 'sites',
  ready: 'ready s',
  cpu: 'CPU s per 1,000',
  bare: 'bare loop',
  ratio: 'ratio',
  memory: 'MB',
  onTime: '% within 1 s of slot',
  loop: 'loop delay p99, ms',
  written: 'KB written per 1,000',
  text: 'outage → text s, median / max',
  hang: 'hanging → text s, median / max',
  burst: 'busiest second ÷ mean',
}
type Row = Record<keyof typeof columns, string>

process.env['BENCH_CERTIFICATES'] = makeCertificates()
console.log(`| ${Object.values(columns).join(' | ')} |`)
console.log(`|${'---|'.repeat(Object.keys(columns).length)}`)
try {
  for (const scheme of schemes) for (const count of sizes) print(await measure(scheme, count))
} finally {
  rmSync(process.env['BENCH_CERTIFICATES'], { recursive: true })
}

async function measure(scheme: Scheme, count: number): Promise<Row> {
  const farm = await startFarm(count, scheme)
  const twilio = await startFakeTwilio()
  const folder = makeFolder()
  folder.write(bookOfFarm(farm))
  const port = await freePort()
  twilio.publicUrl = `http://127.0.0.1:${port}`
  const begun = performance.now()
  const running = await startProcess({
    ...twilioEnv(twilio, twilio.publicUrl),
    DATA_DIR: folder.path,
    PORT: String(port),
    PROBE_ALLOW_NETWORKS: '127.0.0.0/8',
    NODE_EXTRA_CA_CERTS: `${process.env['BENCH_CERTIFICATES']}/authority.pem`,
  })
  try {
    await untilReady(running)
    const readySeconds = (performance.now() - begun) / 1000
    await settleIn(running, count)
    const [before, writtenBefore] = [await metricsOf(running), writtenBy(running)]
    // Beside it and not after it: a machine that changes its pace changes both.
    const bare = await measureBare(farm)
    const [after, writtenAfter] = [await metricsOf(running), writtenBy(running)]
    // Asked for figures each second it would spend on answering what it is to spend on looking.
    const busiest = await watchSeconds(running, watchedSeconds)
    const delays = await measureDelays(farm, twilio, 'fail')
    const hanging = await measureDelays(farm, twilio, 'hang')
    const peak = await metricsOf(running)
    const probes = after.probes - before.probes
    const seconds = (after.at - before.at) / 1000
    const ours = (1000 * (after.cpuSeconds - before.cpuSeconds)) / probes
    const yardstick = (1000 * bare.cpuSeconds) / bare.probes
    return {
      sites: `${count} ${scheme}`,
      ready: readySeconds.toFixed(1),
      cpu: ours.toFixed(2),
      bare: yardstick.toFixed(2),
      ratio: (ours / yardstick).toFixed(2),
      memory: peak.memoryMb.toFixed(0),
      onTime: ((100 * (after.onTime - before.onTime)) / (after.slots - before.slots)).toFixed(2),
      loop: after.loopDelayMs.toFixed(1),
      written: ((writtenAfter - writtenBefore) / 1024 / (probes / 1000)).toFixed(0),
      text: `${median(delays).toFixed(1)} / ${Math.max(...delays).toFixed(1)}`,
      hang: `${median(hanging).toFixed(1)} / ${Math.max(...hanging).toFixed(1)}`,
      burst: (busiest / (probes / seconds)).toFixed(2),
    }
  } finally {
    await running.kill('SIGTERM')
    farm.stop()
    await twilio.close()
    folder.remove()
  }
}

/** A lead of its own for each site that will fail, so that no text waits to be told with others. */
function bookOfFarm({ urls }: Farm): BookFile {
  const indexes = (['fail', 'hang'] as const).flatMap((way) => indexesOf(way, urls.length))
  const leads = indexes.map((_, i) => ({
    ...{ id: `p-bench-${i}`, name: `第${i}位`, mobile: `+8613900${String(i).padStart(6, '0')}` },
  }))
  const leadOf = new Map(leads.map(({ id }, i) => [indexes[i], id]))
  const sites = urls.map((url, i) => ({
    ...{ id: `s-${i}`, name: `第${i}号网站`, url, leadPersonId: leadOf.get(i) ?? cast.lead.id },
  }))
  // Pages are read once in half an hour and kept when they are read first: a minute would show the first half hour of a
  // lifetime, in which each is written.
  const ladder = [{ afterMinutes: 0, tell: 'lead' as const, by: ['sms' as const] }]
  const book = bookOf(sites, [], { ladder, contentEveryMinutes: 0 })
  return { ...book, people: [...(book.people ?? []), ...leads] }
}

/** The sites that will fail in one way, from all over the farm; those of the other way lie beside them. */
function indexesOf(way: Way, count: number): number[] {
  const beside = way === 'hang' ? 1 : 0
  return Array.from({ length: outages[way] }, (_, i) => Math.floor((i * count) / outages[way]) + beside)
}

/** The first round fills caches, compiles what is hot and keeps each verdict once, which the second brings into the file. */
async function settleIn(service: Running, count: number): Promise<void> {
  await untilAnswered(async () => (await metricsOf(service)).probes >= 2.1 * count)
}

/** Waits, and answers how many looks the busiest second saw. */
async function watchSeconds(service: Running, seconds: number): Promise<number> {
  let busiest = 0
  let last = { at: performance.now(), probes: (await metricsOf(service)).probes }
  const end = last.at + seconds * 1000
  while (last.at < end) {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const now = { at: performance.now(), probes: (await metricsOf(service)).probes }
    busiest = Math.max(busiest, (1000 * (now.probes - last.probes)) / (now.at - last.at))
    last = now
  }
  return busiest
}

async function metricsOf(service: Running): Promise<Metrics> {
  const text = await (await service.get('/metrics')).text()
  const figure = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1])
  const slots = (kept: string) => figure(`zhishou_slots_total\\{kept="${kept}"\\}`)
  return {
    at: performance.now(),
    cpuSeconds: figure('process_cpu_seconds_total'),
    probes: figure('zhishou_probes_total'),
    memoryMb: figure('process_resident_memory_bytes') / 2 ** 20,
    onTime: slots('on_time'),
    slots: slots('on_time') + slots('late') + slots('missed'),
    loopDelayMs: 1000 * figure('zhishou_loop_delay_seconds\\{quantile="p99"\\}'),
  }
}

/** Bytes that the process had written to the disk, its write-ahead log included. */
function writtenBy({ child }: Running): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${child.pid}/io`, 'utf8'))?.[1])
}

function measureBare({ urls }: Farm): Promise<{ cpuSeconds: number; probes: number }> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: `${process.env['BENCH_CERTIFICATES']}/authority.pem` }
  const bare = new URL('./bare.ts', import.meta.url).pathname
  return new Promise((resolve, reject) => {
    const done = (error: ExecFileException | null, stdout: string) =>
      error ? reject(error) : resolve(JSON.parse(stdout))
    const child = execFile(process.execPath, [bare, String(measureSeconds)], { env }, done)
    child.stdin?.end(urls.join('\n'))
  })
}

/**
 * How long until the provider has the text of each site that fails. Their moments are spread evenly over the minute before
 * their next look: left to chance, the median of so few is off by seven seconds as often as not.
 */
async function measureDelays(farm: Farm, twilio: FakeTwilio, way: Way): Promise<number[]> {
  const indexes = indexesOf(way, farm.urls.length)
  const failedAt = new Map<string, number>()
  const begun = Date.now()
  const asked = await farm.askedAt(indexes)
  const order = indexes.map((index, i) => {
    const waitMs = ((i + 0.5) * 60_000) / indexes.length
    const sinceMs = begun - ((asked[i] ?? 0) - waitMs) // since it would have been its moment
    return { index, inMs: Math.ceil(sinceMs / 60_000) * 60_000 - sinceMs }
  })
  for (const { index, inMs } of order.sort((a, b) => a.inMs - b.inMs)) {
    await new Promise((resolve) => setTimeout(resolve, begun + inMs - Date.now()))
    farm[way](index)
    failedAt.set(`第${index}号网站`, Date.now())
  }
  const told = () =>
    twilio.messages().flatMap(({ body, createdAt }) => {
      const began = body.includes('打不开') ? failedAt.get(/第\d+号网站/.exec(body)?.[0] ?? '') : undefined
      return began === undefined ? [] : [(createdAt - began) / 1000]
    })
  await until(() => told().length >= outages[way])
  return told()
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function print(row: Row): void {
  console.log(`| ${Object.values(row).join(' | ')} |`)
}
