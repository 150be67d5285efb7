import type { Person } from '../book/book.ts'
import type { CellFilling } from '../roster/cell.ts'
import type { Proposal } from './propose.ts'
import { type Answers, answerTo, type Question, whoKey } from './who.ts'

/** The questions that nobody has answered yet: until then nothing can be taken over. */
export function openQuestions({ questions }: Proposal, answers: Answers): Question[] {
  return questions.filter((question) => answerTo(question, answers) === null)
}

/** The people whom a proposal adds to the book, by the question about them; `newId` names each. */
export function newPeopleOf({ questions }: Proposal, answers: Answers, newId: () => string): Map<string, Person> {
  const added = questions.filter((question) => answerTo(question, answers) === 'new')
  return new Map(
    added.map(({ key, name, unitId, mobile, position }) => [
      key,
      {
        id: newId(),
        name,
        ...(unitId === undefined ? {} : { unitId }),
        ...(mobile === null ? {} : { mobile }),
        ...(position === null ? {} : { position }),
      },
    ]),
  )
}

/** The cells of the roster as the answers leave them. Whoever is left out is not put there; a cell left empty is left alone. */
export function fillingsOf(
  { changes, questions }: Proposal,
  answers: Answers,
  added: ReadonlyMap<string, Person>,
): CellFilling[] {
  const byKey = new Map(questions.map((question) => [question.key, question]))
  const personIn = (key: string): string | null => {
    const question = byKey.get(key)
    const answer = question ? answerTo(question, answers) : null
    if (answer === 'new') return added.get(key)?.id ?? null
    return answer === 'skip' ? null : answer
  }
  return changes.flatMap(({ cell, after }) => {
    const entries = after.flatMap(({ who, fromAt, toAt }) => {
      const personId = 'personId' in who ? who.personId : personIn(who.question)
      return personId === null ? [] : [{ personId, fromAt, toAt }]
    })
    return entries.length > 0 ? [{ cell, entries }] : []
  })
}

/** A text that is the same as long as a proposal would do the same: what was confirmed is what was shown. */
export function marksOf({ changes, questions }: Proposal): string {
  return JSON.stringify([
    changes.map(({ cell, before, after }) => [
      ...[cell.siteId, cell.role, cell.slot.fromAt, cell.slot.toAt],
      before.map(({ personId, fromAt, toAt }) => [personId, fromAt, toAt]),
      after.map(({ who, fromAt, toAt }) => [whoKey(who), fromAt, toAt]),
    ]),
    questions.map(({ key, kind, name, unitId, mobile, candidates }) => [
      ...[key, kind, name, unitId ?? null, mobile],
      candidates.map(({ id }) => id),
    ]),
  ])
}
