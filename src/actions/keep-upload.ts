import { day, type Instant } from '../domain/instant.ts'
import type { TableSheet } from '../domain/roster-table/sheet.ts'
import type { TableUpload } from '../domain/table-upload.ts'
import type { ActionDeps } from './deps.ts'
import { drawId } from './new-id.ts'

/** A table that somebody brings: what it is about, and the site where it names none itself. */
export type Brought = {
  subject: string
  personId: string
  fileName: string
  siteId: string | null
  sheets: TableSheet[]
}

/** Whoever has not confirmed a table within a week sends it again. */
const keptMs = 7 * day
const mostDropped = 50

/**
 * Keeps a table until it is confirmed. Those it takes the place of, of the same person about the same subject, are emptied,
 * and so are those of anybody that have waited for a week.
 */
export async function keepUpload(deps: ActionDeps, brought: Brought, now: Instant): Promise<TableUpload> {
  const { subject, personId, fileName, siteId, sheets } = brought
  const { uploads } = deps.log.records
  const slice = { limit: mostDropped, cursor: null }
  const own = await uploads.list({ subject, personId, states: ['read'] }, slice)
  const old = await uploads.list({ states: ['read'], to: now - keptMs }, slice)
  const over = new Map([...own.items, ...old.items].map((one) => [one.id, one]))
  const dropped = [...over.values()].map((one) => endedUpload(one, 'dropped'))
  const upload: TableUpload = {
    ...{ id: drawId(deps, 'up'), version: 1, state: 'read', subject, personId, at: now, dueAt: null },
    ...{ fileName, siteId, rows: sheets },
  }
  await uploads.save(upload, ...dropped)
  return upload
}

/** What is over keeps who brought it and when, and nothing of what it said. */
export function endedUpload(upload: TableUpload, state: 'applied' | 'dropped'): TableUpload {
  return { ...upload, version: upload.version + 1, state, rows: [] }
}
