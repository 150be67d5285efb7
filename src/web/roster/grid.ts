import type { Request, Response } from 'express'
import { findReach } from '../../actions/people/numbers.ts'
import { discardDraft, editsSince, undoable, undoEdit } from '../../actions/roster/edit-roster.ts'
import { findTouched } from '../../actions/roster/save-cells.ts'
import { type Book, openBook, type Period, type Site } from '../../domain/book/book.ts'
import { instantOf } from '../../domain/instant.ts'
import { bare, withCells } from '../../domain/roster/cell.ts'
import { type Gate, gateOf } from '../../domain/roster/gate.ts'
import { placedIn } from '../../domain/roster/placed.ts'
import { bookWithDraft, draftOf, withRoster } from '../../domain/roster/roster.ts'
import { keptSites } from '../desk/keeping.ts'
import { queryText } from '../desk/register-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { readCells, type TypedCell } from './grid-cells.ts'
import { publishFrom, unpublishFrom } from './grid-publish.ts'
import { fillRowFrom, saveTyped } from './grid-save.ts'
import { buildGrid, type GridChoice, gridAddress } from './grid-view.ts'
import { periodOf } from './periods.ts'

/** What a posted grid carries beside its cells, and where it goes back to. */
export type Posted = {
  req: Request
  res: Response
  room: Room
  reader: SignedIn
  period: Period
  typed: TypedCell[]
  onPage: Site[]
  shownId: string
}

/** `/periods/:id`: the roster as a table to type in. One form: its button says what is done with what was typed. */
export const grid: Screen = (router, room) => {
  router.get('/periods/:id', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await showGrid(room, req, res, period)
  })
  router.post('/periods/:id', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await act(room, req, res, period)
  })
}

async function act(room: Room, req: Request, res: Response, period: Period): Promise<void> {
  const reader = signedInReader(req)
  const fields = fieldsOf(req)
  const [what = 'save', how = '', siteId = ''] = (fields['act'] ?? 'save').split(':')
  if (what === 'discard' && !reader.isOffice) return showMissing(room, req, res)
  const book = bookWithDraft(room.deps.book.current(), period.id)
  const all = readCells(book, period, keptSites(room, reader), fields)
  // A caller that was shown no page takes the roster as it is now.
  const shownId = fields['shown'] ?? (await editsSince(room.deps, period.id, ''))[0]?.id ?? ''
  const fillings = all.map(({ filling }) => filling)
  const touched = await findTouched(room.deps, { periodId: period.id, shownId, fillings })
  const typed = all.filter(({ filling, problems }) => problems.length > 0 || touched.has(filling))
  const onPage = [...new Map(all.map(({ site }) => [site.id, site])).values()]
  const posted: Posted = { req, res, room, reader, period, typed, onPage, shownId }
  if (what === 'check') return showGrid(room, req, res, period, { typed, errors: problemsOf(reader, typed) })
  if (what === 'undo' || what === 'discard') return takeBack(posted, what)
  if (what === 'unpublish' && reader.isOffice) return unpublishFrom(posted)
  const refused = await saveTyped(posted)
  if (refused) return showGrid(room, req, res, period, { typed, ...refused })
  if (what === 'row') return fillRowFrom(posted, how, siteId)
  if (what === 'publish' && reader.isOffice) return publishFrom(posted, fields['reason'] ?? '')
  await seeOther(req, res, backTo(posted), reader.words.grid.saved)
}

async function takeBack({ req, res, room, reader, period }: Posted, what: 'undo' | 'discard'): Promise<void> {
  const { deps } = room
  const edited =
    what === 'undo'
      ? await undoEdit(deps, editorOf(reader), { periodId: period.id, keeps: keepsOf(room, reader) }, reader.now)
      : await discardDraft(deps, editorOf(reader), period.id, reader.now)
  if (edited.kind === 'refused') {
    return showGrid(room, req, res, period, { typed: [], errors: refusals(edited.edited, reader, []) })
  }
  const { grid: say } = reader.words
  const toast = edited.kind === 'missing' ? say.nothingToUndo : what === 'undo' ? say.undone : say.discarded
  await seeOther(req, res, gridAddress(period, choiceOf(req)), toast)
}

/** The grid with the filters it was shown with. */
export function backTo({ req, period }: Pick<Posted, 'req' | 'period'>): string {
  return gridAddress(period, choiceOf(req))
}

