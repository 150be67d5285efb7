import { type Adapter, Low } from 'lowdb'
import { type Book, type BookFile, emptyBook, openBook } from '../../domain/book/book.ts'
import { checkBook } from '../../domain/book/book-check.ts'
import type { BookChange, BookStore } from '../ports.ts'

/** Sites and shifts of a book that is checked in a few milliseconds. */
const smallBook = 2000

/** The book of a whole country takes a tenth of a second to check: pages and probes have their turn in between. */
async function pauseFor(book: BookFile): Promise<void> {
  // Before it is checked, what a program sends may be anything at all.
  const { sites, shifts }: { sites?: unknown; shifts?: unknown } = Object(book)
  const size = [sites, shifts].reduce((sum: number, list) => sum + (Array.isArray(list) ? list.length : 0), 0)
  if (size > smallBook) await new Promise((resolve) => setImmediate(resolve))
}

/**
 * The book behind lowdb. Changes are made one after the other on the newest book; readers see a change only once it
 * is on the disk, and a write that fails leaves memory as it was (lowdb itself would keep the new value).
 */
export async function openBookStore(adapter: Adapter<BookFile>): Promise<BookStore> {
  const low = new Low<BookFile>(adapter, emptyBook)
  await low.read()
  let book: Book = openBook(low.data)
  let queue: Promise<unknown> = Promise.resolve()

  const apply = async (edit: (file: BookFile) => BookFile): Promise<BookChange> => {
    const before = low.data
    const edited = edit(before)
    if (edited === before) return { ok: true, before, after: before }
    await pauseFor(edited)
    const checked = checkBook(edited)
    if (!checked.ok) return checked
    const after = checked.file
    await pauseFor(after)
    const opened = openBook(after)
    await pauseFor(after)
    low.data = after
    try {
      await low.write()
    } catch (error) {
      low.data = before
      throw error
    }
    book = opened
    return { ok: true, before, after }
  }

  return {
    current: () => book,
    change(edit) {
      const turn = queue.then(() => apply(edit))
      queue = turn.catch(() => undefined) // the error is the caller's; the next change takes its own turn
      return turn
    },
  }
}
