import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Adapter } from 'lowdb'
import type { BookFile } from '../../domain/book/book.ts'
import { type BookProblem, checkBook } from '../../domain/book/book-check.ts'
import { writeDurably } from './durable-file.ts'

/** The book was written by hand or by a program and says things that cannot be. Nothing was loaded, nothing changed. */
export class FaultyBook extends Error {
  readonly path: string
  readonly problems: BookProblem[]
  constructor(path: string, problems: BookProblem[]) {
    super(`${path}: ${problems.length} problems`)
    this.path = path
    this.problems = problems
  }
}

/** The file is there and cannot be read as text or JSON, and no good copy of it exists. */
export class UnreadableBook extends Error {}

export type BookFileEvents = {
  /** The book was damaged and set aside as `damaged`; the copy was used. Somebody must be told. */
  quarantine(damaged: string, usedCopy: string): void
  /** The book is safe, its copy could not be renewed. */
  copyFailed(error: unknown): void
  /** Names a damaged file apart from the last one. */
  stamp(): string
}

/**
 * lowdb's adapter for `book.json`, made durable. Beside the book it keeps a copy of the last good one, equal to it
 * while all is well; a damaged book is set aside under another name and the copy used, loudly.
 */
export class BookFileAdapter implements Adapter<BookFile> {
  readonly #path: string
  readonly #copyPath: string
  readonly #on: BookFileEvents

  constructor(folder: string, on: BookFileEvents) {
    this.#path = join(folder, 'book.json')
    this.#copyPath = join(folder, 'book.last-good.json')
    this.#on = on
  }

  /** Null only when neither the book nor a copy of it has ever been there. */
  async read(): Promise<BookFile | null> {
    const text = await textOf(this.#path)
    const raw = text === null ? undefined : parsed(text)
    if (raw !== undefined) return this.#checked(raw, this.#path)
    const copy = await textOf(this.#copyPath)
    if (copy === null && text === null) return null
    const good = copy === null ? undefined : parsed(copy)
    if (good === undefined) {
      throw new UnreadableBook(`${this.#path} is damaged and there is no good copy beside it; restore it from a backup`)
    }
    const book = this.#checked(good, this.#copyPath)
    const damaged = `${this.#path}.damaged-${this.#on.stamp()}`
    if (text !== null) await rename(this.#path, damaged)
    await writeDurably(this.#path, copy ?? '')
    this.#on.quarantine(text === null ? this.#path : damaged, this.#copyPath)
    return book
  }

  async write(book: BookFile): Promise<void> {
    const text = `${JSON.stringify(book, null, 1)}\n`
    await writeDurably(this.#path, text)
    // From here on the change is true. A copy that cannot be renewed is reported, and is no reason to take it back.
    await writeDurably(this.#copyPath, text).catch((error: unknown) => this.#on.copyFailed(error))
  }

  #checked(raw: unknown, path: string): BookFile {
    const checked = checkBook(raw)
    if (!checked.ok) throw new FaultyBook(path, checked.problems)
    return checked.file
  }
}

/** Null when the file does not exist. Any other failure to read is an error: it must never look like an empty book. */
async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new UnreadableBook(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Undefined when the text is no JSON at all: cut short, empty, or overwritten. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined // damage is the answer; the caller turns to the copy
  }
}
