import type { NextFunction, Request, Response } from 'express'
import { keepUpload } from '../../actions/keep-upload.ts'
import { hasTableFor } from '../../actions/roster/roster-upload.ts'
import { readWorkbook } from '../../documents/read-workbook.ts'
import type { Period } from '../../domain/book/book.ts'
import { keptSites } from '../desk/keeping.ts'
import { showMissing } from '../faults.ts'
import type { FieldError } from '../form.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { periodOf } from '../roster/periods.ts'
import { seeOther, showPage } from '../show.ts'
import { readForm, takeFile } from './multipart.ts'
import { tableRights } from './rights.ts'

/** `/periods/:id/import`: an office's own table is sent and read. Nothing is written here. */
export const rosterImport: Screen = (router, room) => {
  router.get('/periods/:id/import', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await view(room, req, res, { period, siteId: '' }, [])
  })
  // Who may not bring a table does not get it read into memory either.
  const onlyKeepers = async (req: Request<{ id: string }>, res: Response, next: NextFunction) =>
    periodOf(room, req, req.params.id) ? next() : showMissing(room, req, res)
  router.post('/periods/:id/import', onlyKeepers, takeFile, async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await submit(room, req, res, period)
  })
}

async function submit(room: Room, req: Request, res: Response, period: Period): Promise<void> {
  const reader = signedInReader(req)
  const say = reader.words.spreadsheet.refused
  const form = readForm(req)
  const file = form?.files.get('file')
  const siteId = form?.fields.get('siteId') ?? ''
  const refuse = (text: string) => view(room, req, res, { period, siteId }, [{ field: 'file', text }])
  if (!form && req.is('multipart/form-data')) return refuse(say.too_large)
  if (!file || (file.name === '' && file.bytes.length === 0)) return refuse(say.nothing)
  const reading = await readWorkbook(file.bytes)
  if (!reading.ok) return refuse(say[reading.why])
  const brought = {
    ...{ subject: period.id, personId: reader.person.id, fileName: file.name, sheets: reading.sheets },
    siteId: keptSites(room, reader).find(({ id }) => id === siteId)?.id ?? null,
  }
  if (!hasTableFor(room.deps, brought, tableRights(room, reader))) return refuse(say.no_table)
  const upload = await keepUpload(room.deps, brought, reader.now)
  await seeOther(req, res, `/periods/${period.id}/import/${upload.id}`)
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  { period, siteId }: { period: Period; siteId: string },
  errors: readonly FieldError[],
): Promise<void> {
  const reader = signedInReader(req)
  const say = reader.words.spreadsheet
  const at = `/periods/${period.id}`
  const sites = keptSites(room, reader)
  const downloads = [
    { href: `${at}/template.xlsx`, label: say.get.template },
    { href: `${at}/roster.xlsx`, label: say.get.current },
    { href: `${at}/roster.xlsx?layout=matrix`, label: say.get.matrix },
    ...(reader.isOffice ? [{ href: `${at}/roster.xlsx?numbers=1`, label: say.get.numbers }] : []),
  ]
  await showPage(room, req, res, {
    template: 'roster-import/import',
    title: say.title(period.name),
    nav: 'duty',
    status: errors.length > 0 ? 422 : 200,
    view: {
      at,
      heading: say.title(period.name),
      period: period.name,
      downloads,
      numbersHint: reader.isOffice ? say.get.numbersHint : '',
      // Whoever keeps only one site has nothing to choose.
      sites: sites.length > 1 ? sites.map(({ id, name }) => ({ id, name, isChosen: id === siteId })) : [],
      errors,
      error: errors[0]?.text ?? '',
    },
  })
}
