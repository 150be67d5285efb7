import type { BookFile, Shift } from '../../src/domain/book/book.ts'
import { instantOf } from '../../src/domain/instant.ts'
import type { RosterChange } from '../../src/domain/roster/difference.ts'
import type { RosterVersion } from '../../src/domain/roster/history.ts'

const zone = 'Asia/Shanghai'

/** A moment on the town's clock: `2026-10-01T08:30`. */
export const at = (text: string) => instantOf(text, zone)

/** A shift of the period between two moments of that clock. */
export function shift(
  id: string,
  siteId: string,
  role: Shift['role'],
  personId: string,
  from: string,
  to: string,
): Shift {
  return { id, periodId: 'nd', siteId, role, personId, from: `${from}:00+08:00`, to: `${to}:00+08:00` }
}

/** Three sites of two units, three people, and the given roster in force as version `version`. */
export function feedTown(shifts: Shift[], version = 1): BookFile {
  return {
    schema: 'zhishou.book/1',
    settings: { officeName: '望海市人民政府办公室', officePersonIds: ['p-zhao'], shiftStartsAt: '08:30' },
    units: [
      { id: 'u-1', name: '新港区人民政府办公室' },
      { id: 'u-2', name: '东川县人民政府办公室' },
    ],
    people: [
      { id: 'p-chen', name: '陈海涛', unitId: 'u-1', mobile: '+8613800000038' },
      { id: 'p-xu', name: '许静怡', unitId: 'u-1', mobile: '+8613800000003' },
      { id: 'p-zhao', name: '赵欣怡', mobile: '+8613800000004' },
    ],
    sites: [
      { id: 's-a', name: '新港区人民政府门户网站', shortName: '新港区', url: 'http://a.example/', unitId: 'u-1' },
      { id: 's-b', name: '新港区教育局', url: 'http://b.example/', unitId: 'u-1' },
      { id: 's-c', name: '东川县人民政府门户网站', url: 'http://c.example/', unitId: 'u-2' },
    ],
    periods: [{ id: 'nd', name: '国庆节', from: '2026-10-01', to: '2026-10-07', state: 'published', version }],
    shifts,
  }
}

export function versionOf(
  number: number,
  changes: RosterChange[],
  state: RosterVersion['state'] = 'published',
): RosterVersion {
  const made = at(`2026-09-${20 + number}T16:20`)
  const by = { id: 'p-zhao', name: '赵欣怡' }
  const common = { version: 1, subject: 'nd', personId: by.id, dueAt: null, remarks: [], override: null }
  return { id: `nd.${number}`, at: made, number, by, changes, state, ...common }
}
