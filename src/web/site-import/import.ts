import type { NextFunction, Request, Response } from 'express'
import { keepSiteTable } from '../../actions/sites/site-import.ts'
import { mostListBytes, readList } from '../../documents/read-list.ts'
import { showMissing } from '../faults.ts'
import type { FieldError } from '../form.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { readForm, takeFileUpTo } from '../roster-import/multipart.ts'
import { seeOther, showPage } from '../show.ts'

/** `/sites/import`: the office sends a list of sites, which is read. Nothing is written here. */
export const siteImport: Screen = (router, room) => {
  router.get('/sites/import', async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    await view(room, req, res, [])
  })
  // Who may not bring a list does not get it read into memory either.
  const onlyOffice = async (req: Request, res: Response, next: NextFunction) =>
    signedInReader(req).isOffice ? next() : showMissing(room, req, res)
  router.post('/sites/import', onlyOffice, takeFileUpTo(mostListBytes), async (req, res) => {
    await submit(room, req, res)
  })
}

async function submit(room: Room, req: Request, res: Response): Promise<void> {
  const reader = signedInReader(req)
  const say = reader.words.siteTable.refused
  const form = readForm(req)
  const file = form?.files.get('file')
  const refuse = (text: string) => view(room, req, res, [{ field: 'file', text }])
  if (!form && req.is('multipart/form-data')) return refuse(say.too_large)
  if (!file || (file.name === '' && file.bytes.length === 0)) return refuse(reader.words.spreadsheet.refused.nothing)
  const reading = await readList(file.bytes)
  if (!reading.ok) {
    const { why } = reading
    if (why === 'bad_json' || why === 'too_large' || why === 'too_many_cells') return refuse(say[why])
    return refuse(reader.words.spreadsheet.refused[why])
  }
  const brought = { personId: reader.person.id, fileName: file.name, sheets: reading.sheets }
  const id = await keepSiteTable(room.deps, brought, reader.now)
  if (id === null) return refuse(reader.words.spreadsheet.refused.empty)
  await seeOther(req, res, `/sites/import/${id}`)
}

async function view(room: Room, req: Request, res: Response, errors: readonly FieldError[]): Promise<void> {
  const title = signedInReader(req).words.siteTable.title
  await showPage(room, req, res, {
    template: 'site-import/import',
    title,
    nav: 'sites',
    status: errors.length > 0 ? 422 : 200,
    view: { errors, error: errors[0]?.text ?? '' },
  })
}
