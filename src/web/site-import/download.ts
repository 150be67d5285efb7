import { type SiteList, writeSiteSheet, writeSiteText } from '../../documents/site-list.ts'
import type { Book } from '../../domain/book/book.ts'
import { importedFields } from '../../domain/site-import/propose.ts'
import { showMissing } from '../faults.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Screen } from '../room.ts'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** `GET /sites.xlsx`, `GET /sites.csv`: every site in the columns that the import reads, for the office. */
export const siteDownloads: Screen = (router, room) => {
  router.get('/sites.xlsx', async (req, res) => {
    const reader = signedInReader(req)
    if (!reader.isOffice) return showMissing(room, req, res)
    const bytes = await writeSiteSheet(listOf(room.deps.book.current(), reader))
    res.set({ 'content-disposition': 'attachment; filename="sites.xlsx"', 'cache-control': 'private, no-store' })
    res.type(xlsx).send(Buffer.from(bytes))
  })
  router.get('/sites.csv', async (req, res) => {
    const reader = signedInReader(req)
    if (!reader.isOffice) return showMissing(room, req, res)
    res.set({ 'content-disposition': 'attachment; filename="sites.csv"', 'cache-control': 'private, no-store' })
    res.type('text/csv; charset=utf-8').send(writeSiteText(listOf(room.deps.book.current(), reader)))
  })
}

function listOf(book: Book, { words }: SignedIn): SiteList {
  const say = words.siteTable
  const rows = [...book.sites.values()].map((site) => {
    const contacts = (site.contactPersonIds ?? []).map((id) => book.people.get(id)?.name ?? '')
    const fields = {
      siteCode: site.siteCode ?? '',
      name: site.name,
      shortName: site.shortName ?? '',
      url: site.url,
      unit: (site.unitId && book.units.get(site.unitId)?.name) || '',
      group: site.group ?? '',
      contacts: contacts.join('、'),
      hosting: site.hosting ?? '',
    }
    return importedFields.map((field) => fields[field])
  })
  return { name: say.sheet, head: importedFields.map((field) => say.column[field]), rows }
}
