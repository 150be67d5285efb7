import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateOf, dateOfNumber, dayNumber, startOfDayNumber } from '../../src/domain/instant.ts'

const zone = fc.constantFrom('Asia/Shanghai', 'UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/New_York')
const moment = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) })

test('a day by its number is the day of the calendar, from its first moment on, over changes of the clock as well', () => {
  fc.assert(
    fc.property(moment, zone, (at, where) => {
      const number = dayNumber(at, where)
      expect(dateOfNumber(number)).toBe(dateOf(at, where))
      const start = startOfDayNumber(number, where)
      expect([dateOf(start, where), dateOf(start - 1, where)]).toEqual([dateOfNumber(number), dateOfNumber(number - 1)])
    }),
    { numRuns: 1000 },
  )
})
