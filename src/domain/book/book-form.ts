import { type BookProblem, problemNames } from './book-problem.ts'

/** The fields of a schema issue that are read here; zod's own type is a union of many. */
type Issue = {
  code?: string
  path: PropertyKey[]
  message: string
  expected?: unknown
  keys?: string[]
  values?: unknown[]
}

/** A value is quoted up to this length: a sentence about it has to fit on a screen. */
const longestQuote = 80

/** What one issue of the schema means to somebody who edits the file. */
export function formProblems(issue: Issue, raw: unknown): BookProblem[] {
  const { code, path, message, expected, keys, values } = issue
  const at = pathText(path)
  const found = valueAt(raw, path)
  const value = found === undefined ? '' : quoted(typeof found === 'string' ? found : JSON.stringify(found))
  if (code === 'unrecognized_keys') {
    return (keys ?? []).map((key) => ({ path: pathText([...path, quoted(key)]), problem: 'unknown_field', with: {} }))
  }
  if (found === undefined) return [{ path: at, problem: 'missing', with: {} }]
  if (at === 'schema') return [{ path: at, problem: 'bad_schema', with: { value } }]
  if (code === 'invalid_type') {
    return [{ path: at, problem: 'wrong_type', with: { value, expected: String(expected) } }]
  }
  if (code === 'invalid_value') {
    return [{ path: at, problem: 'not_one_of', with: { value, expected: (values ?? []).join(' | ') } }]
  }
  return [{ path: at, problem: problemNames.find((name) => name === message) ?? 'invalid', with: { value } }]
}

function quoted(text: string): string {
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  )
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), raw)
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null
}
