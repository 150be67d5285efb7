import type { Request, Response } from 'express'
import { type Holiday, holidaysOf, holidayYears } from '../../domain/calendar.ts'
import { dateOf, instantOf } from '../../domain/instant.ts'
import { dutyWindow } from '../../domain/roster/window.ts'
import type { LinkView } from '../desk/register-view.ts'
import { queryText } from '../desk/register-view.ts'
import { basisOf } from '../duty/offers.ts'
import { showMissing } from '../faults.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { calendarOf } from './calendar.ts'

type HolidayView = {
  name: string
  dates: string
  window: string
  workdays: string
  basis: string
  isOfficial: boolean
  isDoubtful: boolean
  href: string
  there: string | null
}

/** `/periods/new`: pick the year, then the holiday as it was announced, with its source; or free dates. The office only. */
export const wizard: Screen = (router, room) => {
  router.get('/periods/new', async (req, res) => {
    const reader = signedInReader(req)
    if (!reader.isOffice) return showMissing(room, req, res)
    await view(room, req, res, reader)
  })
}

function view(room: Room, req: Request, res: Response, reader: SignedIn): Promise<void> {
  const { words } = reader
  const data = calendarOf(room.deps)
  const { timezone } = room.deps.book.current().settings
  const thisYear = Number(dateOf(reader.now, timezone).slice(0, 4))
  const years = [...new Set([...holidayYears(data), thisYear, thisYear + 1])].sort((a, b) => a - b)
  const asked = Number(queryText(req, 'year') ?? '')
  const year = years.includes(asked) ? asked : (years.find((one) => isComing(one)) ?? thisYear)
  const holidays = holidaysOf(data, year)
  const links: LinkView[] = years.map((one) => ({
    href: `/periods/new?year=${one}`,
    label: words.wizard.year(one),
    isCurrent: one === year,
  }))
  function isComing(one: number): boolean {
    return holidaysOf(data, one).some(({ to }) => to >= dateOf(reader.now, timezone))
  }
  return showPage(room, req, res, {
    template: 'roster/wizard',
    title: words.roster.addTitle,
    nav: 'duty',
    view: {
      year,
      years: links,
      holidays: holidays.map((holiday) => holidayView(room, reader, holiday)),
      needsNotice: holidays.length === 0 || holidays.some(({ isOfficial }) => !isOfficial),
      noticeHref: `/periods/notice?year=${year}`,
      freeHref: '/periods/new?dates=free',
    },
  })
}

function holidayView(room: Room, { words, format }: SignedIn, holiday: Holiday): HolidayView {
  const book = room.deps.book.current()
  const { wizard: say } = words
  const at = (date: string) => format.date(instantOf(date, book.settings.timezone))
  const { fromAt, toAt, isCertain } = dutyWindow(calendarOf(room.deps), holiday, book.settings)
  const moment = (instant: number) => `${format.date(instant)} ${format.weekday(instant)} ${format.clock(instant)}`
  const there = [...book.periods.values()].find(({ from, to }) => from <= holiday.to && holiday.from <= to)
  const days = say.days(at(holiday.from), at(holiday.to), daysIn(holiday))
  return {
    name: words.duty.holiday(holiday.year, holiday.nameZh, holiday.nameEn),
    dates: days,
    window: say.window(moment(fromAt), moment(toAt)),
    workdays: holiday.areWorkdaysKnown ? say.workdays(holiday.adjustedWorkdays.map(at)) : words.duty.workdaysUnknown,
    basis: sourceOf(words, holiday),
    isOfficial: holiday.isOfficial,
    isDoubtful: !isCertain || !holiday.isOfficial,
    href: `/periods/new?holiday=${holiday.id}`,
    there: there ? `/periods/${there.id}` : null,
  }
}

function sourceOf(words: SignedIn['words'], holiday: Holiday): string {
  const { notice } = holiday
  return notice ? words.wizard.source(notice.title, notice.number ?? '', notice.published) : basisOf(words, holiday)
}

function daysIn({ from, to }: Holiday): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
}
