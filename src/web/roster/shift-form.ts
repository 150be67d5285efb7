import type { Request, Response } from 'express'
import { drawId } from '../../actions/new-id.ts'
import type { Book, Period, Shift, Site } from '../../domain/book.ts'
import { withEntry, withoutEntry } from '../../domain/book-change.ts'
import { addDays, instantOf, isoOf, momentOn } from '../../domain/instant.ts'
import { fieldMaker, showForm, type Values } from '../desk/form-view.ts'
import { keepsSite, peopleToChoose, personChoice } from '../desk/keeping.ts'
import { readDate } from '../desk/moments.ts'
import { queryText } from '../desk/register-view.ts'
import { refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import { readSpan } from '../sites/site.ts'
import { periodOf } from './periods.ts'
import { changeShifts } from './publish.ts'

const fieldNames = ['siteId', 'role', 'personId', 'from', 'to'] as const
type Target = { period: Period | null; shift: Shift | null }

/** `/periods/:id/shifts/new`, `/shifts/:id`, `/shifts/:id/remove`: one shift. The office, or a lead of the unit. */
export const shiftForms: Screen = (router, room) => {
  router.get('/periods/:id/shifts/new', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await view(room, req, res, { period, shift: null }, startingValues(room.deps.book.current(), req, period), [])
  })
  router.post('/periods/:id/shifts/new', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await submit(room, req, res, { period, shift: null })
  })
  router.get('/shifts/:id', async (req, res) => {
    const target = targetOf(room, req, req.params.id)
    if (!target?.shift) return showMissing(room, req, res)
    const { siteId, role, personId, from, to } = target.shift
    await view(
      room,
      req,
      res,
      target,
      { siteId, role, personId, from: localPart(room, from), to: localPart(room, to) },
      [],
    )
  })
  router.post('/shifts/:id', async (req, res) => {
    const target = targetOf(room, req, req.params.id)
    if (!target) return showMissing(room, req, res)
    await submit(room, req, res, target)
  })
  router.post('/shifts/:id/remove', async (req, res) => {
    const target = targetOf(room, req, req.params.id)
    if (!target?.shift) return showMissing(room, req, res)
    await remove(room, req, res, target, target.shift)
  })
}

/** The shift when the reader keeps its site. */
function targetOf(room: Room, req: Request, id: string): Target | null {
  const book = room.deps.book.current()
  const shift = book.file.shifts?.find((one) => one.id === id)
  const site = shift ? book.sites.get(shift.siteId) : undefined
  if (!shift || !site || !keepsSite(book, signedInReader(req), site)) return null
  return { shift, period: (shift.periodId && book.periods.get(shift.periodId)) || null }
}

function localPart(room: Room, iso: string): string {
  const { timezone } = room.deps.book.current().settings
  return isoOf(instantOf(iso, timezone), timezone).slice(0, 16)
}

/** From the link that was followed, else a whole shift of the period's first day. */
function startingValues(book: Book, req: Request, period: Period): Values {
  const { shiftStartsAt, timezone } = book.settings
  const day = readDate(queryText(req, 'day') ?? '') ?? period.from
  const at = (date: string) => isoOf(momentOn(date, shiftStartsAt, timezone), timezone).slice(0, 16)
  return {
    siteId: queryText(req, 'site') ?? '',
    role: queryText(req, 'role') ?? 'staff',
    personId: '',
    from: queryText(req, 'from') ?? at(day),
    to: queryText(req, 'to') ?? at(addDays(day, 1)),
  }
}

async function submit(room: Room, req: Request, res: Response, target: Target): Promise<void> {
  const reader = signedInReader(req)
  const typed = fieldsOf(req)
  const values = Object.fromEntries(fieldNames.map((name) => [name, typed[name] ?? '']))
  const { shift, errors } = validate(room, reader, values, target)
  if (!shift) return view(room, req, res, target, values, errors)
  const { edited, holes } = await changeShifts(room, reader, target.period?.id, (file) =>
    withEntry(file, 'shifts', shift),
  )
  const refused =
    holes > 0 ? [{ field: '', text: reader.words.roster.wouldOpen(holes) }] : refusals(edited, reader, fieldNames)
  if (refused.length > 0) return view(room, req, res, target, values, refused)
  const name = room.deps.book.current().people.get(shift.personId)?.name ?? ''
  await seeOther(req, res, backOf(target).href, reader.words.roster.shiftSaved(name))
}

