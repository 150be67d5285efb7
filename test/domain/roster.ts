import type { BookFile, Role, Shift } from '../../src/domain/book/book.ts'
import { hour, type Instant, instantOf, isoOf } from '../../src/domain/instant.ts'

/** A book as the contract shows it, with two people on post and a second unit. */
export const contractBook = {
  schema: 'zhishou.book/1',
  settings: { timezone: 'Asia/Shanghai', language: 'zh-Hans', shiftStartsAt: '08:30', officePersonIds: ['p-zhao'] },
  units: [
    { id: 'u-portal', name: '市政府办公室' },
    { id: 'u-water', name: '市水务局' },
  ],
  people: [
    {
      id: 'p-li',
      name: '李明',
      unitId: 'u-portal',
      position: '科长',
      mobile: '+8613800000001',
      landline: '+864120000000',
    },
    { id: 'p-wang', name: '王芳', unitId: 'u-portal', mobile: '+8613800000002' },
    { id: 'p-chen', name: '陈海涛', unitId: 'u-portal', mobile: '+8613800000003' },
    { id: 'p-zhao', name: '赵欣怡', mobile: '+8613800000004' },
  ],
  sites: [
    {
      ...{ id: 's-portal', name: '市政府门户网站', url: 'http://127.0.1.13:8080/', unitId: 'u-portal' },
      ...{ leadPersonId: 'p-li', contactPersonIds: ['p-wang'], siteCode: '2103000001' },
      expect: { status: [200], text: '鞍山' },
    },
    { id: 's-water', name: '市水务局网站', url: 'https://127.0.1.14/', unitId: 'u-water' },
  ],
  periods: [{ id: 'national-day-2026', name: '国庆节', from: '2026-10-01', to: '2026-10-07', state: 'published' }],
  shifts: [],
} as const satisfies BookFile | { readonly shifts: readonly [] }

export function bookWith(parts: Partial<BookFile>): BookFile {
  return { ...structuredClone(contractBook), ...parts } as BookFile // the sample is read-only, a copy is not
}

/** The first moment of the sample's period. */
export const opening: Instant = instantOf('2026-10-01T08:30:00+08:00', 'utc')

type Sketch = { siteId?: string; role?: Role; personId?: string; periodId?: string | null }

/** A shift from `fromHour` to `toHour`, counted from the opening of the period. */
export function shift(id: string, fromHour: number, toHour: number, sketch: Sketch = {}): Shift {
  const { siteId = 's-portal', role = 'staff', personId = 'p-chen', periodId = 'national-day-2026' } = sketch
  const moment = (hours: number) => isoOf(opening + hours * hour, 'Asia/Shanghai')
  const span = { from: moment(fromHour), to: moment(toHour) }
  return { id, siteId, role, personId, ...(periodId === null ? {} : { periodId }), ...span }
}
