import type { Request } from 'express'
import type { Person } from '../../domain/book/book.ts'
import type { ChannelId } from '../../domain/channel.ts'
import { languages } from '../../domain/language.ts'
import { isMobile } from '../../domain/phone-form.ts'
import { rankFields, rankValues, readRanks, typedRanks } from '../desk/channel-ranks.ts'
import { type FieldView, fieldMaker, type Values } from '../desk/form-view.ts'
import { keptUnits } from '../desk/keeping.ts'
import { readMobile } from '../door/mobile-field.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { isLanguage, type SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'
import { languageNames, type Words } from '../words.ts'
import { leaveText, readLeave } from './leave-lines.ts'

const typedNames = [
  'name',
  'unitId',
  'position',
  'mobile',
  'landline',
  'email',
  'language',
  'noNight',
  'leave',
] as const
/** What an error can stand at. */
export const personFieldNames = [...typedNames, 'channels'] as const

/** A person as the form shows them. */
export function personValues(person: Person, words: Words): Values {
  const { name, unitId = '', position = '', mobile = '', landline = '', email = '', language = '' } = person
  return {
    ...{ name, unitId, position, mobile: mobile.replace(/^\+86/, ''), landline, email, language },
    ...rankValues(person.channels),
    noNight: person.noNight ? 'yes' : '',
    leave: leaveText(person.leave ?? [], words),
  }
}

/** What was typed, ready to be shown again. */
export function readPersonForm(req: Request): Values {
  const typed = fieldsOf(req)
  return { ...Object.fromEntries(typedNames.map((name) => [name, (typed[name] ?? '').trim()])), ...typedRanks(typed) }
}

/**
 * A clean person, or everything that is wrong; what the form does not show is kept from `before`. A number typed as
 * 11 digits is kept as E.164; a lead's people stay in units that the lead keeps.
 */
export function readPerson(
  { deps }: Room,
  reader: SignedIn,
  values: Values,
  before: Person | { id: string },
): { person: Person; errors: FieldError[] } {
  const { words } = reader
  const { name = '', unitId = '', position = '', mobile = '', landline = '', email = '', language = '' } = values
  const errors: FieldError[] = []
  if (name === '') errors.push({ field: 'name', text: words.door.nameMissing })
  const isKeptUnit = keptUnits(deps.book.current(), reader).some(({ id }) => id === unitId)
  if (!isKeptUnit && !(unitId === '' && reader.isOffice)) errors.push({ field: 'unitId', text: words.desk.notInList })
  const read = mobile === '' || isMobile(mobile) ? { e164: mobile } : readMobile(mobile, words)
  if ('field' in read) errors.push(read)
  const e164 = 'e164' in read ? read.e164 : ''
  const leave = readLeave(values['leave'] ?? '', words)
  const ranks = readRanks(values, channelsOf(before), { channels: deps.channels, words })
  errors.push(...leave.errors, ...ranks.errors)
  const person: Person = {
    ...unshown(before),
    id: before.id,
    name,
    ...(unitId ? { unitId } : {}),
    ...(position ? { position } : {}),
    ...(e164 ? { mobile: e164 } : {}),
    ...(landline ? { landline } : {}),
    ...(email ? { email } : {}),
    ...(ranks.channels.length > 0 ? { channels: ranks.channels } : {}),
    ...(isLanguage(language) ? { language } : {}),
    ...(values['noNight'] === 'yes' ? { noNight: true } : {}),
    ...(leave.leave.length > 0 ? { leave: leave.leave } : {}),
  }
  return { person, errors }
}

function channelsOf(before: Person | { id: string }): readonly ChannelId[] {
  return 'channels' in before ? (before.channels ?? []) : []
}

/** Whether they have left, and what another program has written into the entry. */
function unshown(before: Person | { id: string }): object {
  const shown = new Set<string>(personFieldNames)
  return Object.fromEntries(Object.entries(before).filter(([name]) => !shown.has(name)))
}

/** The fields of a person. */
export function personFields(
  { deps }: Room,
  reader: SignedIn,
  { values, errors }: { values: Values; errors: readonly FieldError[] },
): FieldView[] {
  const { words } = reader
  const say = words.people
  const make = fieldMaker(values, errors)
  const units = keptUnits(deps.book.current(), reader).map(({ id, name }) => ({ value: id, label: name }))
  const none = { value: '', label: words.desk.none }
  return [
    make.input('name', { label: say.field.name }),
    make.select('unitId', { label: say.field.unit }, reader.isOffice ? [none, ...units] : units),
    make.input('position', { label: say.field.position }),
    make.input('mobile', { label: say.field.mobile, hint: say.mobileHint, kind: 'tel' }),
    make.input('landline', { label: say.field.landline, hint: say.landlineHint, kind: 'tel' }),
    make.input('email', { label: words.channels.email, hint: words.channels.emailHint, kind: 'email' }),
    ...rankFields(values, errors, { channels: deps.channels, words, hint: words.channels.ofPerson }),
    make.select('language', { label: say.field.language, hint: say.languageHint }, [
      { value: '', label: say.bookLanguage },
      ...languages.map((language) => ({ value: language, label: languageNames[language] })),
    ]),
    make.checks('noNight', { label: say.field.noNight }, [{ value: 'yes', label: say.noNightYes }]),
    make.input('leave', { label: say.field.leave, hint: say.leaveHint, kind: 'area' }),
  ]
}
