import { type Findings, placeOf, type TableContext } from './context.ts'
import type { TableEntry, TablePerson } from './entry.ts'
import { findPerson, nameKey, type PersonReading } from './find-person.ts'
import type { Question, Who } from './who.ts'

const mostAddresses = 6

/** Finds out whom the entries mean; each name that the book does not settle becomes one question. */
export class PeopleOfTable {
  readonly #context: TableContext
  readonly #findings: Findings
  readonly #questions = new Map<string, Question>()
  /** Numbers of people who are to be added, by name and unit: the book lets no two people share one. */
  readonly #taken = new Map<string, string>()

  constructor(context: TableContext, findings: Findings) {
    this.#context = context
    this.#findings = findings
  }

  get questions(): Question[] {
    return [...this.#questions.values()]
  }

  /** Whom a name of an entry means; null after having said why nobody can be put there. */
  who(entry: TableEntry, named: TablePerson): Who | null {
    const site = this.#context.book.sites.get(entry.siteId) ?? { id: entry.siteId }
    const reading = findPerson(this.#context, named, site)
    const { sheet, address, text } = entry
    const place = { sheet, address, text }
    const numberPlace = named.phoneAt ? placeOf(sheet, named.phoneAt) : place
    const { name } = named
    switch (reading.kind) {
      case 'known':
        if (reading.numberDiffers) this.#findings.notice({ kind: 'number_differs', name, ...numberPlace })
        return { personId: reading.person.id }
      case 'number_of_other':
        this.#findings.problem({ kind: reading.kind, name, ...numberPlace })
        return null
      case 'bad_number':
        this.#findings.problem({ ...reading, ...numberPlace, text: named.phone ?? '' })
        return null
      default:
        return this.#asked(entry, named, reading)
    }
  }

  #asked(entry: TableEntry, named: TablePerson, reading: Extract<PersonReading, { kind: 'ask' | 'new' }>): Who | null {
    const { kind, unitId, mobile } = reading
    const { sheet, address, text } = entry
    const id = `${kind} ${nameKey(named.name)} ${unitId ?? ''}`
    const mayAdd = this.#context.mayAddTo(unitId)
    if (kind === 'new' && !mayAdd) {
      this.#findings.problem({ kind: 'not_addable', name: named.name, sheet, address, text })
      return null
    }
    const problem = this.#numberProblem(id, mobile)
    if (problem) {
      this.#findings.problem({ kind: problem, name: named.name, sheet, address, text })
      return null
    }
    const question = this.#questions.get(id) ?? {
      ...{ key: `q${this.#questions.size}`, kind, name: named.name, unitId, mobile: null, position: null },
      ...{ candidates: kind === 'ask' ? reading.candidates : [], mayAdd, addresses: [] },
    }
    this.#questions.set(id, question)
    question.mobile ??= mobile
    question.position ??= named.position
    if (question.addresses.length < mostAddresses && !question.addresses.includes(address)) {
      question.addresses.push(address)
    }
    return { question: question.key }
  }

  #numberProblem(id: string, mobile: string | null): 'two_numbers' | 'number_of_other' | null {
    if (mobile === null) return null
    const known = this.#questions.get(id)?.mobile ?? null
    if (known !== null && known !== mobile) return 'two_numbers'
    const owner = this.#taken.get(mobile) ?? id
    this.#taken.set(mobile, owner)
    return owner === id ? null : 'number_of_other'
  }
}
