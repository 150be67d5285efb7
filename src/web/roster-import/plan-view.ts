import type { Book, Person, Role } from '../../domain/book/book.ts'
import { maskPhone } from '../../domain/phone.ts'
import { daysOf, type TableContext } from '../../domain/roster-table/context.ts'
import type { CellChange, Proposal } from '../../domain/roster-table/propose.ts'
import type { Answers, Part, Question } from '../../domain/roster-table/who.ts'
import type { TableUpload } from '../../domain/table-upload.ts'
import type { FieldError } from '../form.ts'
import type { SignedIn } from '../reader.ts'
import { noticeLines, problemLines, sheetsOf } from './problem-lines.ts'

const mostChanges = 300
const mostProblems = 200

export type Plan = { upload: TableUpload; context: TableContext; proposal: Proposal; digest: string; answers: Answers }

type ChangeRow = {
  site: string
  shift: string
  role: string
  before: string
  after: string
  place: string
}
type AskView = { key: string; name: string; text: string; places: string; choices: ChoiceView[]; error: string }
type ChoiceView = { value: string; label: string; isChosen: boolean }
type NewView = { key: string; name: string; unit: string; mobile: string; places: string; isSkipped: boolean }

/** The dry run: the sentence, what could not be read, what has to be asked, whom it adds, and every change. */
export function buildPlan(reader: SignedIn, plan: Plan, errors: readonly FieldError[]) {
  const { upload, context, proposal, digest, answers } = plan
  const { plan: say } = reader.words.spreadsheet
  const { changes, unchanged, questions, problems } = proposal
  const names = upload.rows.map(({ name }) => name)
  const sheets = sheetsOf(context, names, daysOf(context))
  const added = questions.filter(({ kind }) => kind === 'new')
  const title =
    changes.length > 0 ? say.title(changes.length, problems.length) : problems.length > 0 ? say.nothing : say.same
  return {
    at: `/periods/${upload.subject}`,
    action: `/periods/${upload.subject}/import/${upload.id}`,
    period: context.period.name,
    heading: title,
    lede: say.lede(upload.fileName, unchanged),
    digest,
    problems: problemLines(reader, sheets, problems.slice(0, mostProblems)),
    problemsTitle: problems.length > 0 ? say.problems(problems.length) : '',
    moreProblems: problems.length > mostProblems ? say.moreProblems(problems.length - mostProblems) : '',
    asks: questions.filter(({ kind }) => kind === 'ask').map((question) => askOf(reader, plan, question, errors)),
    added: added.map((question) => newOf(reader, context.book, question, answers)),
    changes: changes.slice(0, mostChanges).map((change) => rowOf(reader, plan, change)),
    more: changes.length > mostChanges ? say.more(changes.length - mostChanges) : '',
    notices: noticeLines(reader, sheets, proposal.notices),
    write: changes.length === 0 ? '' : questions.length > 0 ? say.writeChosen : say.write(changes.length),
    errors,
  }
}

function rowOf(
  reader: SignedIn,
  { context, proposal }: Plan,
  { cell, before, after, addresses }: CellChange,
): ChangeRow {
  const { words, format } = reader
  const { book } = context
  const { slot } = cell
  const site = book.sites.get(cell.siteId)
  const whole = (part: { fromAt: number; toAt: number }) => part.fromAt === slot.fromAt && part.toAt === slot.toAt
  const hours = (part: { fromAt: number; toAt: number }) =>
    whole(part) ? '' : ` ${format.clock(part.fromAt)}–${format.clock(part.toAt)}`
  const old = before.map((entry) => `${nameOf(book, entry.personId)}${hours(entry)}`)
  const next = after.map((part) => `${partName(book, proposal.questions, part)}${hours(part)}`)
  return {
    site: site?.shortName ?? site?.name ?? '',
    shift: shiftText(reader, slot),
    role: roleText(reader, cell.role),
    before: old.length > 0 ? words.frame.listOf(old) : words.spreadsheet.plan.nobody,
    after: words.frame.listOf(next),
    place: words.spreadsheet.notice.places(addresses.slice(0, 3), addresses.length),
  }
}

/** 10月1日 周四; with its hours when it is not a whole day. */
function shiftText({ format }: SignedIn, slot: { fromAt: number; toAt: number }): string {
  const isDay = format.clock(slot.fromAt) === format.clock(slot.toAt)
  const hours = isDay ? '' : ` ${format.clock(slot.fromAt)}–${format.clock(slot.toAt)}`
  return `${format.date(slot.fromAt)} ${format.weekday(slot.fromAt)}${hours}`
}

function roleText({ words }: SignedIn, role: Role): string {
  return words.watch.role[role]
}

function nameOf(book: Book, personId: string): string {
  return book.people.get(personId)?.name ?? personId
}

function partName(book: Book, questions: readonly Question[], { who }: Part): string {
  if ('personId' in who) return nameOf(book, who.personId)
  return questions.find(({ key }) => key === who.question)?.name ?? ''
}

function askOf(
  reader: SignedIn,
  { context, answers }: Plan,
  question: Question,
  errors: readonly FieldError[],
): AskView {
  const { plan: say } = reader.words.spreadsheet
  const { key, name, candidates, unitId, mayAdd, addresses } = question
  const unitOf = (id: string | undefined) => (id ? (context.book.units.get(id)?.name ?? '') : '')
  const [only] = candidates
  const given = answers.get(key) ?? ''
  const choices = [
    { value: '', label: say.choose },
    ...candidates.map((person) => ({ value: person.id, label: candidateText(person, unitOf(person.unitId)) })),
    ...(mayAdd ? [{ value: 'new', label: say.newPerson(unitOf(unitId)) }] : []),
    { value: 'skip', label: say.leaveOut },
  ]
  return {
    ...{ key, name },
    text:
      candidates.length === 1 && only ? say.askOther(name, unitOf(only.unitId)) : say.askOne(candidates.length, name),
    places: say.asked(reader.words.spreadsheet.notice.places(addresses, addresses.length)),
    choices: choices.map((choice) => ({ ...choice, isChosen: choice.value === given })),
    error: errors.find(({ field }) => field === key)?.text ?? '',
  }
}

function candidateText({ name, position, mobile }: Person, unit: string): string {
  const rest = [unit, position, mobile ? maskPhone(mobile) : ''].filter(Boolean).join(' ')
  return rest === '' ? name : `${name}（${rest}）`
}

function newOf({ words }: SignedIn, book: Book, question: Question, answers: Answers): NewView {
  const { key, name, unitId, mobile, addresses } = question
  return {
    ...{ key, name },
    unit: unitId ? (book.units.get(unitId)?.name ?? '') : '',
    mobile: mobile === null ? words.desk.noMobile : maskPhone(mobile),
    places: words.spreadsheet.notice.places(addresses, addresses.length),
    isSkipped: answers.get(key) === 'skip',
  }
}
