import type { Request, Response } from 'express'
import { editBook } from '../../actions/edit-book.ts'
import { holidayYearSchema } from '../../domain/book/book-schema.ts'
import { type HolidayYear, holidaysOf } from '../../domain/calendar.ts'
import { type EnteredNotice, type NoticeProblem, noticeProblems, yearOf } from '../../domain/holiday-notice.ts'
import { fieldMaker, type Values } from '../desk/form-view.ts'
import { readDate } from '../desk/moments.ts'
import { queryText } from '../desk/register-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import type { FieldError } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { readParts, takeUpload } from '../settings/upload.ts'
import { seeOther, showPage } from '../show.ts'
import { calendarOf } from './calendar.ts'

const fieldNames = [
  'title',
  'number',
  'published',
  'midAutumnFrom',
  'midAutumnTo',
  'midAutumnDay',
  'nationalFrom',
  'nationalTo',
  'workdays',
] as const

/** `/periods/notice?year=`: the State Council's notice, copied into a form or brought as a JSON file. The office only. */
export const notice: Screen = (router, room) => {
  router.get('/periods/notice', async (req, res) => {
    const year = yearAsked(req)
    if (!signedInReader(req).isOffice || year === null) return showMissing(room, req, res)
    await view(room, req, res, { year, values: knownValues(room, year), errors: [] })
  })
  router.post('/periods/notice', takeUpload, async (req, res) => {
    const year = yearAsked(req)
    if (!signedInReader(req).isOffice || year === null) return showMissing(room, req, res)
    await submit(room, req, res, year)
  })
}

function yearAsked(req: Request): number | null {
  const year = Number(queryText(req, 'year') ?? '')
  return Number.isInteger(year) && year >= 2000 && year <= 2100 ? year : null
}

/** What is known of the year already, official or not: the spans of the standing rule are a good start. */
function knownValues(room: Room, year: number): Values {
  const data = calendarOf(room.deps)
  const holidays = holidaysOf(data, year)
  const national = holidays.find(({ id }) => id.includes('national'))
  const autumn = holidays.find(({ id }) => id.includes('autumn'))
  const { title = '', number = '', published = '' } = data.years[String(year)]?.notice ?? {}
  return {
    title: title || `国务院办公厅关于${year}年部分节假日安排的通知`,
    number: number ?? '',
    published,
    midAutumnFrom: autumn?.from ?? '',
    // Of two that are announced as one, each is given the whole: what is saved unchanged is what was known.
    midAutumnTo: autumn?.to ?? '',
    midAutumnDay: autumn?.statutory.find((date) => !/-10-0[123]$/.test(date)) ?? '',
    nationalFrom: national?.from ?? `${year}-10-01`,
    nationalTo: national?.to ?? `${year}-10-07`,
    workdays: holidays.flatMap(({ adjustedWorkdays }) => adjustedWorkdays).join('\n'),
  }
}

async function submit(room: Room, req: Request, res: Response, year: number): Promise<void> {
  const reader = signedInReader(req)
  const parts = readParts(req) ?? new Map<string, string>()
  const values: Values = Object.fromEntries(fieldNames.map((name) => [name, (parts.get(name) ?? '').trim()]))
  const json = (parts.get('json') ?? '').trim()
  const { entered, errors } = json === '' ? readForm(reader, year, values) : readJson(reader, year, json)
  if (!entered) return view(room, req, res, { year, values, errors })
  const edited = await editBook(
    room.deps,
    editorOf(reader),
    (file) => ({ ...file, holidayYears: { ...file.holidayYears, [year]: entered } }),
    reader.now,
    { act: 'notice_entered', subject: `calendar/${year}` },
  )
  const refused = refusals(edited, reader, fieldNames)
  if (refused.length > 0) return view(room, req, res, { year, values, errors: refused })
  await seeOther(req, res, `/periods/new?year=${year}`, reader.words.wizard.noticeSaved(year))
}

type Read = { entered: HolidayYear | null; errors: FieldError[] }

