import type { Request, Response } from 'express'
import { editBook } from '../../actions/edit-book.ts'
import { drawId } from '../../actions/new-id.ts'
import type { Book, BookFile, Period } from '../../domain/book/book.ts'
import { withEntry } from '../../domain/book/book-change.ts'
import type { Holiday } from '../../domain/calendar.ts'
import { addDays, instantOf, isoOf, momentOn } from '../../domain/instant.ts'
import { plainNote } from '../../domain/plain-note.ts'
import { dutyWindow } from '../../domain/roster/window.ts'
import { fieldMaker, showForm, type Values } from '../desk/form-view.ts'
import { readDate, readMoment } from '../desk/moments.ts'
import { queryText } from '../desk/register-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { basisOf } from '../duty/offers.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type Reader, type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import { calendarOf, findHoliday } from './calendar.ts'
import { officePeriod } from './periods.ts'

/** Longer than any name may be, so that the book says what is wrong with it. */
const longestField = 200
const fieldNames = ['name', 'from', 'to', 'startsAt', 'endsAt', 'isSensitive'] as const

/** `/periods/new?holiday=` or `?dates=free`, and `/periods/:id/edit`: name, days and duty window. The office only. */
export const periodForms: Screen = (router, room) => {
  router.get('/periods/new', async (req, res, next) => {
    const reader = signedInReader(req)
    if (!reader.isOffice) return showMissing(room, req, res)
    const holiday = findHoliday(calendarOf(room.deps), queryText(req, 'holiday'))
    if (!holiday && queryText(req, 'dates') === null) return next()
    await view(room, req, res, {
      period: null,
      holiday,
      values: holiday ? valuesOfHoliday(room, reader, holiday) : {},
      errors: [],
    })
  })
  router.post('/periods/new', async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    await submit(room, req, res, null)
  })
  router.get('/periods/:id/edit', async (req, res) => {
    const period = officePeriod(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    const values = valuesOfPeriod(room.deps.book.current(), period)
    await view(room, req, res, { period, holiday: null, values, errors: [] })
  })
  router.post('/periods/:id/edit', async (req, res) => {
    const period = officePeriod(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await submit(room, req, res, period)
  })
}

/** The holiday with its duty window: from the close of the last workday to the opening of the next. */
function valuesOfHoliday(room: Room, { language }: Reader, holiday: Holiday): Values {
  const { settings } = room.deps.book.current()
  const { id, nameZh, nameEn, from, to } = holiday
  const { fromAt, toAt } = dutyWindow(calendarOf(room.deps), holiday, settings)
  const window = { startsAt: localOf(fromAt, settings.timezone), endsAt: localOf(toAt, settings.timezone) }
  return { id, name: language === 'en' ? nameEn : nameZh, from, to, ...window }
}

function valuesOfPeriod({ settings }: Book, { name, from, to, startsAt, endsAt, isSensitive }: Period): Values {
  const local = (iso: string | undefined) => (iso ? localOf(instantOf(iso, settings.timezone), settings.timezone) : '')
  return { name, from, to, startsAt: local(startsAt), endsAt: local(endsAt), isSensitive: isSensitive ? 'yes' : '' }
}

function localOf(at: number, zone: string): string {
  return isoOf(at, zone).slice(0, 16)
}

async function submit(room: Room, req: Request, res: Response, before: Period | null): Promise<void> {
  const reader = signedInReader(req)
  const fields = fieldsOf(req)
  const values: Values = {
    ...Object.fromEntries(
      fieldNames.map((name) => [name, plainNote(fields[name] ?? '', longestField).replaceAll('\n', ' ')]),
    ),
    id: fields['id'] ?? '',
  }
  const book = room.deps.book.current()
  const holiday = before ? null : findHoliday(calendarOf(room.deps), values['id'] ?? '')
  const { window, errors } = validate(book, values, reader)
  if (errors.length > 0) return view(room, req, res, { period: before, holiday, values, errors })
  const isFree = holiday !== null && !book.periods.has(holiday.id)
  const id = before?.id ?? (isFree ? holiday.id : drawId(room.deps, 'd'))
  const typed = {
    name: values['name'] ?? '',
    from: values['from'] ?? '',
    to: values['to'] ?? '',
    ...window,
    ...(values['isSensitive'] ? { isSensitive: true } : {}),
    ...(holiday ? { basis: basisOf(reader.words, holiday) } : {}),
  }
  const saved = await savePeriod(room, reader, { id, isNew: before === null, typed, values })
  if (saved.length > 0) return view(room, req, res, { period: before, holiday, values, errors: saved })
  const { roster: say } = reader.words
  await seeOther(req, res, `/periods/${id}`, before ? say.saved : say.made(typed.name))
}

type Typed = Omit<Period, 'id' | 'state'>

/** Why it was not saved. What is judged is the period as it is then: it may have been published or removed meanwhile. */
async function savePeriod(
  { deps }: Room,
  reader: SignedIn,
  { id, isNew, typed, values }: { id: string; isNew: boolean; typed: Typed; values: Values },
): Promise<FieldError[]> {
  const { roster: say, grid } = reader.words
  let errors: FieldError[] = []
  const edit = (file: BookFile): BookFile => {
    const old = file.periods?.find((period) => period.id === id)
    errors = []
    if (!old && !isNew) errors.push({ field: '', text: grid.gone })
    // The days of a published roster carry its coverage: they are changed in a draft, and published again.
    else if (old?.state === 'published' && isMoved(deps.book.current(), old, values))
      errors.push({ field: 'from', text: say.datesPublished })
    if (errors.length > 0) return file
    const { startsAt: _s, endsAt: _e, isSensitive: _i, ...kept } = old ?? { id, state: 'draft' as const }
    return withEntry(file, 'periods', { ...kept, ...typed })
  }
  const edited = await editBook(deps, editorOf(reader), edit, reader.now)
  return [...errors, ...refusals(edited, reader, fieldNames)]
}

function isMoved(book: Book, before: Period, values: Values): boolean {
  const old = valuesOfPeriod(book, before)
  return ['from', 'to', 'startsAt', 'endsAt', 'isSensitive'].some((name) => (old[name] ?? '') !== (values[name] ?? ''))
}

/** A window may open this long before the first day and close this long after the last: a weekend, and some. */
const widestDays = 10

function validate(
  { settings: { timezone: zone } }: Book,
  { name = '', from = '', to = '', startsAt = '', endsAt = '' }: Values,
  { words }: Reader,
): { window: Pick<Period, 'startsAt' | 'endsAt'>; errors: FieldError[] } {
  const { desk, roster: say } = words
  const errors: FieldError[] = []
  if (name === '') errors.push({ field: 'name', text: say.nameMissing })
  if (readDate(from) === null) errors.push({ field: 'from', text: desk.dateBad })
  if (readDate(to) === null) errors.push({ field: 'to', text: desk.dateBad })
  const [start, end] = [readMoment(startsAt, zone), readMoment(endsAt, zone)]
  if (startsAt !== '' && start === null) errors.push({ field: 'startsAt', text: desk.momentBad })
  if (endsAt !== '' && end === null) errors.push({ field: 'endsAt', text: desk.momentBad })
  if (errors.length > 0) return { window: {}, errors }
  if (to < from) errors.push({ field: 'to', text: desk.reversed(to, from) })
  else {
    const earliest = momentOn(addDays(from, -widestDays), '00:00', zone)
    const latest = momentOn(addDays(to, widestDays), '00:00', zone)
    const opens = start ?? momentOn(from, '00:00', zone)
    const closes = end ?? momentOn(addDays(to, 1), '00:00', zone)
    if (closes <= opens) errors.push({ field: 'endsAt', text: desk.reversed(endsAt || to, startsAt || from) })
    if (opens < earliest || closes > latest) errors.push({ field: 'startsAt', text: say.windowFar(widestDays) })
  }
  return {
    window: {
      ...(start === null ? {} : { startsAt: isoOf(start, zone) }),
      ...(end === null ? {} : { endsAt: isoOf(end, zone) }),
    },
    errors,
  }
}

type Shown = { period: Period | null; holiday: Holiday | null; values: Values; errors: readonly FieldError[] }

function view(room: Room, req: Request, res: Response, { period, holiday, values, errors }: Shown): Promise<void> {
  const { words } = signedInReader(req)
  const say = words.roster
  const make = fieldMaker(values, errors)
  const { sensitiveStaff } = room.deps.book.current().settings
  const back = period ? `/periods/${period.id}` : '/periods/new'
  const form = {
    title: period ? say.editTitle(period.name) : say.addTitle,
    lede: holiday
      ? `${basisOf(words, holiday)}${holiday.isOfficial ? '' : say.provisionalAsk}`
      : period
        ? ''
        : say.freeDates,
    back: { href: back, label: words.desk.back },
    action: period ? `/periods/${period.id}/edit` : '/periods/new',
    save: words.desk.save,
    fields: [
      make.input('name', { label: say.column.name, hint: say.nameHint }),
      make.input('from', { label: say.column.from, kind: 'date' }),
      make.input('to', { label: say.column.to, kind: 'date' }),
      make.input('startsAt', { label: say.windowFrom, hint: say.windowFromHint, kind: 'moment' }),
      make.input('endsAt', { label: say.windowTo, hint: say.windowToHint, kind: 'moment' }),
      make.checks('isSensitive', { label: say.sensitive, hint: say.sensitiveHint(sensitiveStaff) }, [
        { value: 'yes', label: say.sensitiveYes(sensitiveStaff) },
      ]),
    ],
    hidden: holiday ? [{ name: 'id', value: holiday.id }] : [],
    danger: period ? { href: `/periods/${period.id}/remove`, label: say.remove } : null,
  }
  return showForm(room, req, res, form, { errors, nav: 'duty' })
}
