import type { Request } from 'express'
import type { Person, Unit } from '../../domain/book/book.ts'
import { rankFields, rankValues, readRanks, typedRanks } from '../desk/channel-ranks.ts'
import { type FieldView, fieldMaker, type Values } from '../desk/form-view.ts'
import { personChoice } from '../desk/keeping.ts'
import { readClocks } from '../desk/moments.ts'
import { type FieldError, fieldsOf, valuesOf as manyOf } from '../form.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'

const typedNames = ['name', 'shiftStartsAt', 'staffChangesAt', 'leadPoolIds', 'staffPoolIds'] as const
/** What an error can stand at. */
export const unitFieldNames = [...typedNames, 'channels'] as const
const poolNames = ['leadPoolIds', 'staffPoolIds'] as const

/** A unit as its form shows it. */
export function unitValues(unit: Unit | null): Values {
  return {
    name: unit?.name ?? '',
    shiftStartsAt: unit?.shiftStartsAt ?? '',
    staffChangesAt: (unit?.staffChangesAt ?? []).join(', '),
    leadPoolIds: (unit?.leadPoolIds ?? []).join(','),
    staffPoolIds: (unit?.staffPoolIds ?? []).join(','),
    ...rankValues(unit?.channels),
  }
}

/** What was typed, ready to be shown again. */
export function readUnitForm(req: Request): Values {
  const typed = fieldsOf(req)
  const values = Object.fromEntries(typedNames.map((name) => [name, (typed[name] ?? '').trim()]))
  return {
    ...values,
    ...typedRanks(typed),
    ...Object.fromEntries(poolNames.map((name) => [name, manyOf(req, name).join(',')])),
  }
}

/** A clean unit, or everything that is wrong; what the form does not show is kept from `before`. */
export function readUnit(
  { deps }: Room,
  { words }: SignedIn,
  values: Values,
  before: Unit | { id: string },
): { unit: Unit; errors: FieldError[] } {
  const errors: FieldError[] = []
  const [starts, changes] = ['shiftStartsAt', 'staffChangesAt'].map((name) => readClocks(values[name] ?? ''))
  if (!starts || starts.length > 1) errors.push({ field: 'shiftStartsAt', text: words.desk.clockBad })
  if (!changes) errors.push({ field: 'staffChangesAt', text: words.desk.clockBad })
  const {
    shiftStartsAt: _s,
    staffChangesAt: _c,
    leadPoolIds: _l,
    staffPoolIds: _p,
    channels: listed,
    ...kept
  } = { name: '', ...before } as Unit // each of these is made anew below
  const unit: Unit = { ...kept, name: values['name'] ?? '' }
  if (starts?.[0]) unit.shiftStartsAt = starts[0]
  if (changes && changes.length > 0) unit.staffChangesAt = changes
  const ranks = readRanks(values, listed, { channels: deps.channels, words })
  errors.push(...ranks.errors)
  if (ranks.channels.length > 0) unit.channels = ranks.channels
  for (const name of poolNames) {
    const ids = (values[name] ?? '').split(',').filter(Boolean)
    if (ids.some((id) => !deps.book.current().people.has(id))) errors.push({ field: name, text: words.desk.notInList })
    else if (ids.length > 0) unit[name] = ids
  }
  return { unit, errors }
}

/** The fields of a unit. Pools are offered once it has people; whoever is in one already is offered too. */
export function unitFields(
  { deps }: Room,
  { words }: SignedIn,
  { unit, values, errors }: { unit: Unit | null; values: Values; errors: readonly FieldError[] },
): FieldView[] {
  const say = words.units
  const book = deps.book.current()
  const make = fieldMaker(values, errors)
  const chosen = new Set(poolNames.flatMap((name) => (values[name] ?? '').split(',')))
  const people = [...book.people.values()].filter(
    ({ id, unitId, disabled }) => chosen.has(id) || (!disabled && unit !== null && unitId === unit.id),
  )
  const isOwn = ({ unitId }: Person) => unit !== null && unitId === unit.id
  const choices = people.map((person) =>
    isOwn(person)
      ? { value: person.id, label: [person.name, person.position].filter(Boolean).join(' · ') }
      : personChoice(book, person),
  )
  return [
    make.input('name', { label: say.column.name, hint: say.nameHint }),
    make.input('shiftStartsAt', { label: say.shiftStartsAt, hint: say.shiftStartsAtHint(book.settings.shiftStartsAt) }),
    make.input('staffChangesAt', { label: say.staffChangesAt, hint: say.staffChangesAtHint }),
    ...rankFields(values, errors, { channels: deps.channels, words, hint: words.channels.ofUnit }),
    ...(choices.length > 0
      ? [
          make.checks('leadPoolIds', { label: say.leadPool, hint: say.poolHint }, choices),
          make.checks('staffPoolIds', { label: say.staffPool, hint: say.poolHint }, choices),
        ]
      : []),
  ]
}
