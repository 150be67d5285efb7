import { type Book, type BookFile, openBook, type Period, type Shift } from '../book/book.ts'

/**
 * The shifts of a period as whoever makes its roster sees them: the next version while one is being made, else those
 * in force. A period that was never published has only the one.
 */
export function rosterOf(file: BookFile, periodId: string): readonly Shift[] {
  return draftOf(file, periodId) ?? shiftsInForce(file, periodId)
}

/** The version in force, 0 before the first. A book that says published and no number holds the first. */
export function versionOf({ state, version }: Period): number {
  return version ?? (state === 'published' ? 1 : 0)
}

/**
 * Whether people were told of the roster by a publication: only then are they reminded, checked and asked for reports.
 * A roster that a program or a hand wrote into the book as published is followed by the pager and by nothing else.
 */
export function isProclaimed(period: Period | undefined): boolean {
  return period?.state === 'published' && period.publishedAt !== undefined
}

/** The shifts that the period's last published version holds, or the first draft's before there is any. */
export function shiftsInForce(file: BookFile, periodId: string): Shift[] {
  return (file.shifts ?? []).filter((shift) => shift.periodId === periodId)
}

/** The next version of a published roster; null while nobody has begun one. */
export function draftOf(file: BookFile, periodId: string): readonly Shift[] | null {
  return file.drafts?.find(({ id }) => id === periodId)?.shifts ?? null
}

/** The book with these shifts as the period's roster: at once for a first draft, as the next version after that. */
export function withRoster(file: BookFile, period: Period, shifts: readonly Shift[]): BookFile {
  if (period.state === 'draft') return withShiftsInForce(file, period.id, shifts)
  const others = (file.drafts ?? []).filter(({ id }) => id !== period.id)
  return { ...file, drafts: [...others, { id: period.id, shifts: [...shifts] }] }
}

/** The book in which these are the shifts that count for the period. */
export function withShiftsInForce(file: BookFile, periodId: string, shifts: readonly Shift[]): BookFile {
  const others = (file.shifts ?? []).filter((shift) => shift.periodId !== periodId)
  return { ...file, shifts: [...others, ...shifts] }
}

/** The book without the next version of the period: what is in force stays. */
export function withoutDraft(file: BookFile, periodId: string): BookFile {
  const { drafts = [], ...rest } = file
  const others = drafts.filter(({ id }) => id !== periodId)
  return others.length > 0 ? { ...rest, drafts: others } : rest
}

const asDrafted = new WeakMap<Book, Map<string, Book>>()

/**
 * The book as it would be if the next version of the period were in force: coverage, tables and checks read it like
 * any other. The book itself when there is no such version. Opened once a book and period.
 */
export function bookWithDraft(book: Book, periodId: string): Book {
  const draft = draftOf(book.file, periodId)
  if (!draft) return book
  const known = asDrafted.get(book) ?? new Map<string, Book>()
  asDrafted.set(book, known)
  const there = known.get(periodId)
  if (there) return there
  const opened = openBook(withShiftsInForce(book.file, periodId, draft))
  known.set(periodId, opened)
  return opened
}
