import type { Request, Response } from 'express'
import { drawId } from '../../actions/new-id.ts'
import type { Book, Period, Role, Shift } from '../../domain/book.ts'
import { withEntry } from '../../domain/book-change.ts'
import { uncovered } from '../../domain/coverage.ts'
import { addDays, daysBetween, isoOf, momentOn } from '../../domain/instant.ts'
import { fieldMaker, showForm, type Values } from '../desk/form-view.ts'
import { peopleToChoose, personChoice } from '../desk/keeping.ts'
import { readDate } from '../desk/moments.ts'
import { refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import { periodOf } from './periods.ts'
import { changeShifts } from './publish.ts'
import { sitesToChoose } from './shift-form.ts'

const fieldNames = ['siteId', 'role', 'person1', 'person2', 'person3', 'from', 'to'] as const
type Plan = { siteId: string; role: Role; people: readonly string[]; from: string; to: string }

/** `/periods/:id/fill`: one site and role over a range of days; several people take turns. Filled days are kept. */
export const fill: Screen = (router, room) => {
  router.get('/periods/:id/fill', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await view(room, req, res, period, { role: 'staff', from: period.from, to: period.to }, [])
  })
  router.post('/periods/:id/fill', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await submit(room, req, res, period)
  })
}

async function submit(room: Room, req: Request, res: Response, period: Period): Promise<void> {
  const reader = signedInReader(req)
  const typed = fieldsOf(req)
  const values = Object.fromEntries(fieldNames.map((name) => [name, typed[name] ?? '']))
  const { plan, errors } = validate(room.deps.book.current(), reader, values)
  if (!plan) return view(room, req, res, period, values, errors)
  const shifts = filling(room.deps.book.current(), period, plan, () => drawId(room.deps, 'x'))
  const edit = (file: Book['file']) => shifts.reduce((next, shift) => withEntry(next, 'shifts', shift), file)
  const { edited } = await changeShifts(room, reader, period.id, edit)
  if (!edited.ok) return view(room, req, res, period, values, refusals(edited, reader, fieldNames))
  await seeOther(req, res, `/periods/${period.id}`, reader.words.roster.filled(shifts.length))
}

/** One shift for each day of the range that has nobody for its whole length; the people take turns by the day. */
export function filling(book: Book, period: Period, plan: Plan, newId: () => string): Shift[] {
  const { shiftStartsAt, timezone } = book.settings
  const there = (book.shiftsBySite.get(plan.siteId) ?? []).filter(
    ({ role, periodId }) => role === plan.role && periodId === period.id,
  )
  return daysBetween(plan.from, plan.to).flatMap((date, index): Shift[] => {
    const span = {
      fromAt: momentOn(date, shiftStartsAt, timezone),
      toAt: momentOn(addDays(date, 1), shiftStartsAt, timezone),
    }
    const isEmpty = uncovered(there, span).some(({ fromAt, toAt }) => fromAt === span.fromAt && toAt === span.toAt)
    const personId = plan.people[index % plan.people.length]
    if (!isEmpty || personId === undefined) return []
    const { siteId, role } = plan
    return [
      {
        id: newId(),
        periodId: period.id,
        siteId,
        role,
        personId,
        from: isoOf(span.fromAt, timezone),
        to: isoOf(span.toAt, timezone),
      },
    ]
  })
}

function validate(book: Book, reader: SignedIn, values: Values): { plan: Plan | null; errors: FieldError[] } {
  const { desk, roster: say } = reader.words
  const { siteId = '', role = '', from = '', to = '' } = values
  const errors: FieldError[] = []
  if (!sitesToChoose(book, reader).some(({ id }) => id === siteId))
    errors.push({ field: 'siteId', text: desk.notInList })
  if (role !== 'lead' && role !== 'staff') errors.push({ field: 'role', text: desk.notInList })
  const people = [values['person1'], values['person2'], values['person3']].filter((id) => id !== undefined && id !== '')
  const known = new Set(peopleToChoose(book, reader).map(({ id }) => id))
  if (people.length === 0) errors.push({ field: 'person1', text: say.personMissing })
  if (people.some((id) => id === undefined || !known.has(id))) errors.push({ field: 'person1', text: desk.notInList })
  errors.push(...dateErrors(from, to, reader))
  if (errors.length > 0 || (role !== 'lead' && role !== 'staff')) return { plan: null, errors }
  return { plan: { siteId, role, people: people.filter((id) => id !== undefined), from, to }, errors }
}

function dateErrors(from: string, to: string, { words }: SignedIn): FieldError[] {
  const { desk, roster: say } = words
  const [first, last] = [readDate(from), readDate(to)]
  const errors: FieldError[] = []
  if (first === null) errors.push({ field: 'from', text: desk.dateBad })
  if (last === null) errors.push({ field: 'to', text: desk.dateBad })
  if (first === null || last === null) return errors
  if (last < first) return [{ field: 'to', text: desk.reversed(last, first) }]
  return last > addDays(first, mostDays - 1) ? [{ field: 'to', text: say.tooManyDays(mostDays) }] : []
}
const mostDays = 62

function view(
  room: Room,
  req: Request,
  res: Response,
  period: Period,
  values: Values,
  errors: readonly FieldError[],
): Promise<void> {
  const reader = signedInReader(req)
  const { words } = reader
  const say = words.roster
  const book = room.deps.book.current()
  const make = fieldMaker(values, errors)
  const choose = { value: '', label: words.desk.choose }
  const none = { value: '', label: words.desk.none }
  const people = peopleToChoose(book, reader).map((person) => personChoice(book, person))
  const form = {
    title: say.fillTitle(period.name),
    lede: say.fillLede,
    back: { href: `/periods/${period.id}`, label: words.desk.back },
    action: `/periods/${period.id}/fill`,
    save: say.fillDo,
    fields: [
      make.select('siteId', { label: say.site }, [
        choose,
        ...sitesToChoose(book, reader).map(({ id, name }) => ({ value: id, label: name })),
      ]),
      make.select('role', { label: say.role }, [
        { value: 'lead', label: words.watch.role.lead },
        { value: 'staff', label: words.watch.role.staff },
      ]),
      make.select('person1', { label: say.person, hint: say.turnsHint }, [choose, ...people]),
      make.select('person2', { label: say.turn(2) }, [none, ...people]),
      make.select('person3', { label: say.turn(3) }, [none, ...people]),
      make.input('from', { label: say.column.from, kind: 'date' }),
      make.input('to', { label: say.column.to, kind: 'date' }),
    ],
    danger: null,
  }
  return showForm(room, req, res, form, { errors, nav: 'duty' })
}
