import type { Request, Response } from 'express'
import { editRoster, type RosterInHand } from '../../actions/roster/edit-roster.ts'
import type { Period, Role } from '../../domain/book/book.ts'
import { addDays } from '../../domain/instant.ts'
import { type CellFilling, entriesOf, withCells } from '../../domain/roster/cell.ts'
import type { Placed } from '../../domain/roster/placed.ts'
import { slotsOf } from '../../domain/roster/slots.ts'
import { fieldMaker, showForm, type Values } from '../desk/form-view.ts'
import { keptSites, peopleToChoose, personChoice } from '../desk/keeping.ts'
import { readDate } from '../desk/moments.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import { periodOf } from './periods.ts'

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
  const { plan, errors } = validate(room, reader, values)
  if (!plan) return view(room, req, res, period, values, errors)
  const edited = await editRoster(
    room.deps,
    editorOf(reader),
    { periodId: period.id, what: 'filled', make: (roster) => filled(roster, plan) },
    reader.now,
  )
  if (edited.kind === 'refused') {
    return view(room, req, res, period, values, refusals(edited.edited, reader, fieldNames))
  }
  const count = edited.kind === 'saved' ? edited.changes.length : 0
  await seeOther(req, res, `/periods/${period.id}?site=${plan.siteId}`, reader.words.roster.filled(count))
}

/** The empty slots of the range filled, the people taking turns by the slot. What stands there stays. */
export function filled({ book, period, shifts, newId }: RosterInHand, plan: Plan): readonly Placed[] {
  const { siteId, role, people, from, to } = plan
  const row = shifts.filter((shift) => shift.siteId === siteId)
  const slots = slotsOf(book, period, book.sites.get(siteId) ?? {}, role).filter(
    ({ date }) => from <= date && date <= to,
  )
  const fillings = slots.flatMap((slot, index): CellFilling[] => {
    const cell = { siteId, role, slot }
    const personId = people[index % people.length]
    if (personId === undefined || entriesOf(row, cell).length > 0) return []
    return [{ cell, entries: [{ personId, fromAt: slot.fromAt, toAt: slot.toAt }] }]
  })
  return withCells(shifts, fillings, { periodId: period.id, zone: book.settings.timezone, newId })
}

function validate(room: Room, reader: SignedIn, values: Values): { plan: Plan | null; errors: FieldError[] } {
  const { desk, roster: say } = reader.words
  const book = room.deps.book.current()
  const { siteId = '', role = '', from = '', to = '' } = values
  const errors: FieldError[] = []
  if (!keptSites(room, reader).some(({ id }) => id === siteId)) errors.push({ field: 'siteId', text: desk.notInList })
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
        ...keptSites(room, reader).map(({ id, name }) => ({ value: id, label: name })),
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
