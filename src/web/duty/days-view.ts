import type { LinkView } from '../desk/register-view.ts'
import type { SignedIn } from '../reader.ts'
import { addressOf, type DutyChoice } from './choice.ts'
import type { Column } from './columns.ts'

export type ColumnView = { head: string; weekday: string; isNow: boolean; isDay: boolean }
export type DayLink = LinkView & { weekday: string }

/** Columns that a screen takes beside each other; a table with more scrolls sideways under its first column. */
export const mostBeside = 10

/** The day that is open: the one asked for, else the shift now, else the first. */
export function openDay(columns: readonly Column[], wanted: string | null): string {
  const chosen = columns.find(({ date }) => date === wanted) ?? columns.find(({ isNow }) => isNow) ?? columns[0]
  return chosen?.date ?? ''
}

/** The head of a column: its day, and the weekday or, where it is no whole day, the hours. */
export function columnView({ words, format }: SignedIn, column: Column, shownDay: string): ColumnView {
  const { isEve, isPart, fromAt, toAt, date, isNow } = column
  const head = isEve ? words.duty.eve(format.date(fromAt)) : format.date(fromAt)
  const weekday = isPart ? `${format.clock(fromAt)}–${format.clock(toAt)}` : format.weekday(fromAt)
  return { head, weekday, isNow, isDay: date === shownDay }
}

export function dayLink({ words, format }: SignedIn, choice: DutyChoice, column: Column, shownDay: string): DayLink {
  const weekday = [
    column.isEve ? words.duty.eveShort : format.weekday(column.fromAt),
    column.isNow ? words.duty.now : '',
  ]
  return {
    href: addressOf(choice, { day: column.date }),
    label: words.duty.dayOfMonth(Number(column.date.slice(8))),
    weekday: weekday.filter(Boolean).join(' '),
    isCurrent: column.date === shownDay,
  }
}
