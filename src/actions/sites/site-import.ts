import { createHash } from 'node:crypto'
import type { Book, BookFile } from '../../domain/book/book.ts'
import type { Instant } from '../../domain/instant.ts'
import type { TableSheet } from '../../domain/roster-table/sheet.ts'
import { type ColumnMap, guessColumns, headRow } from '../../domain/site-import/columns.ts'
import { proposing, type SiteProposal } from '../../domain/site-import/propose.ts'
import { withProposal } from '../../domain/site-import/take-over.ts'
import type { TableUpload } from '../../domain/table-upload.ts'
import type { ActionDeps } from '../deps.ts'
import { type Edited, type Editor, editBook } from '../edit-book.ts'
import { pause } from '../in-turn.ts'
import { endedUpload, keepUpload } from '../keep-upload.ts'
import { drawId } from '../new-id.ts'

/** The uploads of lists of sites lie beside those of rosters, under a subject that no period has. */
const subject = 'sites'
/** A list has this many columns at most; what lies beyond is not read. */
export const mostColumns = 60

/** A list that waits: its cells, where its head is, and what its columns seem to mean. */
export type SiteTable = {
  upload: TableUpload
  heads: string[]
  head: number
  guess: ColumnMap
  rows: TableSheet['rows']
}

/** Keeps a list until it is confirmed. Of several sheets the one with the most rows is it; null when all are empty. */
export async function keepSiteTable(
  deps: ActionDeps,
  brought: { personId: string; fileName: string; sheets: readonly TableSheet[] },
  now: Instant,
): Promise<string | null> {
  const { personId, fileName, sheets } = brought
  const [largest] = sheets.toSorted((a, b) => b.rows.length - a.rows.length)
  if (!largest || largest.rows.length === 0) return null
  const sheet = { ...largest, rows: largest.rows.map((row) => row.slice(0, mostColumns)), merges: [] }
  const upload = await keepUpload(deps, { subject, siteId: null, personId, fileName, sheets: [sheet] }, now)
  return upload.id
}

/** The list while it waits for whoever brought it; null when it is not theirs, taken over, or replaced by another. */
export async function findSiteTable(deps: ActionDeps, id: string, personId: string): Promise<SiteTable | null> {
  const upload = await deps.log.records.uploads.find(id)
  if (upload?.subject !== subject || upload.personId !== personId || upload.state !== 'read') return null
  const rows = upload.rows[0]?.rows ?? []
  const texts = rows.slice(0, 40).map((row) => row.map((cell) => cell?.text ?? ''))
  const head = headRow(texts)
  const heads = texts[head] ?? []
  return { upload, heads, head, guess: guessColumns(heads), rows }
}

/** What the list would do to a book, worked out in steps: pages and probes have their turn in between. */
export async function siteProposal(book: Book, table: SiteTable, map: ColumnMap): Promise<SiteProposal> {
  const steps = proposing(book, { rows: table.rows, head: table.head, map })
  for (;;) {
    const step = steps.next()
    await pause()
    if (step.done) return step.value
  }
}

/** A short text that stands for what a proposal would do: what is confirmed must come to the same. */
export function digestOf(proposal: SiteProposal): string {
  return createHash('sha256').update(JSON.stringify(proposal)).digest('base64url')
}

/** `changed`: the book is not as it was shown any more, and nothing was written. */
export type SitesTaken =
  | { kind: 'taken'; proposal: SiteProposal }
  | { kind: 'changed' }
  | { kind: 'refused'; edited: Extract<Edited, { ok: false }> }

/** Writes what was shown as one change of the book, or nothing at all. */
export async function takeSites(
  deps: ActionDeps,
  editor: Editor,
  confirmed: { table: SiteTable; map: ColumnMap; shown: string },
  now: Instant,
): Promise<SitesTaken> {
  const { table, map, shown } = confirmed
  const book = deps.book.current()
  const proposal = await siteProposal(book, table, map)
  if (digestOf(proposal) !== shown) return { kind: 'changed' }
  let isNewest = true
  const edit = (file: BookFile): BookFile => {
    // Whoever was faster is shown: what was confirmed was confirmed of another book.
    isNewest = file === book.file
    return isNewest ? withProposal(file, proposal, (prefix) => drawId(deps, prefix)) : file
  }
  const bulk = { act: 'sites_imported', subject: `files/${table.upload.fileName}` } as const
  const edited = await editBook(deps, editor, edit, now, bulk)
  if (!edited.ok) return { kind: 'refused', edited }
  if (!isNewest) return { kind: 'changed' }
  const { upload } = table
  await deps.log.records.uploads.save(endedUpload(upload, 'applied'))
  return { kind: 'taken', proposal }
}
