import type { Request, Response } from 'express'
import { editsSince } from '../../actions/roster/edit-roster.ts'
import { versionsOf } from '../../actions/roster/publish-roster.ts'
import type { Book, Period } from '../../domain/book/book.ts'
import { type RosterChange, rosterDifference } from '../../domain/roster/difference.ts'
import type { RosterVersion } from '../../domain/roster/history.ts'
import { placedIn } from '../../domain/roster/placed.ts'
import { bookWithDraft, draftOf } from '../../domain/roster/roster.ts'
import { showMissing } from '../faults.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { spanWords } from './gate-view.ts'
import { periodOf } from './periods.ts'

const mostChanges = 100
const mostSaves = 20

/** `/periods/:id/versions`: every version that came into force, with what it changed, and the draft beside them. */
export const versionHistory: Screen = (router, room) => {
  router.get('/periods/:id/versions', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await view(room, req, res, period)
  })
}

async function view(room: Room, req: Request, res: Response, period: Period): Promise<void> {
  const reader = signedInReader(req)
  const { versions: say } = reader.words
  const book = room.deps.book.current()
  const versions = await versionsOf(room.deps, period.id)
  const edits = await editsSince(room.deps, period.id, '')
  const changes = draftOf(book.file, period.id) ? draftChanges(book, period) : null
  await showPage(room, req, res, {
    template: 'roster/versions',
    title: say.title(period.name),
    nav: 'duty',
    view: {
      id: period.id,
      name: period.name,
      heading: say.title(period.name),
      lede: versions.length === 0 ? say.none : say.heading(versions.length),
      draft: changes ? { summary: say.changes(changes.length), ...linesOf(book, reader, changes) } : null,
      versions: versions.map((version) => versionView(book, reader, version)),
      saves: edits.slice(0, mostSaves).map((edit) => ({
        at: reader.format.momentSeconds(edit.at),
        who: edit.by.name,
        what: say.save[edit.state],
        lines: linesOf(book, reader, edit.changes.slice(0, 5)).lines,
        more: edit.changes.length > 5 ? say.more(edit.changes.length - 5) : '',
      })),
    },
  })
}

function draftChanges(book: Book, period: Period): RosterChange[] {
  return rosterDifference(placedIn(book, period.id), placedIn(bookWithDraft(book, period.id), period.id))
}

function versionView(book: Book, reader: SignedIn, version: RosterVersion) {
  const { versions: say } = reader.words
  const { number, at, by, state, changes, override, remarks } = version
  const isFirst = number === 1 && state !== 'swapped'
  return {
    heading: say.line(number, reader.format.moment(at), by.name),
    kind: say.kind[state],
    summary: isFirst ? say.first(changes.length) : say.changes(changes.length),
    override: override === null ? '' : say.override(override),
    remarks: remarks.length > 0 ? say.remarks(remarks.length) : '',
    ...(isFirst ? { lines: [], more: '' } : linesOf(book, reader, changes)),
  }
}

function linesOf(book: Book, reader: SignedIn, changes: readonly RosterChange[]): { lines: string[]; more: string } {
  const more = changes.length - mostChanges
  return {
    lines: changes.slice(0, mostChanges).map((change) => changeWords(book, reader, change)),
    more: more > 0 ? reader.words.versions.more(more) : '',
  }
}

/** 新港区 10-04 08:30 – 10-05 08:30 值班 由陈海涛改为李卓然. */
function changeWords(book: Book, reader: SignedIn, change: RosterChange): string {
  const { words } = reader
  const site = book.sites.get(change.siteId)
  const where = `${site?.shortName ?? site?.name ?? change.siteId} ${spanWords(reader, change)} ${words.watch.role[change.role]}`
  const names = (ids: readonly string[]) => words.frame.listOf(ids.map((id) => book.people.get(id)?.name ?? id))
  if (change.before.length === 0) return words.versions.added(where, names(change.after))
  if (change.after.length === 0) return words.versions.removed(where, names(change.before))
  return words.versions.change(where, names(change.before), names(change.after))
}
