import type { Request, Response } from 'express'
import { saveEntry } from '../../actions/edit-book.ts'
import { drawId } from '../../actions/new-id.ts'
import type { Book, Person } from '../../domain/book/book.ts'
import { languages } from '../../domain/language.ts'
import { isMobile } from '../../domain/phone-form.ts'
import { fieldMaker, showForm, type Values } from '../desk/form-view.ts'
import { keptUnits } from '../desk/keeping.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { readMobile } from '../door/mobile-field.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { isLanguage, type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import { languageNames, type Words } from '../words.ts'
import { leaveText, readLeave } from './leave-lines.ts'
import { keptPerson } from './person.ts'

const fieldNames = ['name', 'unitId', 'position', 'mobile', 'landline', 'language', 'noNight', 'leave'] as const

/** `/people/new` and `/people/:id/edit`: the office for everybody, a lead for the people of their unit. */
export const personForms: Screen = (router, room) => {
  router.get('/people/new', async (req, res) => {
    if (!keepsAnybody(room, req)) return showMissing(room, req, res)
    await view(room, req, res, { person: null, values: {}, errors: [] })
  })
  router.post('/people/new', async (req, res) => {
    if (!keepsAnybody(room, req)) return showMissing(room, req, res)
    await submit(room, req, res, null)
  })
  router.get('/people/:id/edit', async (req, res) => {
    const person = keptPerson(room, req, req.params.id)
    if (!person) return showMissing(room, req, res)
    await view(room, req, res, { person, values: valuesOf(person, signedInReader(req).words), errors: [] })
  })
  router.post('/people/:id/edit', async (req, res) => {
    const person = keptPerson(room, req, req.params.id)
    if (!person) return showMissing(room, req, res)
    await submit(room, req, res, person)
  })
}

function keepsAnybody(room: Room, req: Request): boolean {
  const reader = signedInReader(req)
  return reader.isOffice || keptUnits(room.deps.book.current(), reader).length > 0
}

function valuesOf(person: Person, words: Words): Values {
  const { name, unitId = '', position = '', mobile = '', landline = '', language = '', noNight, leave } = person
  return {
    ...{ name, unitId, position, mobile: mobile.replace(/^\+86/, ''), landline, language },
    noNight: noNight ? 'yes' : '',
    leave: leaveText(leave ?? [], words),
  }
}

async function submit(room: Room, req: Request, res: Response, before: Person | null): Promise<void> {
  const reader = signedInReader(req)
  const typed = fieldsOf(req)
  const values = Object.fromEntries(fieldNames.map((name) => [name, (typed[name] ?? '').trim()]))
  const { person, errors } = validate(
    room.deps.book.current(),
    reader,
    values,
    before ?? { id: drawId(room.deps, 'p') },
  )
  if (errors.length > 0) return view(room, req, res, { person: before, values, errors })
  const edited = await saveEntry(room.deps, editorOf(reader), 'people', person, reader.now)
  if (!edited.ok) return view(room, req, res, { person: before, values, errors: refusals(edited, reader, fieldNames) })
  const { saved, added } = reader.words.people
  await seeOther(req, res, `/people/${person.id}`, before ? saved(person.name) : added(person.name))
}

/** A number typed as 11 digits is kept as E.164; a lead's people stay in units that the lead keeps. */
function validate(
  book: Book,
  reader: SignedIn,
  values: Values,
  before: { id: string; disabled?: boolean },
): { person: Person; errors: FieldError[] } {
  const { words } = reader
  const { name = '', unitId = '', position = '', mobile = '', landline = '', language = '' } = values
  const errors: FieldError[] = []
  if (name === '') errors.push({ field: 'name', text: words.door.nameMissing })
  const isKeptUnit = keptUnits(book, reader).some(({ id }) => id === unitId)
  if (!isKeptUnit && !(unitId === '' && reader.isOffice)) errors.push({ field: 'unitId', text: words.desk.notInList })
  const read = mobile === '' || isMobile(mobile) ? { e164: mobile } : readMobile(mobile, words)
  if ('field' in read) errors.push(read)
  const e164 = 'e164' in read ? read.e164 : ''
  const leave = readLeave(values['leave'] ?? '', words)
  errors.push(...leave.errors)
  const person: Person = {
    id: before.id,
    name,
    ...(unitId ? { unitId } : {}),
    ...(position ? { position } : {}),
    ...(e164 ? { mobile: e164 } : {}),
    ...(landline ? { landline } : {}),
    ...(isLanguage(language) ? { language } : {}),
    ...(values['noNight'] === 'yes' ? { noNight: true } : {}),
    ...(leave.leave.length > 0 ? { leave: leave.leave } : {}),
    ...(before.disabled ? { disabled: true } : {}),
  }
  return { person, errors }
}

function view(
  room: Room,
  req: Request,
  res: Response,
  { person, values, errors }: { person: Person | null; values: Values; errors: readonly FieldError[] },
): Promise<void> {
  const reader = signedInReader(req)
  const { words } = reader
  const say = words.people
  const make = fieldMaker(values, errors)
  const units = keptUnits(room.deps.book.current(), reader).map(({ id, name }) => ({ value: id, label: name }))
  const none = { value: '', label: words.desk.none }
  const form = {
    title: person ? say.editTitle(person.name) : say.addTitle,
    lede: '',
    back: { href: person ? `/people/${person.id}` : '/people', label: words.desk.back },
    action: person ? `/people/${person.id}/edit` : '/people/new',
    save: words.desk.save,
    fields: [
      make.input('name', { label: say.field.name }),
      make.select('unitId', { label: say.field.unit }, reader.isOffice ? [none, ...units] : units),
      make.input('position', { label: say.field.position }),
      make.input('mobile', { label: say.field.mobile, hint: say.mobileHint, kind: 'tel' }),
      make.input('landline', { label: say.field.landline, hint: say.landlineHint, kind: 'tel' }),
      make.select('language', { label: say.field.language, hint: say.languageHint }, [
        { value: '', label: say.bookLanguage },
        ...languages.map((language) => ({ value: language, label: languageNames[language] })),
      ]),
      make.checks('noNight', { label: say.field.noNight }, [{ value: 'yes', label: say.noNightYes }]),
      make.input('leave', { label: say.field.leave, hint: say.leaveHint, kind: 'area' }),
    ],
    danger: person && !person.disabled ? { href: `/people/${person.id}/disable`, label: say.disable } : null,
  }
  return showForm(room, req, res, form, { errors, nav: 'people' })
}
