import type { Request, Response } from 'express'
import type { Edited } from '../../actions/edit-book.ts'
import { drawId } from '../../actions/new-id.ts'
import { setPassword } from '../../actions/people/accounts.ts'
import { shortestPassword } from '../../actions/people/passwords.ts'
import type { Book, Person } from '../../domain/book/book.ts'
import { showMissing } from '../faults.ts'
import { errorLookup, type FieldError, fieldsOf } from '../form.ts'
import { type Reader, readerOf } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { beginSession } from '../sessions.ts'
import { seeOther, showPage } from '../show.ts'
import { readMobile } from './mobile-field.ts'
import { passwordErrors } from './password-field.ts'
import { addFirstPerson, addMobile } from './set-up-book.ts'

/** First page of the set-up, `/set-up/:token`: who is the first administrator. Works while the office has nobody. */
export const setUpWho: Screen = (router, room) => {
  router.get('/set-up/:token', async (req, res) => {
    if (!(await isOpen(room, req.params.token))) return showMissing(room, req, res)
    await view(room, req, res, {}, [])
  })
  router.post('/set-up/:token', async (req, res) => {
    if (!(await isOpen(room, req.params.token))) return showMissing(room, req, res)
    await submit(room, req, res)
  })
}

async function isOpen(room: Room, token: string): Promise<boolean> {
  const open = await room.deps.setUpToken()
  return open !== null && open === token
}

type Fields = Record<string, string>
type Wanted =
  | { kind: 'new'; name: string; mobile: string; unitName: string }
  | { kind: 'known'; person: Person; mobile: string | null }

async function submit(room: Room, req: Request, res: Response): Promise<void> {
  const reader = readerOf(req)
  const fields = fieldsOf(req)
  const { wanted, errors } = validate(room.deps.book.current(), fields, reader)
  if (!wanted) return view(room, req, res, fields, errors)
  const { edited, personId } = await write(room, reader, wanted)
  if (!edited.ok) {
    const where = edited.problems.map(({ path }) => path).join(', ')
    return view(room, req, res, fields, [{ field: 'mobile', text: reader.words.door.notSaved(where) }])
  }
  const editor = { personId, personName: wanted.kind === 'new' ? wanted.name : wanted.person.name, from: reader.from }
  await setPassword(room.deps, { personId, password: fields['password'] ?? '', editor }, reader.now)
  const person = room.deps.book.current().people.get(personId)
  if (person) await beginSession(req, person)
  await seeOther(req, res, '/set-up/sites')
}

async function write(room: Room, { from, now }: Reader, wanted: Wanted): Promise<{ edited: Edited; personId: string }> {
  const editor = { personId: null, personName: '', from }
  if (wanted.kind === 'new') {
    const { name, mobile, unitName } = wanted
    const id = drawId(room.deps, 'p')
    return { edited: await addFirstPerson(room.deps, editor, { id, name, mobile, unitName }, now), personId: id }
  }
  const { person, mobile } = wanted
  const unchanged: Edited = { ok: true, changes: [] }
  const edited = mobile ? await addMobile(room.deps, editor, person.id, mobile, now) : unchanged
  return { edited, personId: person.id }
}

/** Everything that is wrong together, or a clean copy. */
function validate(book: Book, fields: Fields, { words }: Reader): { wanted: Wanted | null; errors: FieldError[] } {
  const { person: personId = '', name = '', unit = '', mobile = '', password = '', again = '' } = fields
  const people = officePeople(book)
  const chosen = people.find(({ id }) => id === personId)
  const errors: FieldError[] = []
  if (people.length > 0 && !chosen) errors.push({ field: 'person', text: words.door.setUp.notChosen })
  if (people.length === 0 && name.trim() === '') errors.push({ field: 'name', text: words.door.nameMissing })
  const needsMobile = people.length === 0 || (chosen !== undefined && !chosen.mobile)
  const read = needsMobile ? readMobile(mobile, words) : null
  if (read && 'field' in read) errors.push(read)
  errors.push(...passwordErrors(password, again, words))
  if (errors.length > 0) return { wanted: null, errors }
  const e164 = read && 'e164' in read ? read.e164 : null
  if (chosen) return { wanted: { kind: 'known', person: chosen, mobile: e164 }, errors }
  return { wanted: { kind: 'new', name: name.trim(), mobile: e164 ?? '', unitName: unit.trim() }, errors }
}

function officePeople(book: Book): Person[] {
  return book.settings.officePersonIds.flatMap((id) => {
    const person = book.people.get(id)
    return person && !person.disabled ? [person] : []
  })
}

async function view(room: Room, req: Request, res: Response, fields: Fields, errors: FieldError[]): Promise<void> {
  const { words } = readerOf(req)
  const people = officePeople(room.deps.book.current()).map(({ id, name }) => ({
    id,
    name,
    isChosen: id === fields['person'],
  }))
  await showPage(room, req, res, {
    template: 'door/set-up-who',
    title: words.door.setUp.title,
    status: errors.length > 0 ? 422 : 200,
    view: {
      step: 1,
      action: req.path,
      people,
      name: fields['name'] ?? '',
      unit: fields['unit'] ?? '',
      mobile: fields['mobile'] ?? '',
      shortest: shortestPassword,
      errors,
      errorOf: errorLookup(errors),
    },
  })
}