export function choiceOf(req: Request): GridChoice {
  const [unit, person, site, day, page] = ['unit', 'person', 'site', 'day', 'page'].map((name) => queryText(req, name))
  return { unit: unit ?? null, person: person ?? null, site: site ?? null, day: day ?? null, page: page ?? null }
}

/** Whether the reader keeps a site's roster. */
export function keepsOf(room: Room, reader: SignedIn): (siteId: string) => boolean {
  const kept = new Set(keptSites(room, reader).map(({ id }) => id))
  return (siteId) => kept.has(siteId)
}

/** What cannot be read in the typed cells, each at its field. */
export function problemsOf({ words }: SignedIn, typed: readonly TypedCell[]): FieldError[] {
  return typed.flatMap(({ field, problems, site }) =>
    problems.map((problem) => {
      const where = site.shortName ?? site.name
      const others = problem.kind === 'several' ? problem.people.length : 0
      return { field, text: words.grid.problem[problem.kind](problem.typed, where, others) }
    }),
  )
}

export type Refused = { errors: FieldError[]; gate?: Gate; shownId?: string }

/** The page; with `typed` as it would be if that were saved, and nothing of it lost. */
export async function showGrid(
  room: Room,
  req: Request,
  res: Response,
  period: Period,
  { typed, errors, gate: known }: { typed: readonly TypedCell[] } & Refused = { typed: [], errors: [] },
): Promise<void> {
  const reader = signedInReader(req)
  // Asked before the book: a save in between is then taken for one that this page has not shown, never the other way.
  const [last] = await editsSince(room.deps, period.id, '')
  const inForce = room.deps.book.current()
  const made = withTyped(bookWithDraft(inForce, period.id), period, typed)
  const gate = known ?? gateOf(made, period, await findReach(room.deps))
  const sites = keptSites(room, reader)
  const choice = choiceOf(req)
  const values = new Map(typed.map(({ field, typed: text }) => [field, text]))
  const view = buildGrid(reader, { made, inForce, period, sites, gate, choice, typed: values })
  await showPage(room, req, res, {
    template: 'roster/grid',
    title: headingOf(reader, period, view),
    nav: 'duty',
    status: errors.length > 0 ? 422 : 200,
    view: {
      ...view,
      id: period.id,
      action: gridAddress(period, choice),
      plain: `/periods/${period.id}`,
      choice,
      heading: headingOf(reader, period, view),
      lede: ledeOf(reader, inForce, period, last ? { at: last.at, by: last.by.name } : null),
      basis: period.basis ?? '',
      override: period.override ?? null,
      isPublished: period.state === 'published',
      hasDraft: draftOf(inForce.file, period.id) !== null,
      shownId: last?.id ?? '',
      canUndo: (await undoable(room.deps, period.id, keepsOf(room, reader))) !== null,
      isOffice: reader.isOffice,
      concerned: new Set(placedIn(made, period.id).map(({ personId }) => personId)).size,
      errors,
    },
  })
}

/** The book as it would be with what was typed; cells that cannot be read stay as they are. */
function withTyped(book: Book, period: Period, typed: readonly TypedCell[]): Book {
  const readable = typed.filter(({ problems }) => problems.length === 0).map(({ filling }) => filling)
  if (readable.length === 0) return book
  let drawn = 0
  const at = { periodId: period.id, zone: book.settings.timezone, newId: () => `typed-${drawn++}` }
  const shifts = withCells(placedIn(book, period.id), readable, at)
  const file = withRoster(book.file, { ...period, state: 'draft' }, shifts.map(bare))
  return openBook(file)
}

function headingOf({ words }: SignedIn, period: Period, { red }: { red: number }): string {
  const { grid: say } = words
  return red === 0 ? say.headingOpen(period.name) : say.heading(period.name, red)
}

function ledeOf(
  { words, format }: SignedIn,
  book: Book,
  period: Period,
  last: { at: number; by: string } | null,
): string {
  const { grid: say, roster } = words
  const at = (date: string) => format.date(instantOf(date, book.settings.timezone))
  const dates = `${at(period.from)} – ${at(period.to)}`
  const hasDraft = draftOf(book.file, period.id) !== null
  const version = period.version ?? 0
  const state = hasDraft
    ? say.nextDraft(version + 1, version)
    : period.state === 'published'
      ? roster.state.published(version)
      : roster.state.draft
  const saved = last ? say.lastSaved(format.moment(last.at), last.by) : ''
  return [`${dates} · ${state}`, period.isSensitive ? say.sensitive(book.settings.sensitiveStaff) : '', saved]
    .filter(Boolean)
    .join(' · ')
}