function readForm(reader: SignedIn, year: number, values: Values): Read {
  const { wizard: say, desk } = reader.words
  const errors: FieldError[] = []
  const date = (field: string) => {
    const read = readDate(values[field] ?? '')
    if (read === null) errors.push({ field, text: desk.dateBad })
    return read ?? ''
  }
  if (values['title'] === '') errors.push({ field: 'title', text: say.titleMissing })
  const published = date('published')
  const midAutumn = { from: date('midAutumnFrom'), to: date('midAutumnTo'), day: date('midAutumnDay') }
  const nationalDay = { from: date('nationalFrom'), to: date('nationalTo') }
  const typed = (values['workdays'] ?? '').split(/[\s,，、;；]+/u).filter(Boolean)
  const workdays = typed.map((one) => readDate(one))
  if (workdays.includes(null)) errors.push({ field: 'workdays', text: say.workdaysBad })
  if (errors.length > 0) return { entered: null, errors }
  const entered: EnteredNotice = {
    year,
    title: values['title'] ?? '',
    number: values['number'] ?? '',
    published,
    midAutumn,
    nationalDay,
    workdays: workdays.filter((one) => one !== null),
    enteredBy: say.enteredBy(reader.person.name, reader.format.stamp(reader.now).slice(0, 10)),
  }
  const problems = noticeProblems(entered)
  if (problems.length > 0)
    return { entered: null, errors: problems.map((problem) => problemLine(reader, year, problem)) }
  return { entered: yearOf(entered), errors: [] }
}

function problemLine({ words }: SignedIn, year: number, problem: NoticeProblem): FieldError {
  const { wizard: say } = words
  const value = 'value' in problem ? problem.value : ''
  return { field: problem.field, text: say.noticeProblem[problem.problem](value, year) }
}

/** A year as `holidays.json` holds it, or the whole file. */
function readJson({ words }: SignedIn, year: number, text: string): Read {
  const fault = (sentence: string): Read => ({ entered: null, errors: [{ field: 'json', text: sentence }] })
  const raw = parsed(text)
  if (raw === undefined) return fault(words.settings.book.notJson)
  const years = typeof raw === 'object' && raw !== null && 'years' in raw ? raw.years : null
  const found =
    typeof years === 'object' && years !== null ? Object.entries(years).find(([key]) => key === String(year))?.[1] : raw
  const read = holidayYearSchema.safeParse(found)
  if (!read.success) return fault(words.wizard.jsonBad(read.error.issues[0]?.path.join('.') ?? ''))
  const isOther = read.data.holidays.some(({ start }) => !start.startsWith(`${year}-`))
  // The schema proved every field that the calendar reads; others are kept as they came.
  return isOther ? fault(words.wizard.jsonOtherYear(year)) : { entered: read.data as HolidayYear, errors: [] }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined // no JSON is the answer; the page says so
  }
}

type Shown = { year: number; values: Values; errors: readonly FieldError[] }

function view(room: Room, req: Request, res: Response, { year, values, errors }: Shown): Promise<void> {
  const { words } = signedInReader(req)
  const { wizard: say } = words
  const make = fieldMaker(values, errors)
  const day = (name: string, label: string, hint = '') => make.input(name, { label, hint, kind: 'date' })
  return showPage(room, req, res, {
    template: 'roster/notice',
    title: say.noticeTitle(year),
    nav: 'duty',
    status: errors.length > 0 ? 422 : 200,
    view: {
      year,
      errors,
      jsonError: errors.find(({ field }) => field === 'json')?.text ?? '',
      fields: [
        make.input('title', { label: say.noticeName }),
        make.input('number', { label: say.noticeNumber, hint: say.noticeNumberHint }),
        day('published', say.noticePublished),
        day('midAutumnFrom', say.midAutumnFrom),
        day('midAutumnTo', say.midAutumnTo),
        day('midAutumnDay', say.midAutumnDay, say.midAutumnDayHint),
        day('nationalFrom', say.nationalFrom),
        day('nationalTo', say.nationalTo),
        make.input('workdays', { label: say.adjusted, hint: say.workdaysHint, kind: 'area' }),
      ],
    },
  })
}
