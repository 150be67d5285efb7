import { type Holiday, type HolidayData, holidaysOf, holidayYears, withEntered } from '../../domain/calendar.ts'
import type { WebDeps } from '../deps.ts'

/** The holiday calendar as it is known here: what the release was shipped with, and the notices entered since. */
export function calendarOf(deps: Pick<WebDeps, 'holidays' | 'book'>): HolidayData {
  return withEntered(deps.holidays, deps.book.current().file.holidayYears)
}

/** One holiday by its id, in any year that is known; null when there is none. */
export function findHoliday(data: HolidayData, id: string | null): Holiday | null {
  if (id === null) return null
  return (
    holidayYears(data)
      .flatMap((year) => holidaysOf(data, year))
      .find((holiday) => holiday.id === id) ?? null
  )
}
