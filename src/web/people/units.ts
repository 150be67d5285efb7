import type { Request, Response } from 'express'
import { removeEntry, saveEntry } from '../../actions/edit-book.ts'
import { drawId } from '../../actions/new-id.ts'
import type { Unit } from '../../domain/book/book.ts'
import { showConfirm } from '../desk/confirm-view.ts'
import { showForm, type Values } from '../desk/form-view.ts'
import { addressWith, showRegister } from '../desk/register-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import type { FieldError } from '../form.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import { readUnit, readUnitForm, unitFieldNames, unitFields, unitValues } from './unit-fields.ts'

/** `/units`, `/units/new`, `/units/:id`, `/units/:id/remove`: the bodies that own sites. The office only. */
export const units: Screen = (router, room) => {
  router.get('/units', async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    await list(room, req, res)
  })
  router.get('/units/:id', async (req, res) => {
    const unit = unitOf(room, req, req.params.id)
    if (unit === null) return showMissing(room, req, res)
    const known = unit === 'new' ? null : unit
    await form(room, req, res, { unit: known, values: unitValues(known), errors: [] })
  })
  router.post('/units/:id', async (req, res) => {
    const unit = unitOf(room, req, req.params.id)
    if (unit === null) return showMissing(room, req, res)
    await submit(room, req, res, unit === 'new' ? null : unit)
  })
  router.get('/units/:id/remove', async (req, res) => {
    const unit = unitOf(room, req, req.params.id)
    if (unit === null || unit === 'new') return showMissing(room, req, res)
    await askToRemove(room, req, res, unit, [])
  })
  router.post('/units/:id/remove', async (req, res) => {
    const unit = unitOf(room, req, req.params.id)
    if (unit === null || unit === 'new') return showMissing(room, req, res)
    const reader = signedInReader(req)
    const errors = refusals(await removeEntry(room.deps, editorOf(reader), 'units', unit.id, reader.now), reader, [])
    if (errors.length > 0) return askToRemove(room, req, res, unit, errors)
    await seeOther(req, res, '/units', reader.words.units.removed(unit.name))
  })
}

function unitOf(room: Room, req: Request, id: string): Unit | 'new' | null {
  if (!signedInReader(req).isOffice) return null
  return id === 'new' ? 'new' : (room.deps.book.current().units.get(id) ?? null)
}

function list(room: Room, req: Request, res: Response): Promise<void> {
  const { words } = signedInReader(req)
  const say = words.units
  const book = room.deps.book.current()
  const sites = Map.groupBy(book.sites.values(), ({ unitId }) => unitId)
  const people = Map.groupBy(book.people.values(), ({ unitId }) => unitId)
  const view = {
    heading: say.count(book.units.size),
    lede: say.lede,
    crumb: null,
    actions: [{ href: '/units/new', label: say.add, isMain: false }],
    filters: [],
    columns: [
      { label: say.column.name },
      { label: say.column.sites, isRight: true },
      { label: say.column.people, isRight: true },
    ],
    rows: [...book.units.values()].map(({ id, name }) => ({
      cells: [
        { text: name, href: `/units/${id}` },
        { text: String(sites.get(id)?.length ?? 0) },
        { text: String(people.get(id)?.length ?? 0), href: addressWith('/people', { unit: id }) },
      ],
    })),
    empty: { title: say.none, text: '' },
    pager: null,
  }
  return showRegister(room, req, res, view, 'people')
}

async function submit(room: Room, req: Request, res: Response, before: Unit | null): Promise<void> {
  const reader = signedInReader(req)
  const values = readUnitForm(req)
  const read = readUnit(room, reader, values, before ?? { id: drawId(room.deps, 'u') })
  if (read.errors.length > 0) return form(room, req, res, { unit: before, values, errors: read.errors })
  const edited = await saveEntry(room.deps, editorOf(reader), 'units', read.unit, reader.now)
  const errors = refusals(edited, reader, unitFieldNames)
  if (errors.length > 0) return form(room, req, res, { unit: before, values, errors })
  await seeOther(req, res, '/units', reader.words.units.saved(read.unit.name))
}

function form(
  room: Room,
  req: Request,
  res: Response,
  { unit, values, errors }: { unit: Unit | null; values: Values; errors: FieldError[] },
): Promise<void> {
  const reader = signedInReader(req)
  const { words } = reader
  const say = words.units
  const page = {
    title: unit ? say.editTitle(unit.name) : say.addTitle,
    lede: '',
    back: { href: '/units', label: words.desk.back },
    action: unit ? `/units/${unit.id}` : '/units/new',
    save: words.desk.save,
    fields: unitFields(room, reader, { unit, values, errors }),
    danger: unit ? { href: `/units/${unit.id}/remove`, label: say.remove } : null,
  }
  return showForm(room, req, res, page, { errors, nav: 'people' })
}

function askToRemove(room: Room, req: Request, res: Response, unit: Unit, errors: FieldError[]): Promise<void> {
  const { words } = signedInReader(req)
  const say = words.units
  const book = room.deps.book.current()
  const sites = [...book.sites.values()].filter(({ unitId }) => unitId === unit.id)
  const people = [...book.people.values()].filter(({ unitId }) => unitId === unit.id)
  const isPossible = sites.length + people.length === 0
  const page = {
    title: say.removeTitle(unit.name),
    lede: isPossible ? say.removeText : say.removeRefused(sites.length, people.length),
    list: [
      {
        heading: words.frame.nav.sites,
        lines: sites.map(({ id, name }) => ({ text: name, href: `/sites/${id}/edit` })),
      },
    ].filter(({ lines }) => lines.length > 0),
    action: `/units/${unit.id}/remove`,
    button: words.desk.remove,
    isPossible,
    back: { href: '/units', label: words.desk.back },
    fields: [],
  }
  return showConfirm(room, req, res, page, { nav: 'people', errors })
}
