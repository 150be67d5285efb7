import type { Request, Response } from 'express'
import { saveEntry } from '../../actions/edit-book.ts'
import { drawId } from '../../actions/new-id.ts'
import type { Person } from '../../domain/book/book.ts'
import { showForm, type Values } from '../desk/form-view.ts'
import { keptUnits } from '../desk/keeping.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import type { FieldError } from '../form.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import { keptPerson } from './person.ts'
import { personFieldNames, personFields, personValues, readPerson, readPersonForm } from './person-fields.ts'

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
    await view(room, req, res, { person, values: personValues(person, signedInReader(req).words), errors: [] })
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

async function submit(room: Room, req: Request, res: Response, before: Person | null): Promise<void> {
  const reader = signedInReader(req)
  const values = readPersonForm(req)
  const { person, errors } = readPerson(room, reader, values, before ?? { id: drawId(room.deps, 'p') })
  if (errors.length > 0) return view(room, req, res, { person: before, values, errors })
  const edited = await saveEntry(room.deps, editorOf(reader), 'people', person, reader.now)
  const refused = refusals(edited, reader, personFieldNames)
  if (refused.length > 0) return view(room, req, res, { person: before, values, errors: refused })
  const { saved, added } = reader.words.people
  await seeOther(req, res, `/people/${person.id}`, before ? saved(person.name) : added(person.name))
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
  const form = {
    title: person ? say.editTitle(person.name) : say.addTitle,
    lede: '',
    back: { href: person ? `/people/${person.id}` : '/people', label: words.desk.back },
    action: person ? `/people/${person.id}/edit` : '/people/new',
    save: words.desk.save,
    fields: personFields(room, reader, { values, errors }),
    danger: person && !person.disabled ? { href: `/people/${person.id}/disable`, label: say.disable } : null,
  }
  return showForm(room, req, res, form, { errors, nav: 'people' })
}
