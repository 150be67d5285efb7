import type { Request, Response } from 'express'
import { saveEntry } from '../../actions/edit-book.ts'
import { drawId } from '../../actions/new-id.ts'
import type { Period } from '../../domain/book.ts'
import { type Holiday, holidaysOf, holidayYears } from '../../domain/calendar.ts'
import { fieldMaker, showForm, type Values } from '../desk/form-view.ts'
import { readDate } from '../desk/moments.ts'
import { queryText } from '../desk/register-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { basisOf } from '../duty/offers.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type Reader, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import { officePeriod } from './periods.ts'

/** `/periods/new?holiday=` and `/periods/:id/edit`: from the official calendar, or of any dates. The office only. */
export const periodForms: Screen = (router, room) => {
  router.get('/periods/new', async (req, res) => {
    const reader = signedInReader(req)
    if (!reader.isOffice) return showMissing(room, req, res)
    const holiday = holidayOf(room, queryText(req, 'holiday'))
    await view(room, req, res, {
      period: null,
      holiday,
      values: holiday ? valuesOfHoliday(reader, holiday) : {},
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
    const { name, from, to } = period
    await view(room, req, res, { period, holiday: null, values: { name, from, to }, errors: [] })
  })
  router.post('/periods/:id/edit', async (req, res) => {
    const period = officePeriod(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await submit(room, req, res, period)
  })
}

function holidayOf(room: Room, id: string | null): Holiday | null {
  const { holidays } = room.deps
  const all = holidayYears(holidays).flatMap((year) => holidaysOf(holidays, year))
  return all.find((holiday) => holiday.id === id) ?? null
}

function valuesOfHoliday({ language }: Reader, { id, nameZh, nameEn, from, to }: Holiday): Values {
  return { id, name: language === 'en' ? nameEn : nameZh, from, to }
}

async function submit(room: Room, req: Request, res: Response, before: Period | null): Promise<void> {
  const reader = signedInReader(req)
  const { name = '', from = '', to = '', id = '' } = fieldsOf(req)
  const values = { name: name.trim(), from, to, id }
  const holiday = before ? null : holidayOf(room, id)
  const errors = validate(values, reader)
  // The dates of a published roster carry its coverage: they are changed in a draft, and published again.
  if (before?.state === 'published' && (before.from !== from || before.to !== to)) {
    errors.push({ field: 'from', text: reader.words.roster.datesPublished })
  }
  if (errors.length > 0) return view(room, req, res, { period: before, holiday, values, errors })
  const isFree = holiday !== null && !room.deps.book.current().periods.has(holiday.id)
  const newId = isFree ? holiday.id : drawId(room.deps, 'd')
  const period: Period = { ...(before ?? { id: newId, state: 'draft' }), name: values.name, from, to }
  const edited = await saveEntry(room.deps, editorOf(reader), 'periods', period, reader.now)
  if (!edited.ok)
    return view(room, req, res, {
      period: before,
      holiday,
      values,
      errors: refusals(edited, reader, ['name', 'from', 'to']),
    })
  await seeOther(
    req,
    res,
    `/periods/${period.id}`,
    before ? reader.words.roster.saved : reader.words.roster.made(period.name),
  )
}

function validate({ name = '', from = '', to = '' }: Values, { words }: Reader): FieldError[] {
  const errors: FieldError[] = []
  if (name === '') errors.push({ field: 'name', text: words.roster.nameMissing })
  if (readDate(from) === null) errors.push({ field: 'from', text: words.desk.dateBad })
  if (readDate(to) === null) errors.push({ field: 'to', text: words.desk.dateBad })
  if (errors.length === 0 && to < from) errors.push({ field: 'to', text: words.desk.reversed(to, from) })
  return errors
}

function view(
  room: Room,
  req: Request,
  res: Response,
  {
    period,
    holiday,
    values,
    errors,
  }: { period: Period | null; holiday: Holiday | null; values: Values; errors: readonly FieldError[] },
): Promise<void> {
  const { words } = signedInReader(req)
  const say = words.roster
  const make = fieldMaker(values, errors)
  const form = {
    title: period ? say.editTitle(period.name) : say.addTitle,
    lede: holiday ? basisOf(words, holiday) : say.freeDates,
    back: { href: period ? `/periods/${period.id}` : '/periods', label: words.desk.back },
    action: period ? `/periods/${period.id}/edit` : '/periods/new',
    save: words.desk.save,
    fields: [
      make.input('name', { label: say.column.name, hint: say.nameHint }),
      make.input('from', { label: say.column.from, kind: 'date' }),
      make.input('to', { label: say.column.to, hint: say.toHint, kind: 'date' }),
    ],
    hidden: holiday ? [{ name: 'id', value: holiday.id }] : [],
    danger: period ? { href: `/periods/${period.id}/remove`, label: say.remove } : null,
  }
  return showForm(room, req, res, form, { errors, nav: 'duty' })
}
