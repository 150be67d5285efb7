import { expect, test } from 'vitest'
import { type BookFile, openBook } from '../../../src/domain/book/book.ts'
import { instantOf } from '../../../src/domain/instant.ts'
import { drillReader } from '../../../src/domain/self-check/drill.ts'
import { bookOf, cast, period, shiftsOf } from '../../flows/cast.ts'

const at = (text: string) => instantOf(`2026-10-${text}:00+08:00`, 'utc')
const site = { id: 'xingang', name: '新港区政府网', url: 'http://127.0.0.1/', unitId: 'u-xingang' }
const proclaimed = { ...period, publishedAt: '2026-09-28T16:20:00+08:00', version: 1 }

function reader(now: string, change: Partial<BookFile> = {}): string | undefined {
  const book = { ...bookOf([site], shiftsOf(site.id)), periods: [proclaimed], ...change }
  return drillReader(openBook(book), at(now))?.person.name
}

test('in a duty period it goes to somebody on post, from its hour on for two hours', () => {
  expect([reader('02T09:29'), reader('02T09:30'), reader('02T11:29'), reader('02T11:30')]).toEqual([
    undefined,
    '李卓然',
    '李卓然',
    undefined,
  ])
})

test('another one each day, as far as there are others on post', () => {
  const shifts = shiftsOf(site.id).map((shift) => ({ ...shift }))
  const both = shifts
    .filter(({ role }) => role === 'staff')
    .map((shift) => ({
      ...shift,
      id: `${shift.id}-2`,
      personId: shift.personId === cast.duty.id ? cast.nextDuty.id : cast.duty.id,
    }))
  const names = ['01', '02', '03', '04'].map((day) => reader(`${day}T09:30`, { shifts: [...shifts, ...both] }))
  expect(new Set(names).size).toBe(2)
  expect(names[0]).not.toBe(names[1])
})

test.each([
  ['outside the period', '20T09:30', {}],
  ['where no roster was published by the office', '02T09:30', { periods: [period] }],
  ['when it is off', '02T09:30', { settings: { drillAt: '' } }],
  ['when nobody on post has a number', '02T09:30', { people: [{ ...cast.nextDuty, mobile: undefined } as never] }],
])('%s there is none', (_, now, change) => {
  expect(reader(now, change)).toBeUndefined()
})
