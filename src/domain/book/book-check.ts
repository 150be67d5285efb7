import type { BookFile } from './book.ts'
import { clashProblems } from './book-clashes.ts'
import { formProblems } from './book-form.ts'
import type { BookProblem } from './book-problem.ts'
import { referenceProblems } from './book-references.ts'
import { bookSchema } from './book-schema.ts'
import { textProblems } from './book-texts.ts'

export type { BookProblem, ProblemName } from './book-problem.ts'

/**
 * Reads an unknown value as a book, or answers everything that is wrong with it, at once and with its path: the form,
 * what refers to what, and, once both are sound, which shifts cannot both be true.
 */
export function checkBook(raw: unknown): { ok: true; file: BookFile } | { ok: false; problems: BookProblem[] } {
  const parsed = bookSchema.safeParse(raw)
  const inForm = parsed.success ? [] : parsed.error.issues.flatMap((issue) => formProblems(issue, raw))
  const named = new Set(inForm.map(({ path }) => path))
  const problems = [...inForm, ...referenceProblems(raw, (path) => named.has(path))]
  if (problems.length > 0 || !parsed.success) return { ok: false, problems }
  // The schema proved the form of this very value, and changes nothing in it: entries that an edit left alone stay the
  // same objects, which is how the differences of a large book are found in a moment.
  const file = withStates(raw as BookFile)
  const deeper = [...clashProblems(file), ...textProblems(file)]
  return deeper.length > 0 ? { ok: false, problems: deeper } : { ok: true, file }
}

/** A period that does not say so is a draft: nobody is put on duty by an omission. */
function withStates(file: BookFile): BookFile {
  if (!file.periods?.some((period) => period.state === undefined)) return file
  return { ...file, periods: file.periods.map((period) => ({ ...period, state: period.state ?? 'draft' })) }
}
