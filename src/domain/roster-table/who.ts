import type { Person, Span } from '../book/book.ts'

/** Who is to have a part of a cell: somebody of the book, or whoever a question is about. */
export type Who = { personId: string } | { question: string }
export type Part = Span & { who: Who }

/**
 * Something only a reader can tell. `new`: nobody is called so; they may be added. `ask`: which of several, or whether
 * the one of another unit is meant. One question stands for everywhere the name is used for sites of one unit.
 */
export type Question = {
  /** Its name in the form; the same as long as the table and the book are. */
  key: string
  kind: 'new' | 'ask'
  name: string
  unitId: string | undefined
  mobile: string | null
  position: string | null
  candidates: readonly Person[]
  mayAdd: boolean
  /** The first cells in which the name stands. */
  addresses: string[]
}

/** What was answered to a question, by its key: the id of a person, `new` or `skip`. */
export type Answers = ReadonlyMap<string, string>

/** What becomes of a question without an answer: nobody else can be meant by a new name, so it is added. */
export function answerTo(question: Question, answers: Answers): string | null {
  const given = answers.get(question.key)
  if (given === 'skip') return given
  if (given === 'new') return question.mayAdd ? given : null
  if (given !== undefined && question.candidates.some(({ id }) => id === given)) return given
  return question.kind === 'new' && question.mayAdd ? 'new' : null
}

/** A text by which two people of a cell are told apart. */
export function whoKey(who: Who): string {
  return 'personId' in who ? who.personId : `?${who.question}`
}
