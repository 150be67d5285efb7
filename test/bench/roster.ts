import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BookFile, Shift } from '../../src/domain/book/book.ts'
import { addDays } from '../../src/domain/instant.ts'
import { openLog } from '../../src/storage/log/open-log.ts'
import { openWeb } from '../web/open-web.ts'
import type { Visitor } from '../web/visitor.ts'

// `node test/bench/roster.ts`: a province's roster, 556 sites and eight days. Pages beside a bare server that sends as
// many bytes, publishing beside a bare transaction that writes as many rows.

const sites = 556
const days = Array.from({ length: 9 }, (_, day) => addDays('2026-09-30', day))
const perUnit = 6

const people = Array.from({ length: sites * perUnit }, (_, i) => ({
  ...{ id: `p-${i}`, name: `第${i}人`, unitId: `u-${Math.floor(i / perUnit)}` },
  mobile: `+8613${String(801_000_000 + i)}`,
}))

const book: BookFile = {
  schema: 'zhishou.book/1',
  settings: { officePersonIds: ['p-0'] },
  units: Array.from({ length: sites }, (_, i) => ({ id: `u-${i}`, name: `第${i}单位办公室` })),
  people: people.map((person) => (person.id === 'p-0' ? { ...person, mobile: '+8613800000004' } : person)),
  sites: Array.from({ length: sites }, (_, i) => ({
    ...{ id: `s-${i}`, name: `第${i}人民政府门户网站`, url: `http://site-${i}.example/`, unitId: `u-${i}` },
  })),
  periods: [
    {
      ...{ id: 'bench', name: '国庆节', from: '2026-10-01', to: '2026-10-07', state: 'draft' as const },
      ...{ startsAt: '2026-09-30T17:30:00+08:00', endsAt: '2026-10-08T08:30:00+08:00' },
    },
  ],
  shifts: Array.from({ length: sites }, (_, i) => i).flatMap((i) =>
    days.slice(0, -1).flatMap((day, d) => shiftsOf(i, day, d)),
  ),
}

function shiftsOf(site: number, day: string, d: number): Shift[] {
  const span = { from: `${day}T${d === 0 ? '17:30' : '08:30'}:00+08:00`, to: `${days[d + 1]}T08:30:00+08:00` }
  return (['lead', 'staff'] as const).map((role, r) => ({
    ...{ id: `x-${site}-${d}-${role}`, periodId: 'bench', siteId: `s-${site}`, role },
    ...{ personId: `p-${site * perUnit + 3 * r + (d % 3)}`, ...span },
  }))
}

const web = await openWeb({ book, now: Date.parse('2026-09-28T10:00:00+08:00') })
const office = await signIn()

try {
  await page('the table to type in', '/periods/bench')
  await page('the same, its tenth page', '/periods/bench?page=10')
  await page('the duty table', '/duty?period=bench')
  const published = await timed(() => office.post('/periods/bench', { act: 'publish', reason: 'bench' }))
  const { items } = await web.log.pages.list({}, { limit: 10_000, cursor: null })
  const bare = await timed(() => writeBare(items.length))
  row(`publishing, ${items.length} people told`, published.ms, bare.ms, '≤ 5000')
  await page('readiness', '/periods/bench/readiness')
} finally {
  await web.close()
}

async function signIn(): Promise<Visitor> {
  const { setPassword } = await import('../../src/actions/people/accounts.ts')
  const [personId, password] = ['p-0', 'a long enough password']
  await setPassword(
    web.deps,
    { personId, password, editor: { personId, personName: '', from: 'bench' } },
    web.clock.now,
  )
  const visitor = web.visitor()
  await visitor.post('/sign-in', { mobile: '+8613800000004', password })
  return visitor
}

/** The median of several looks, the first thrown away, beside a bare server that sends the same page. */
async function page(name: string, path: string): Promise<void> {
  const { text } = await office.get(path)
  const server = createServer((_req, res) => res.end(text))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // listening on TCP, never on a pipe
  const looks = 9
  const ours = await median(looks, () => office.get(path))
  const bare = await median(looks, async () => (await fetch(`http://127.0.0.1:${port}/`)).text())
  server.close()
  row(`${name}, ${Math.round(text.length / 1024)} KB`, ours, bare, '≤ 300')
}

async function writeBare(rows: number): Promise<void> {
  const log = openLog(':memory:')
  const entry = { at: 0, personId: null, personName: '', from: '', act: 'added', subject: '', before: null } as const
  await log.audit.addAll(Array.from({ length: rows }, () => ({ ...entry, after: 'x'.repeat(400) })))
  log.close()
}

async function median(times: number, look: () => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let i = 0; i < times; i++) taken.push((await timed(look)).ms)
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN
}

async function timed(work: () => Promise<unknown>): Promise<{ ms: number }> {
  const begun = performance.now()
  await work()
  return { ms: performance.now() - begun }
}

function row(what: string, ms: number, bare: number, goal: string): void {
  const ratio = (ms / bare).toFixed(1)
  console.log(
    `${what.padEnd(44)}${ms.toFixed(0).padStart(6)} ms ${goal.padEnd(8)} bare ${bare.toFixed(1)} ms, ratio ${ratio}`,
  )
}
