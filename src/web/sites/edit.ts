import type { Request, Response } from 'express'
import { removeEntry, saveEntry } from '../../actions/edit-book.ts'
import { drawId } from '../../actions/new-id.ts'
import type { Site } from '../../domain/book/book.ts'
import { showConfirm } from '../desk/confirm-view.ts'
import { showForm, type Values } from '../desk/form-view.ts'
import { keepsSite } from '../desk/keeping.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import type { FieldError } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import { readSite, readSiteForm } from './read-site.ts'
import { siteFieldNames, siteFields, valuesOf } from './site-fields.ts'

/** `/sites/new` (office), `/sites/:id/edit` (office, or a lead of its unit), `/sites/:id/remove` (office). */
export const siteForms: Screen = (router, room) => {
  router.get('/sites/new', async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    await view(room, req, res, { site: null, values: { kind: 'http' }, errors: [] })
  })
  router.post('/sites/new', async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    await submit(room, req, res, null)
  })
  router.get('/sites/:id/edit', async (req, res) => {
    const site = keptSite(room, req, req.params.id)
    if (!site) return showMissing(room, req, res)
    await view(room, req, res, { site, values: valuesOf(room.deps.book.current(), site), errors: [] })
  })
  router.post('/sites/:id/edit', async (req, res) => {
    const site = keptSite(room, req, req.params.id)
    if (!site) return showMissing(room, req, res)
    await submit(room, req, res, site)
  })
  router.get('/sites/:id/remove', async (req, res) => {
    const site = officeSite(room, req, req.params.id)
    if (!site) return showMissing(room, req, res)
    await askToRemove(room, req, res, site, [])
  })
  router.post('/sites/:id/remove', async (req, res) => {
    const site = officeSite(room, req, req.params.id)
    if (!site) return showMissing(room, req, res)
    await remove(room, req, res, site)
  })
}

function keptSite(room: Room, req: Request, id: string): Site | null {
  const book = room.deps.book.current()
  const site = book.sites.get(id)
  return site && keepsSite(book, signedInReader(req), site) ? site : null
}

function officeSite(room: Room, req: Request, id: string): Site | null {
  return signedInReader(req).isOffice ? (room.deps.book.current().sites.get(id) ?? null) : null
}

async function submit(room: Room, req: Request, res: Response, before: Site | null): Promise<void> {
  const reader = signedInReader(req)
  const values = readSiteForm(req)
  const { site, errors } = readSite(room.deps.book.current(), reader, values, before ?? { id: drawId(room.deps, 's') })
  if (errors.length > 0) return view(room, req, res, { site: before, values, errors })
  const edited = await saveEntry(room.deps, editorOf(reader), 'sites', site, reader.now)
  if (!edited.ok)
    return view(room, req, res, { site: before, values, errors: refusals(edited, reader, siteFieldNames) })
  const { saved, added } = reader.words.sites
  await seeOther(req, res, `/sites/${site.id}`, before ? saved : added(site.name))
}

async function remove(room: Room, req: Request, res: Response, site: Site): Promise<void> {
  const reader = signedInReader(req)
  if (await room.deps.log.incidents.findLive(site.id)) {
    return askToRemove(room, req, res, site, [{ field: '', text: reader.words.sites.removeLive }])
  }
  const errors = refusals(await removeEntry(room.deps, editorOf(reader), 'sites', site.id, reader.now), reader, [])
  if (errors.length > 0) return askToRemove(room, req, res, site, errors)
  await seeOther(req, res, '/sites', reader.words.sites.removed(site.name))
}

async function askToRemove(room: Room, req: Request, res: Response, site: Site, errors: FieldError[]): Promise<void> {
  const { words } = signedInReader(req)
  const book = room.deps.book.current()
  const shifts = book.shiftsBySite.get(site.id)?.length ?? 0
  const windows = (book.file.windows ?? []).filter(({ siteId }) => siteId === site.id).length
  const isPossible = shifts + windows === 0
  const page = {
    title: words.sites.removeTitle(site.name),
    lede: isPossible ? words.sites.removeText : words.sites.removeRefused(shifts, windows),
    list: [],
    action: `/sites/${site.id}/remove`,
    button: words.desk.remove,
    isPossible,
    back: { href: `/sites/${site.id}`, label: words.desk.back },
    fields: [],
  }
  await showConfirm(room, req, res, page, { nav: 'sites', errors })
}

function view(
  room: Room,
  req: Request,
  res: Response,
  { site, values, errors }: { site: Site | null; values: Values; errors: readonly FieldError[] },
): Promise<void> {
  const reader: SignedIn = signedInReader(req)
  const { words } = reader
  const form = {
    title: site ? words.sites.editTitle(site.name) : words.sites.addTitle,
    lede: '',
    back: { href: site ? `/sites/${site.id}` : '/sites', label: words.desk.back },
    action: site ? `/sites/${site.id}/edit` : '/sites/new',
    save: words.desk.save,
    fields: siteFields(room.deps.book.current(), reader, values, errors),
    danger: site && reader.isOffice ? { href: `/sites/${site.id}/remove`, label: words.sites.remove } : null,
  }
  return showForm(room, req, res, form, { errors, nav: 'sites' })
}
