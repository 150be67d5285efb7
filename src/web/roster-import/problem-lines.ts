import { instantOf } from '../../domain/instant.ts'
import type { TableContext } from '../../domain/roster-table/context.ts'
import type { TableNotice, TableProblem } from '../../domain/roster-table/problem.ts'
import type { Reader } from '../reader.ts'

type Sheets = { hasSeveral: boolean; days: { from: string; to: string }; zone: string }

/** What is said of each place needs to know: whether sheets must be named, and which days the period has. */
export function sheetsOf(
  context: Pick<TableContext, 'book'>,
  names: readonly string[],
  days: readonly string[],
): Sheets {
  const { timezone: zone } = context.book.settings
  return { hasSeveral: names.length > 1, days: { from: days[0] ?? '', to: days.at(-1) ?? '' }, zone }
}

/** A sentence about a cell, or about several. */
type PlaceLine = { place: string; text: string }

/** Everything that could not be understood, a sentence each, beginning with the cell. */
export function problemLines(reader: Reader, sheets: Sheets, problems: readonly TableProblem[]): PlaceLine[] {
  const say = reader.words.spreadsheet.problem
  return problems.map((problem) => {
    const place = say.place(say.at(sheets.hasSeveral ? problem.sheet : '', problem.address))
    return { place, text: problemSentence(reader, sheets, problem) }
  })
}

function problemSentence(reader: Reader, { days, zone }: Sheets, problem: TableProblem): string {
  const { words, format } = reader
  const say = words.spreadsheet.problem
  const text = shown(problem.text)
  const dayText = (date: string) => format.date(instantOf(date, zone))
  switch (problem.kind) {
    case 'uncomputed':
      return say.uncomputed
    case 'outside':
      return say.outside(text, dayText(days.from), dayText(days.to))
    case 'not_a_name':
      return say.not_a_name(text, shown(problem.part))
    case 'two_leads':
      return say.two_leads(words.frame.listOf(problem.names), problem.with === problem.address ? '' : problem.with)
    case 'number_of_other':
    case 'two_numbers':
    case 'not_addable':
      return say[problem.kind](problem.name)
    case 'bad_number':
      return say.bad_number(text, problem.digits)
    default:
      return say[problem.kind](text)
  }
}

const mostLetters = 40
const mostPlaces = 4

/** A long cell is told by its beginning; a line break in it is a space. */
function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > mostLetters ? `${line.slice(0, mostLetters)}…` : line
}

/** What is worth a look, one line for everything of a kind: a column of formulas is one remark. */
export function noticeLines(reader: Reader, sheets: Sheets, notices: readonly TableNotice[]): PlaceLine[] {
  const { problem: say, notice } = reader.words.spreadsheet
  const at = ({ sheet, address }: TableNotice) => say.at(sheets.hasSeveral ? sheet : '', address)
  const groups = Map.groupBy(notices, (one) => `${one.kind} ${noticeSentence(reader, sheets, one)}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    if (first.kind === 'no_table') {
      return group.map(({ sheet }) => ({ place: say.place(say.at(sheet, '')), text: notice.no_table }))
    }
    const where = notice.places(group.slice(0, mostPlaces).map(at), group.length)
    return [{ place: say.place(where), text: noticeSentence(reader, sheets, first) }]
  })
}

function noticeSentence({ words, format }: Reader, { zone }: Sheets, notice: TableNotice): string {
  const say = words.spreadsheet.notice
  switch (notice.kind) {
    case 'weekday': {
      const at = instantOf(notice.date, zone)
      return say.weekday(format.date(at), format.weekday(at), shown(notice.text))
    }
    case 'number_differs':
      return say.number_differs(notice.name)
    default:
      return say[notice.kind]
  }
}
