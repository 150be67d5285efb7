import type { Request, Response } from 'express'
import { editBook } from '../../actions/edit-book.ts'
import type { Book, BookFile, Period } from '../../domain/book/book.ts'
import { withoutEntry } from '../../domain/book/book-change.ts'
import { bookWithDraft, withoutDraft } from '../../domain/roster/roster.ts'
import { showConfirm } from '../desk/confirm-view.ts'
import { keptUnits } from '../desk/keeping.ts'
import { type CellView, type RegisterView, showRegister } from '../desk/register-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { todayOf } from '../duty/duty-view.ts'
import { knownCoverage } from '../duty/known-coverage.ts'
import { offersOf } from '../duty/offers.ts'
import { periodsFor } from '../duty/periods.ts'
import { showMissing } from '../faults.ts'
import type { FieldError } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'

/** `/periods`: who keeps a roster. Removing a period: the office. */
export const periods: Screen = (router, room) => {
  router.get('/periods', async (req, res) => {
    const reader = signedInReader(req)
    if (!keepsARoster(room, reader)) return showMissing(room, req, res)
    await showRegister(room, req, res, buildPeriods(room, reader), 'duty')
  })
  router.get('/periods/:id/remove', async (req, res) => {
    const period = officePeriod(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await askToRemove(room, req, res, period, [])
  })
  router.post('/periods/:id/remove', async (req, res) => {
    const period = officePeriod(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    const reader = signedInReader(req)
    const edited = await editBook(room.deps, editorOf(reader), (file) => withoutPeriod(file, period.id), reader.now)
    const errors = refusals(edited, reader, [])
    if (errors.length > 0) return askToRemove(room, req, res, period, errors)
    await seeOther(req, res, '/periods', reader.words.roster.removed(period.name))
  })
}

/** The period with what was being made of its next version; shifts in force keep it from going. */
function withoutPeriod(file: BookFile, periodId: string): BookFile {
  return withoutEntry(withoutDraft(file, periodId), 'periods', periodId)
}

function keepsARoster(room: Room, reader: SignedIn): boolean {
  return reader.isOffice || keptUnits(room.deps.book.current(), reader).length > 0
}

/** The period when the reader keeps a part of its roster. */
export function periodOf(room: Room, req: Request, id: string): Period | null {
  if (!keepsARoster(room, signedInReader(req))) return null
  return room.deps.book.current().periods.get(id) ?? null
}

export function officePeriod(room: Room, req: Request, id: string): Period | null {
  return signedInReader(req).isOffice ? (room.deps.book.current().periods.get(id) ?? null) : null
}

function buildPeriods(room: Room, reader: SignedIn): RegisterView {
  const { words } = reader
  const say = words.roster
  const book = room.deps.book.current()
  const all = periodsFor(book, reader)
  const { list, gap } = offersOf(room, reader, todayOf(book, reader.now))
  const hints = [...list.map(({ text, basis }) => `${text}${basis}`), gap].filter(Boolean)
  return {
    heading: say.title(all.length),
    lede: hints.map((hint) => hint.trim()).join(reader.language === 'en' ? ' ' : ''),
    crumb: { href: '/duty', label: words.frame.nav.duty },
    actions: reader.isOffice
      ? [
          ...list
            .flatMap(({ href, name }) => (href ? [{ href, label: say.make(name), isMain: false }] : []))
            .slice(0, 1),
          { href: '/periods/new', label: say.add, isMain: false },
          { href: '/hours', label: words.hours.title, isMain: false },
        ]
      : [{ href: '/hours', label: words.hours.title, isMain: false }],
    filters: [],
    columns: [say.column.name, say.column.from, say.column.to, say.column.state, say.column.holes].map((label) => ({
      label,
    })),
    rows: all.toReversed().map((period) => ({ cells: cellsOf(book, reader, period) })),
    empty: { title: say.none, text: '' },
    pager: null,
  }
}

function cellsOf(book: Book, { words }: SignedIn, period: Period): CellView[] {
  const { gaps, clashes } = knownCoverage(bookWithDraft(book, period.id), period)
  const open = gaps.length + clashes.length
  const state = period.state === 'draft' ? words.roster.state.draft : words.roster.state.published(period.version ?? 1)
  return [
    { text: period.name, href: `/periods/${period.id}` },
    { text: period.from },
    { text: period.to },
    { text: state },
    open > 0 ? { text: words.roster.holes(open), tone: 'bad' } : { text: words.roster.whole },
  ]
}

async function askToRemove(
  room: Room,
  req: Request,
  res: Response,
  period: Period,
  errors: readonly FieldError[],
): Promise<void> {
  const { words } = signedInReader(req)
  const book = room.deps.book.current()
  const count = [...book.shiftsBySite.values()].flat().filter(({ periodId }) => periodId === period.id).length
  const page = {
    title: words.roster.removeTitle(period.name),
    lede: count > 0 ? words.roster.removeRefused(count) : words.roster.removeText,
    list: [],
    action: `/periods/${period.id}/remove`,
    button: words.desk.remove,
    isPossible: count === 0,
    back: { href: `/periods/${period.id}`, label: words.desk.back },
    fields: [],
  }
  await showConfirm(room, req, res, page, { nav: 'duty', errors })
}
