import type { AuditAct } from '../domain/audit-act.ts'
import type { BookFile } from '../domain/book/book.ts'
import { openBook } from '../domain/book/book.ts'
import {
  type BookDifference,
  type BookLists,
  differences,
  type ListName,
  withEntry,
  withoutEntry,
} from '../domain/book/book-change.ts'
import type { BookProblem } from '../domain/book/book-check.ts'
import type { SettingsFile } from '../domain/book/settings.ts'
import { findDuty, isLeftToOffice, isOrphan } from '../domain/duty.ts'
import type { Incident } from '../domain/incident/incident.ts'
import type { Instant } from '../domain/instant.ts'
import type { AuditEntry } from '../storage/ports.ts'
import type { ActionDeps } from './deps.ts'
import { pause } from './in-turn.ts'

/** Who edits, and from where, for the audit. `personId` null: the holder of the API token, or the first set-up. */
export type Editor = { personId: string | null; personName: string; from: string }

/**
 * `ok: false` with `problems`: nothing was changed and every fault is named with its path. `orphans`: the edit would
 * leave these live incidents without anybody to tell (invariant I9), so it was refused.
 */
export type Edited =
  | { ok: true; changes: BookDifference[] }
  | { ok: false; problems: BookProblem[]; orphans: Incident[] }

export function saveEntry<L extends ListName>(
  deps: ActionDeps,
  editor: Editor,
  list: L,
  entry: BookLists[L],
  now: Instant,
): Promise<Edited> {
  return editBook(deps, editor, (file) => withEntry(file, list, entry), now)
}

export function removeEntry(
  deps: ActionDeps,
  editor: Editor,
  list: ListName,
  id: string,
  now: Instant,
): Promise<Edited> {
  return editBook(deps, editor, (file) => withoutEntry(file, list, id), now)
}

/** Writes the given settings over the old ones; a key that is not given keeps its value. */
export function saveSettings(deps: ActionDeps, editor: Editor, settings: SettingsFile, now: Instant): Promise<Edited> {
  return editBook(deps, editor, (file) => ({ ...file, settings: { ...file.settings, ...settings } }), now)
}

export function replaceBook(deps: ActionDeps, editor: Editor, book: BookFile, now: Instant): Promise<Edited> {
  return editBook(deps, editor, () => book, now)
}

/**
 * An edit of many things at once: one line of the audit for all. Shifts get none of their own besides, since the roster's
 * own history holds every change; everything else does.
 */
export type BulkEdit = { act: AuditAct; subject: string }

/** Any change of the book: checked, durable, audited entry by entry, then shown to open screens. */
export async function editBook(
  deps: ActionDeps,
  editor: Editor,
  edit: (file: BookFile) => BookFile,
  now: Instant,
  bulk?: BulkEdit,
): Promise<Edited> {
  const live = await deps.log.incidents.live()
  let orphans: Incident[] = []
  const guarded = (file: BookFile): BookFile => {
    const next = edit(file)
    orphans = orphansOf(live, file, next, now)
    return orphans.length > 0 ? file : next
  }
  const changed = await deps.book.change(guarded)
  if (!changed.ok) return { ok: false, problems: changed.problems, orphans: [] }
  if (orphans.length > 0) return { ok: false, problems: [], orphans }
  const changes = differences(changed.before, changed.after)
  const single = bulk ? changes.filter(({ list }) => list !== 'shifts') : changes
  const entries = single.map((difference) => entryOf(editor, difference, now))
  if (bulk && changed.before !== changed.after) entries.push(bulkEntryOf(editor, bulk, now))
  await recordAll(deps, entries)
  if (changed.before !== changed.after) deps.changes.publish({ kind: 'book' })
  return { ok: true, changes }
}

const mostAtOnce = 500

/** One transaction for what one screen changed. Thousands at once leave room for pages and probes in between. */
async function recordAll(deps: ActionDeps, entries: readonly AuditEntry[]): Promise<void> {
  for (let from = 0; from < entries.length; from += mostAtOnce) {
    if (entries.length > mostAtOnce) await pause()
    await deps.log.audit.addAll(entries.slice(from, from + mostAtOnce))
  }
}

/**
 * Live incidents whose next person would vanish: somebody can be told about them today and nobody could after the
 * edit, or only the duty office, which stands behind the site's own people and not in their place (invariant I9).
 */
function orphansOf(live: readonly Incident[], before: BookFile, after: BookFile, now: Instant): Incident[] {
  if (live.length === 0) return []
  const old = openBook(before)
  try {
    const next = openBook(after)
    return live.filter(({ siteId }) => {
      const [was, becomes] = [findDuty(old, siteId, now), findDuty(next, siteId, now)]
      return (isOrphan(becomes) && !isOrphan(was)) || (isLeftToOffice(becomes) && !isLeftToOffice(was))
    })
  } catch {
    // A book that cannot be opened is not judged here: the store refuses it and names every fault.
    return []
  }
}

function entryOf(editor: Editor, difference: BookDifference, now: Instant): AuditEntry {
  const { list, id, before, after } = difference
  return {
    ...madeBy(editor, now),
    act: before === null ? 'added' : after === null ? 'removed' : 'changed',
    subject: `${list}/${id}`,
    before: before === null ? null : JSON.stringify(before),
    after: after === null ? null : JSON.stringify(after),
  }
}

function bulkEntryOf(editor: Editor, { act, subject }: BulkEdit, now: Instant): AuditEntry {
  return { ...madeBy(editor, now), act, subject, before: null, after: null }
}

function madeBy(
  { personId, personName, from }: Editor,
  now: Instant,
): Pick<AuditEntry, 'at' | 'personId' | 'personName' | 'from'> {
  return { at: now, personId, personName, from }
}
