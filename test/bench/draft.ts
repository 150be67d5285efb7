import { readFileSync } from 'node:fs'
import { type Book, type BookFile, openBook, type Period } from '../../src/domain/book/book.ts'
import { holidaysOf } from '../../src/domain/calendar.ts'
import { draftFairly, explainRoster } from '../../src/domain/roster/fair-draft.ts'
import { sampleBook } from '../demo/sample-town.ts'

// `node test/bench/draft.ts`: how long a whole fair draft takes, from an opened book to the last reason.

const data = JSON.parse(readFileSync(new URL('../../data/reference/holidays.json', import.meta.url), 'utf8'))
const holiday = holidaysOf(data, 2026).find(({ id }) => id.startsWith('national-day'))
if (!holiday) throw new Error('the calendar has no National Day in 2026')
const period: Period = {
  ...{ id: 'bench', name: '国庆节', from: holiday.from, to: holiday.to, state: 'draft' },
  ...{ startsAt: '2026-09-30T17:30:00+08:00', endsAt: '2026-10-08T08:30:00+08:00' },
}

/** Sites in units of the given size: two leads and three staff a unit, one in five units by day and night. */
function county(sites: number, perUnit: number, last: Partial<BookFile> = {}): Book {
  const count = Math.ceil(sites / perUnit)
  const units = Array.from({ length: count }, (_, u) => ({
    ...{ id: `u-${u}`, name: `第${u}单位` },
    ...(u % 5 === 0 ? { staffChangesAt: ['08:30', '20:30'] } : {}),
  }))
  const people = units.flatMap(({ id }, u) =>
    Array.from({ length: 5 }, (_, i) => ({
      ...{ id: `p-${u}-${i}`, name: `第${u}单位${i}`, unitId: id },
      ...(i < 2 ? { position: '科长' } : {}),
      ...((u + i) % 7 === 0 ? { leave: [{ from: '2026-10-02', to: '2026-10-03' }] } : {}),
    })),
  )
  const all = Array.from({ length: sites }, (_, s) => ({
    ...{ id: `s-${s}`, name: `第${s}站`, url: `http://site-${s}.example/`, unitId: `u-${Math.floor(s / perUnit)}` },
  }))
  return openBook({ schema: 'zhishou.book/1', units, people, sites: all, periods: [period], ...last })
}

/** The same with the year before published, so that the past is read as well. */
function withPast(book: Book): Book {
  const { file } = book
  const before: Period = { ...period, id: 'before', from: '2025-10-01', to: '2025-10-08', state: 'published' }
  const shifts = [...book.sites.values()].flatMap((site, s) =>
    (['lead', 'staff'] as const).flatMap((role, r) =>
      Array.from({ length: 8 }, (_, d) => ({
        ...{ id: `x-${s}-${r}-${d}`, periodId: 'before', siteId: site.id, role },
        personId: `p-${site.unitId?.slice(2)}-${r * 2 + ((s + d) % 2)}`,
        ...{ from: `2025-10-0${d + 1}T08:30:00+08:00`, to: `2025-10-${String(d + 2).padStart(2, '0')}T08:30:00+08:00` },
      })),
    ),
  )
  return openBook({ ...file, periods: [period, before], shifts })
}

const town = sampleBook(holiday, ({ id }) => `http://${id}.example/`)
const cases: [string, Book, string][] = [
  ['30 sites × 8 days, the sample town', openBook({ ...town, periods: [period], shifts: [] }), '≤ 50 ms'],
  ['556 sites × 8 days, a unit each, a year before', withPast(county(556, 1)), '≤ 1500 ms'],
  ['556 sites × 8 days, units of six', county(556, 6), '≤ 1500 ms'],
  ['556 sites × 8 days, one unit', county(556, 556), '≤ 1500 ms'],
]

for (const [name, book, goal] of cases) {
  const siteIds = [...book.sites.keys()]
  const input = { book, period, holidays: holiday.statutory, siteIds }
  const cold = timed(() => draftFairly({ ...input, keep: 'filled' }))
  const warm = timed(() => draftFairly({ ...input, keep: 'filled' }))
  const told = timed(() => explainRoster(input))
  const { unfilled } = draftFairly({ ...input, keep: 'filled' })
  const figures = `${cold.toFixed(0)} ms, again ${warm.toFixed(0)} ms, explained ${told.toFixed(0)} ms`
  console.log(`${name}: ${figures}, ${unfilled.length} left open (goal ${goal})`)
}

function timed(work: () => unknown): number {
  const begun = performance.now()
  work()
  return performance.now() - begun
}
