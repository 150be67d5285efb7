import type { Request, Response } from 'express'
import { editBook, saveEntry } from '../../actions/edit-book.ts'
import { isOffice } from '../../domain/authority.ts'
import type { Book, BookFile, Person } from '../../domain/book/book.ts'
import { showConfirm } from '../desk/confirm-view.ts'
import { fieldMaker, type Values } from '../desk/form-view.ts'
import { peopleToChoose, personChoice } from '../desk/keeping.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import type { MyShift } from '../duty/my-shifts.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import { keptPerson } from './person.ts'

/**
 * `/people/:id/disable`: somebody with shifts to come is refused until another takes them, or until it is confirmed
 * that they may stay empty. `POST /people/:id/enable` takes it back.
 */
export const personDisabling: Screen = (router, room) => {
  router.get('/people/:id/disable', async (req, res) => {
    const person = keptPerson(room, req, req.params.id)
    if (!person || person.disabled) return showMissing(room, req, res)
    await view(room, req, res, { person, values: {}, errors: [] })
  })
  router.post('/people/:id/disable', async (req, res) => {
    const person = keptPerson(room, req, req.params.id)
    if (!person || person.disabled) return showMissing(room, req, res)
    await submit(room, req, res, person)
  })
  router.post('/people/:id/enable', async (req, res) => {
    const person = keptPerson(room, req, req.params.id)
    if (!person?.disabled) return showMissing(room, req, res)
    const reader = signedInReader(req)
    const { disabled: _disabled, ...active } = person
    await saveEntry(room.deps, editorOf(reader), 'people', active, reader.now)
    await seeOther(req, res, `/people/${person.id}`, reader.words.people.enabled(person.name))
  })
}

async function submit(room: Room, req: Request, res: Response, person: Person): Promise<void> {
  const reader = signedInReader(req)
  const book = room.deps.book.current()
  const { replacement = '', empty = '' } = fieldsOf(req)
  const values = { replacement, empty }
  const errors = validate(book, reader, person, values)
  if (errors.length > 0) return view(room, req, res, { person, values, errors })
  const ids = new Set(comingShifts(book, reader, person).map(({ id }) => id))
  const edited = await editBook(
    room.deps,
    editorOf(reader),
    (file) => withoutPerson(file, person.id, { ids, replacement }),
    reader.now,
  )
  if (!edited.ok) return view(room, req, res, { person, values, errors: refusals(edited, reader, []) })
  await room.deps.log.sessions.destroyOf(person.id)
  await seeOther(req, res, `/people/${person.id}`, reader.words.people.disabled(person.name))
}

function withoutPerson(
  file: BookFile,
  personId: string,
  { ids, replacement }: { ids: ReadonlySet<string>; replacement: string },
): BookFile {
  const people = (file.people ?? []).map((person) => (person.id === personId ? { ...person, disabled: true } : person))
  if (replacement === '') return { ...file, people }
  const shifts = (file.shifts ?? []).map((shift) => (ids.has(shift.id) ? { ...shift, personId: replacement } : shift))
  return { ...file, people, shifts }
}

function validate(
  book: Book,
  reader: SignedIn,
  person: Person,
  { replacement = '', empty = '' }: Values,
): FieldError[] {
  const { people: say, desk } = reader.words
  const others = book.settings.officePersonIds.filter(
    (id) => id !== person.id && book.people.get(id)?.disabled !== true,
  )
  if (isOffice(book, person.id) && others.length === 0) return [{ field: '', text: say.lastOffice }]
  const coming = comingShifts(book, reader, person)
  if (replacement !== '') {
    const isKnown = candidates(book, reader, person).some(({ id }) => id === replacement)
    return isKnown ? [] : [{ field: 'replacement', text: desk.notInList }]
  }
  return coming.length > 0 && empty !== 'yes'
    ? [{ field: 'replacement', text: say.needsReplacement(coming.length) }]
    : []
}

function comingShifts(book: Book, { now }: SignedIn, person: Person): MyShift[] {
  return [...book.shiftsBySite.values()].flat().filter(({ personId, toAt }) => personId === person.id && toAt > now)
}

/** Drafts count as well: a roster must not be published on somebody who has left. */
function candidates(book: Book, reader: SignedIn, person: Person): Person[] {
  return peopleToChoose(book, reader).filter(({ id }) => id !== person.id)
}

function view(
  room: Room,
  req: Request,
  res: Response,
  { person, values, errors }: { person: Person; values: Values; errors: readonly FieldError[] },
): Promise<void> {
  const reader = signedInReader(req)
  const { words, format } = reader
  const say = words.people
  const book = room.deps.book.current()
  const coming = comingShifts(book, reader, person)
  const standing = [...book.sites.values()].filter(
    ({ leadPersonId, contactPersonIds = [] }) => leadPersonId === person.id || contactPersonIds.includes(person.id),
  )
  const make = fieldMaker(values, errors)
  const choices = [
    { value: '', label: words.desk.none },
    ...candidates(book, reader, person).map((one) => personChoice(book, one)),
  ]
  const page = {
    title: say.disableTitle(person.name),
    lede: coming.length > 0 ? say.disableShifts(coming.length) : say.disableText,
    list: [
      {
        heading: say.comingShifts,
        lines: coming.map((shift) => ({
          text: `${format.moment(shift.fromAt)} ${book.sites.get(shift.siteId)?.name ?? ''} ${words.watch.role[shift.role]}`,
          href: shift.periodId ? `/periods/${shift.periodId}?site=${shift.siteId}` : `/sites/${shift.siteId}`,
        })),
      },
      { heading: say.standingAt, lines: standing.map((site) => ({ text: site.name, href: `/sites/${site.id}` })) },
    ].filter(({ lines }) => lines.length > 0),
    action: `/people/${person.id}/disable`,
    button: say.disable,
    isPossible: true,
    back: { href: `/people/${person.id}`, label: words.desk.back },
    fields:
      coming.length === 0
        ? []
        : [
            make.select('replacement', { label: say.replacement }, choices),
            make.checks('empty', { label: say.orLeaveEmpty }, [{ value: 'yes', label: say.leaveEmpty }]),
          ],
  }
  return showConfirm(room, req, res, page, { nav: 'people', errors })
}
