import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { startFakeTwilio } from '../fakes/twilio.ts'
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
import { type Farm, startFarm } from './load.ts'

// `npm run bench`: each figure beside the goal it is held to, as a ratio to a bare loop measured in the same run.
// Five minutes, because a minute is a minute: sites are looked at once in 60 s, as in real life.

const count = Number(process.env['BENCH_SITES'] ?? 300)
const measureSeconds = Number(process.env['BENCH_SECONDS'] ?? 120)
const outages = 40

type Metrics = { cpuSeconds: number; probes: number; memoryMb: number }

const farm = await startFarm(count)
const twilio = await startFakeTwilio()
const folder = makeFolder()
const sites = farm.ports.map((port, i) => ({
  id: `s-${i}`,
  name: `第${i}号网站`,
  url: `http://127.0.0.1:${port}/`,
  leadPersonId: cast.lead.id,
}))
folder.write(bookOf(sites, [], { ladder: [{ afterMinutes: 0, tell: 'lead', by: ['sms'] }] }))
const port = await freePort()
twilio.publicUrl = `http://127.0.0.1:${port}`

const begun = performance.now()
const running = await startProcess({
  ...twilioEnv(twilio, twilio.publicUrl),
  DATA_DIR: folder.path,
  PORT: String(port),
  PROBE_ALLOW_NETWORKS: '127.0.0.0/8',
})
await untilReady(running)
const readySeconds = (performance.now() - begun) / 1000

try {
  await settleIn(running)
  const [before, bare] = [await metricsOf(running), measureBare(farm)]
  const bareFigures = await bare
  const after = await metricsOf(running)
  const perThousand = (cpu: number, probes: number) => (1000 * cpu) / probes
  const ours = perThousand(after.cpuSeconds - before.cpuSeconds, after.probes - before.probes)
  const yardstick = perThousand(bareFigures.cpuSeconds, bareFigures.probes)
  const delays = await measureDelays(farm)
  const peak = await metricsOf(running)
  print([
    ['sites', String(count), ''],
    ['ready after start, s', readySeconds.toFixed(2), '≤ 3'],
    ['CPU s per 1,000 probes', ours.toFixed(3), ''],
    ['the bare node:http loop', yardstick.toFixed(3), ''],
    ['ratio', (ours / yardstick).toFixed(2), '≤ 1.5'],
    ['memory, MB', peak.memoryMb.toFixed(0), '≤ 200'],
    ['outage → text handed over, median s', median(delays).toFixed(1), '≤ 45'],
    ['outage → text handed over, max s', Math.max(...delays).toFixed(1), '≤ 75'],
  ])
} finally {
  await running.kill('SIGTERM')
  farm.stop()
  await twilio.close()
  folder.remove()
}

/** The first round fills caches and compiles what is hot; it belongs to nobody's figure. */
async function settleIn(service: Running): Promise<void> {
  await untilAnswered(async () => (await metricsOf(service)).probes >= count)
}

async function metricsOf(service: Running): Promise<Metrics> {
  const text = await (await service.get('/metrics')).text()
  const figure = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1])
  return {
    cpuSeconds: figure('process_cpu_seconds_total'),
    probes: figure('zhishou_probes_total'),
    memoryMb: figure('process_resident_memory_bytes') / 2 ** 20,
  }
}

/** Runs beside the service, over the same span and on the same sites. */
async function measureBare({ ports }: Farm): Promise<{ cpuSeconds: number; probes: number }> {
  const bare = new URL('./bare.ts', import.meta.url).pathname
  const { stdout } = await promisify(execFile)(process.execPath, [bare, JSON.stringify(ports), String(measureSeconds)])
  return JSON.parse(stdout)
}

/** Sites fail at moments spread over a minute; how long until the provider has the text. */
async function measureDelays({ fail }: Farm): Promise<number[]> {
  const failedAt = new Map<string, number>()
  for (let i = 0; i < outages; i++) {
    const index = Math.floor((i * count) / outages)
    fail(index)
    failedAt.set(`第${index}号网站`, Date.now())
    await new Promise((resolve) => setTimeout(resolve, 60_000 / outages))
  }
  await until(() => twilio.messages().length >= outages)
  return twilio.messages().map(({ body, createdAt }) => {
    const name = /第\d+号网站/.exec(body)?.[0] ?? ''
    return (createdAt - (failedAt.get(name) ?? Number.NaN)) / 1000
  })
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function print(rows: [string, string, string][]): void {
  for (const [what, figure, goal] of rows) console.log(`${what.padEnd(40)}${figure.padStart(8)}   ${goal}`)
}
