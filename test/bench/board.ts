// How long the board of a whole country takes to its first byte, and how large it is: `node test/bench/board.ts [live]`.
import type { BookFile } from '../../src/domain/book/book.ts'
import type { Incident } from '../../src/domain/incident/incident.ts'
import { type OpenWeb, openWeb } from '../web/open-web.ts'
import { nightNow, town } from '../web/town.ts'

const siteCount = 14_300
const unitCount = 500
const incidentCount = 10_000

/** A country: every unit with its sites, standing leads and staff, and one published week of shifts for a part of it. */
export function country(): BookFile {
  const units = Array.from({ length: unitCount }, (_, i) => ({ id: `u-${i}`, name: `第${i}县人民政府办公室` }))
  const people = Array.from({ length: unitCount * 2 }, (_, i) => ({
    id: `p-${i}`,
    name: `值班员${i}`,
    unitId: `u-${i % unitCount}`,
    mobile: `+86139${String(i).padStart(8, '0')}`,
  }))
  const sites = Array.from({ length: siteCount }, (_, i) => ({
    id: `s-${i}`,
    name: `第${i % unitCount}县第${Math.floor(i / unitCount)}局网站`,
    group: `第${i % 34}省`,
    url: `http://www.site-${i}.example/`,
    unitId: `u-${i % unitCount}`,
    siteCode: String(1_000_000_000 + i),
    leadPersonId: `p-${i % unitCount}`,
    contactPersonIds: [`p-${unitCount + (i % unitCount)}`],
  }))
  return {
    ...town,
    units: [...(town.units ?? []), ...units],
    people: [...(town.people ?? []), ...people],
    sites: [...(town.sites ?? []), ...sites],
  }
}

/** Ten thousand incidents, of which `live` are open, each after the example of a real one. */
export async function fill(web: OpenWeb, live: number): Promise<void> {
  const model = await web.goesDown('s-0', nightNow - 600_000)
  for (let i = 1; i < incidentCount; i++) {
    const isOpen = i < live
    const startedAt = nightNow - (isOpen ? i * 1000 : 86_400_000 + i * 60_000)
    const incident: Incident = {
      ...model,
      id: `2026-0901-${i}`,
      siteId: `s-${i}`,
      siteName: `第${i}个网站`,
      startedAt,
      dueAt: null,
      version: 1,
      ...(isOpen ? {} : { state: 'closed' as const, confirmedAt: startedAt }),
    }
    await web.log.incidents.commit({
      incident,
      expectedVersion: null,
      events: [],
      pages: [],
      cancelPlanned: null,
      codes: [],
      at: startedAt,
      siteState: null,
    })
  }
  for (const site of web.deps.book.current().sites.values()) {
    if (web.states.has(site.id)) continue
    web.states.set(site.id, {
      siteId: site.id,
      verdict: 'up',
      since: nightNow - 9e6,
      failures: [],
      goods: 2,
      lastGoodAt: nightNow - 20_000,
      last: { siteId: site.id, at: nightNow - 20_000, ms: 310, ok: true, status: 200, phases: {} },
    })
  }
  for (let k = 0; k < 30; k++) {
    const samples = [...web.states.keys()].map((siteId) => ({
      siteId,
      at: nightNow - k * 60_000 - 7000,
      ms: 300,
      ok: true,
      status: 200,
      phases: {},
    }))
    await web.log.samples.append(samples)
  }
}

const web = await openWeb({ book: country() })
await fill(web, Number(process.argv[2] ?? 200))
const office = await web.signedIn('office')
const duty = await web.signedIn('stranger')
for (const [who, visitor] of [
  ['office', office],
  ['stranger', duty],
] as const)
  for (const path of process.argv[3]
    ? process.argv.slice(3)
    : ['/', '/?page=50', '/?q=%E7%AC%AC12%E5%8E%BF', '/sites', '/incidents', '/?by=unit', '/?by=group', '/wall']) {
    const times: number[] = []
    let bytes = 0
    let status = 0
    for (let k = 0; k < 12; k++) {
      web.clock.now += 1000
      const from = performance.now()
      const answer = await visitor.get(path)
      times.push(performance.now() - from)
      bytes = Buffer.byteLength(answer.text)
      status = answer.status
    }
    const sorted = times.toSorted((a, b) => a - b)
    console.log(
      who,
      path,
      status,
      'median',
      sorted[6]?.toFixed(0),
      'max',
      sorted.at(-1)?.toFixed(0),
      'ms',
      (bytes / 1024).toFixed(0),
      'KB',
    )
  }
await web.close()
