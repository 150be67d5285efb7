import type { BookFile, Site, Unit } from '../book/book.ts'
import { squeezed } from '../roster-table/plain-words.ts'
import { saysSame } from './address.ts'
import type { SiteProposal } from './propose.ts'
import type { SiteRow } from './site-row.ts'

/** The book with everything that was proposed, as one change. `newId` draws an id for a prefix. */
export function withProposal(file: BookFile, proposal: SiteProposal, newId: (prefix: string) => string): BookFile {
  const units = [...(file.units ?? []), ...proposal.newUnits.map((name): Unit => ({ id: newId('u'), name }))]
  const unitIds = new Map(units.map(({ id, name }) => [squeezed(name), id]))
  const changes = new Map(proposal.changed.map(({ siteId, row }) => [siteId, row]))
  const taken = new Set((file.sites ?? []).map(({ id }) => id))
  const kept = (file.sites ?? []).map((site) => {
    const row = changes.get(site.id)
    return row ? withRow(site, row, unitIds) : site
  })
  const added = proposal.added.map((row): Site => {
    const id = idOf(row, taken) ?? newId('s')
    taken.add(id)
    return withRow({ id, name: row.name, url: row.url }, row, unitIds)
  })
  return { ...file, units, sites: [...kept, ...added] }
}

/** A site known by its code has it in its id as well, where it makes one: addresses of pages stay speaking. */
function idOf({ siteCode }: SiteRow, taken: ReadonlySet<string>): string | null {
  const id = `s-${siteCode.toLowerCase()}`
  return /^s-[a-z0-9-]{1,60}$/.test(id) && !taken.has(id) ? id : null
}

function withRow(site: Site, row: SiteRow, unitIds: ReadonlyMap<string, string>): Site {
  const { siteCode, name, shortName, group, hosting, contactPersonIds } = row
  const unitId = row.unit === '' ? undefined : unitIds.get(squeezed(row.unit))
  const isNewUrl = row.url !== '' && !saysSame(row, site.url)
  return {
    ...site,
    ...said({ siteCode, name, shortName, group, hosting, unitId }),
    ...(isNewUrl ? { url: row.url } : {}),
    ...(contactPersonIds === null ? {} : { contactPersonIds }),
  }
}

function said(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}
