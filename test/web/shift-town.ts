import type { BookFile } from '../../src/domain/book/book.ts'
import { town, xingang } from './town.ts'

/** A moment of October 2026 in the town, `04T08:30`. */
export const at = (time: string) => Date.parse(`2026-10-${time}:00+08:00`)

/** 新港区: 陈海涛 until 08:30 on the 4th, then 何平; 周敏 leads throughout. */
export const book: BookFile = {
  ...town,
  people: (town.people ?? []).map((person) => (person.id === 'p-he' ? { ...person, unitId: 'u-xingang' } : person)),
  shifts: [
    ...(town.shifts ?? []).map((shift) =>
      shift.role === 'staff' ? { ...shift, to: '2026-10-04T08:30:00+08:00' } : shift,
    ),
    {
      id: 'x3',
      periodId: 'nd-2026',
      siteId: xingang,
      role: 'staff',
      personId: 'p-he',
      from: '2026-10-04T08:30:00+08:00',
      to: '2026-10-08T08:30:00+08:00',
    },
  ],
}