async function remove(room: Room, req: Request, res: Response, target: Target, shift: Shift): Promise<void> {
  const reader = signedInReader(req)
  const { edited, holes } = await changeShifts(room, reader, shift.periodId, (file) =>
    withoutEntry(file, 'shifts', shift.id),
  )
  const refused = holes > 0 ? [{ field: '', text: reader.words.roster.wouldOpen(holes) }] : refusals(edited, reader, [])
  const { siteId, role, personId } = shift
  const values = { siteId, role, personId, from: localPart(room, shift.from), to: localPart(room, shift.to) }
  if (refused.length > 0) return view(room, req, res, target, values, refused)
  await seeOther(req, res, backOf(target).href, reader.words.roster.shiftRemoved)
}

function validate(
  room: Room,
  reader: SignedIn,
  values: Values,
  { period, shift }: Target,
): { shift: Shift | null; errors: FieldError[] } {
  const book = room.deps.book.current()
  const { siteId = '', role = '', personId = '' } = values
  const { from, to, errors } = readSpan(values, book.settings.timezone, reader)
  const text = reader.words.desk.notInList
  if (!sitesToChoose(book, reader).some(({ id }) => id === siteId)) errors.push({ field: 'siteId', text })
  if (role !== 'lead' && role !== 'staff') errors.push({ field: 'role', text })
  const isKnown = personId === shift?.personId || peopleToChoose(book, reader).some(({ id }) => id === personId)
  if (!isKnown) errors.push({ field: 'personId', text: reader.words.roster.personMissing })
  if (errors.length > 0 || from === null || to === null || (role !== 'lead' && role !== 'staff'))
    return { shift: null, errors }
  const zone = book.settings.timezone
  const periodId = shift ? shift.periodId : period?.id
  const entry = {
    id: shift?.id ?? drawId(room.deps, 'x'),
    siteId,
    role,
    personId,
    from: isoOf(from, zone),
    to: isoOf(to, zone),
  } as const
  return { shift: { ...entry, ...(periodId ? { periodId } : {}) }, errors }
}

export function sitesToChoose(book: Book, reader: SignedIn): Site[] {
  return [...book.sites.values()].filter((site) => keepsSite(book, reader, site))
}

function backOf({ period }: Target): { href: string } {
  return { href: period ? `/periods/${period.id}` : '/duty' }
}

function view(
  room: Room,
  req: Request,
  res: Response,
  target: Target,
  values: Values,
  errors: readonly FieldError[],
): Promise<void> {
  const reader = signedInReader(req)
  const { words } = reader
  const say = words.roster
  const book = room.deps.book.current()
  const make = fieldMaker(values, errors)
  const there = book.people.get(values['personId'] ?? '')
  const people = [...new Set([...peopleToChoose(book, reader), ...(there ? [there] : [])])].map((person) =>
    personChoice(book, person),
  )
  const choose = { value: '', label: words.desk.choose }
  const { shift, period } = target
  const form = {
    title: shift ? say.shiftEditTitle : say.shiftAddTitle,
    lede: period?.state === 'published' ? say.publishedWarning : '',
    back: { ...backOf(target), label: words.desk.back },
    action: shift ? `/shifts/${shift.id}` : `/periods/${period?.id ?? ''}/shifts/new`,
    save: words.desk.save,
    fields: [
      make.select('siteId', { label: say.site }, [
        choose,
        ...sitesToChoose(book, reader).map(({ id, name }) => ({ value: id, label: name })),
      ]),
      make.select('role', { label: say.role }, [
        { value: 'lead', label: words.watch.role.lead },
        { value: 'staff', label: words.watch.role.staff },
      ]),
      make.select('personId', { label: say.person }, [choose, ...people]),
      make.input('from', { label: words.site.windows.from, kind: 'moment' }),
      make.input('to', { label: words.site.windows.to, kind: 'moment' }),
    ],
    remove: shift ? { action: `/shifts/${shift.id}/remove`, label: say.shiftRemove } : null,
    danger: null,
  }
  return showForm(room, req, res, form, { errors, nav: 'duty' })
}
