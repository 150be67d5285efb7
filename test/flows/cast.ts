import type { BookFile, Person, Shift, Site } from '../../src/domain/book/book.ts'

// The same people in every story. 新港区 has a roster; 滨河区 is another unit's; 赵欣怡 is the duty office.

export const cast = {
  duty: { id: 'p-chen', name: '陈海涛', unitId: 'u-xingang', mobile: '+8613800000038' },
  lead: { id: 'p-zhou', name: '周敏', unitId: 'u-xingang', position: '副主任', mobile: '+8613800000001' },
  nextDuty: { id: 'p-li', name: '李卓然', unitId: 'u-xingang', mobile: '+8613800000039' },
  otherLead: { id: 'p-shen', name: '沈婉清', unitId: 'u-binhe', mobile: '+8613800000002' },
  otherDuty: { id: 'p-sun', name: '孙立群', unitId: 'u-binhe', mobile: '+8613800000040' },
  office: { id: 'p-zhao', name: '赵欣怡', unitId: 'u-office', mobile: '+8613800000037' },
  stranger: { id: 'p-hu', name: '胡一帆', unitId: 'u-binhe', mobile: '+8613800000099' },
} as const satisfies Record<string, Person>
export type CastName = keyof typeof cast

export const units = [
  { id: 'u-office', name: '望海市人民政府办公室' },
  { id: 'u-xingang', name: '新港区人民政府办公室' },
  { id: 'u-binhe', name: '滨河区人民政府办公室' },
]

export const period = {
  id: 'national-day-2026',
  name: '国庆节',
  from: '2026-10-01',
  to: '2026-10-07',
  state: 'published' as const,
}

/** 新港区's shifts for the whole period, lead 周敏; staff 陈海涛 and 李卓然 in turn, from 08:30 to 08:30. */
export function shiftsOf(siteId: string): Shift[] {
  const days = [
    '2026-10-01',
    '2026-10-02',
    '2026-10-03',
    '2026-10-04',
    '2026-10-05',
    '2026-10-06',
    '2026-10-07',
    '2026-10-08',
  ]
  return days.slice(0, -1).flatMap((day, i) => {
    const span = { periodId: period.id, siteId, from: `${day}T08:30:00+08:00`, to: `${days[i + 1]}T08:30:00+08:00` }
    const staff = i % 2 === 0 ? cast.duty : cast.nextDuty
    return [
      { id: `${siteId}-lead-${i}`, role: 'lead' as const, personId: cast.lead.id, ...span },
      { id: `${siteId}-staff-${i}`, role: 'staff' as const, personId: staff.id, ...span },
    ]
  })
}

export function bookOf(sites: Site[], shifts: Shift[], settings: BookFile['settings'] = {}): BookFile {
  return {
    schema: 'zhishou.book/1',
    settings: {
      officeName: '望海市人民政府办公室',
      officePersonIds: [cast.office.id],
      blindness: { references: [] },
      ...settings,
    },
    units,
    people: Object.values(cast),
    sites,
    periods: [period],
    shifts,
  }
}
