import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { replaceBook } from '../../actions/edit-book.ts'
import type { BookFile } from '../../domain/book/book.ts'
import { differences } from '../../domain/book/book-change.ts'
import { checkBook } from '../../domain/book/book-check.ts'
import { describeProblem } from '../../domain/book/problem-words.ts'
import { dateOf } from '../../domain/instant.ts'
import { changeLine } from '../audit/change-words.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import type { FieldError } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { tabsOf } from './tabs.ts'
import { readParts, takeUpload } from './upload.ts'

const mostShown = 200

/** `/settings/book`: the whole book as a file, out and in. What comes in is checked and shown before it is kept. */
export const bookFile: Screen = (router, room) => {
  router.get('/settings/book.json', async (req, res) => {
    const reader = signedInReader(req)
    if (!reader.isOffice) return showMissing(room, req, res)
    const { file, settings } = room.deps.book.current()
    const name = `zhishou-book-${dateOf(reader.now, settings.timezone)}.json`
    res.set({ 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'private, no-store' })
    res.type('json').send(`${JSON.stringify(file, null, 2)}\n`)
  })
  router.get('/settings/book', async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    await view(room, req, res, null, [])
  })
  router.post('/settings/book', takeUpload, async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    await submit(room, req, res)
  })
}

async function submit(room: Room, req: Request, res: Response): Promise<void> {
  const reader = signedInReader(req)
  const parts = readParts(req)
  const text = parts?.get('book') ?? ''
  const { file, errors } = readBook(text, reader)
  if (!file) return view(room, req, res, null, errors)
  const isConfirmed = parts?.get('base') === digestOf(room.deps.book.current().file)
  if (!isConfirmed) return view(room, req, res, { file, text }, [])
  const edited = await replaceBook(room.deps, editorOf(reader), file, reader.now)
  if (!edited.ok) return view(room, req, res, null, refusals(edited, reader, []))
  await seeOther(req, res, '/settings/book', reader.words.settings.book.kept(edited.changes.length))
}

/** Every fault with its path, or a book that may be kept; one that would shut the reader out is a fault as well. */
function readBook(
  text: string,
  { words, language, person }: SignedIn,
): { file: BookFile | null; errors: FieldError[] } {
  const say = words.settings.book
  const fault = (sentence: string) => ({ file: null, errors: [{ field: 'book', text: sentence }] })
  if (text.trim() === '') return fault(say.nothing)
  const raw = parseJson(text)
  if (raw === undefined) return fault(say.notJson)
  const checked = checkBook(raw)
  if (!checked.ok) {
    return {
      file: null,
      errors: checked.problems.map((problem) => ({
        field: 'book',
        text: `${problem.path}: ${describeProblem(problem, language)}`,
      })),
    }
  }
  const { settings, people } = checked.file
  const staysOffice =
    settings?.officePersonIds?.includes(person.id) && people?.some(({ id, disabled }) => id === person.id && !disabled)
  return staysOffice ? { file: checked.file, errors: [] } : fault(say.withoutYou)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the form says so. Undefined is no JSON value, so it cannot be mistaken for one.
    return undefined
  }
}

/** A book that changed while its successor was being looked at has another digest, and is compared again. */
function digestOf(file: BookFile): string {
  return createHash('sha256').update(JSON.stringify(file)).digest('base64url')
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  proposal: { file: BookFile; text: string } | null,
  errors: readonly FieldError[],
): Promise<void> {
  const reader = signedInReader(req)
  const say = reader.words.settings
  const book = room.deps.book.current()
  const changes = proposal ? differences(book.file, proposal.file) : []
  const lines = changes.slice(0, mostShown).map((change) => changeLine(book, reader, change))
  await showPage(room, req, res, {
    template: 'settings/book',
    title: say.groups.book,
    nav: 'settings',
    status: errors.length > 0 ? 422 : 200,
    view: {
      heading: proposal ? say.book.differences(changes.length) : say.groups.book,
      tabs: tabsOf(reader.words, 'book'),
      errors: errors.slice(0, mostShown),
      proposal: proposal
        ? {
            text: proposal.text,
            base: digestOf(book.file),
            lines,
            more: Math.max(0, changes.length - mostShown),
            isSame: changes.length === 0,
          }
        : null,
    },
  })
}
