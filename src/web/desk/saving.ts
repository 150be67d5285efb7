import type { Edited, Editor } from '../../actions/edit-book.ts'
import type { BookProblem } from '../../domain/book/book-check.ts'
import { describeProblem } from '../../domain/book/problem-words.ts'
import type { FieldError } from '../form.ts'
import type { Reader } from '../reader.ts'

/** Who edits, as the audit names them. */
export function editorOf({ person, from }: Reader): Editor {
  return { personId: person?.id ?? null, personName: person?.name ?? '', from }
}

/**
 * Why the book refused an edit, as errors of the form it came from: a problem of a field stands at that field, any
 * other one on top (field empty). Nothing when it was saved.
 */
export function refusals(edited: Edited, reader: Reader, fieldNames: readonly string[]): FieldError[] {
  if (edited.ok) return []
  const { words, language } = reader
  if (edited.orphans.length > 0) {
    const names = words.frame.listOf(edited.orphans.map(({ siteName }) => siteName))
    return [{ field: '', text: words.desk.orphans(names) }]
  }
  return edited.problems.map((problem) => {
    const field = fieldOf(problem, fieldNames)
    const sentence = describeProblem(problem, language)
    return { field, text: field === '' ? `${problem.path}: ${sentence}` : sentence }
  })
}

/** `sites[3].expect.status[0]` belongs to the field `status`, when the form has one of that name. */
function fieldOf({ path }: BookProblem, fieldNames: readonly string[]): string {
  const parts = path
    .replace(/\[\d+\]/g, '')
    .split('.')
    .slice(1)
  return parts.toReversed().find((part) => fieldNames.includes(part)) ?? ''
}
