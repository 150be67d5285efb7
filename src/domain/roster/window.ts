import type { Settings } from '../book/settings.ts'
import { dayKind, type HolidayData, isWeekend } from '../calendar.ts'
import { addDays, type Instant, momentOn } from '../instant.ts'

/**
 * The duty window of a holiday or of any dates. `isCertain` is false when a day that decides it is covered by no
 * notice: the screen then says so and asks, instead of taking the day for a workday.
 */
export type DutyWindow = {
  fromAt: Instant
  toAt: Instant
  lastWorkday: string
  nextWorkday: string
  isCertain: boolean
}

/** A holiday is never further from a workday than this. */
const reachDays = 16

/**
 * From the close of the last workday before `from` to the opening of the first workday after `to`, adjusted workdays
 * respected (DOMAIN §3 "Window"). Days of rest that touch the holiday on either side belong to it.
 */
export function dutyWindow(
  data: HolidayData,
  { from, to }: { from: string; to: string },
  settings: Pick<Settings, 'timezone' | 'workdayEndsAt' | 'shiftStartsAt'>,
): DutyWindow {
  const before = nearestWorkday(data, addDays(from, -1), -1)
  const after = nearestWorkday(data, addDays(to, 1), 1)
  return {
    fromAt: momentOn(before.date, settings.workdayEndsAt, settings.timezone),
    toAt: momentOn(after.date, settings.shiftStartsAt, settings.timezone),
    lastWorkday: before.date,
    nextWorkday: after.date,
    isCertain: before.isCertain && after.isCertain,
  }
}

function nearestWorkday(data: HolidayData, start: string, step: 1 | -1): { date: string; isCertain: boolean } {
  let isCertain = true
  for (let date = start, steps = 0; steps < reachDays; date = addDays(date, step), steps++) {
    const kind = dayKind(data, date)
    if (kind === 'workday' || kind === 'adjusted_workday') return { date, isCertain }
    // A weekday of a year without any notice is taken for a workday, but the reader is asked to look.
    if (kind === 'unknown') {
      isCertain = false
      if (!isWeekend(date)) return { date, isCertain }
    }
  }
  return { date: start, isCertain: false }
}
