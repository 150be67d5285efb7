import { type BookFile, openBook } from './book.ts'
import { bookSchema } from './book-schema.ts'
import { overlap } from './coverage.ts'
import { instantOf } from './instant.ts'

/** One thing wrong with a book: where, what, and the values a sentence about it needs. */
export type BookProblem = {
  /** `shifts[3].personId`, as somebody editing the file would write it. */
  path: string
  problem: ProblemName
  with: Record<string, string>
}

export const problemNames = [
  'missing',
  'wrong_type',
  'not_one_of',
  'unknown_field',
  'bad_schema',
  'bad_id',
  'bad_name',
  'bad_date',
  'bad_moment',
  'bad_clock_time',
  'not_positive',
  'negative',
  'above_one',
  'empty',
  'bad_timezone',
  'bad_reference',
  'bad_mobile',
  'bad_phone',
  'bad_url',
  'bad_status',
  'duplicate_id',
  'duplicate_mobile',
  'unknown_unit',
  'unknown_person',
  'unknown_site',
  'unknown_period',
  'reversed',
  'two_leads',
  'two_places',
  'both_roles',
  'twice_at_once',
  'invalid',
] as const
export type ProblemName = (typeof problemNames)[number]

/**
 * Reads an unknown value as a book, or answers everything that is wrong with it, at once and with its path.
 * The form first, then what refers to what: a reference into a broken list would only repeat the first fault.
 */
export function checkBook(raw: unknown): { ok: true; file: BookFile } | { ok: false; problems: BookProblem[] } {
  const parsed = bookSchema.safeParse(raw)
  const formProblems = parsed.success ? [] : parsed.error.issues.flatMap((issue) => formProblem(issue, raw))
  const readable = readableParts(raw, formProblems)
  const problems = [...formProblems, ...referenceProblems(readable, formProblems)]
  if (problems.length > 0 || !parsed.success) return { ok: false, problems }
  // The schema proved the form; optional fields differ only in how the two notations write "absent".
  const file = withStates(parsed.data as BookFile)
  const clashes = shiftClashes(file)
  return clashes.length > 0 ? { ok: false, problems: clashes } : { ok: true, file }
}

type Issue = {
  code?: string
  path: PropertyKey[]
  message: string
  input?: unknown
  expected?: unknown
  keys?: string[]
  values?: unknown[]
}

function formProblem(issue: unknown, raw: unknown): BookProblem[] {
  const { code, path, message, expected, keys, values } = issue as Issue // zod's issues are a union of many; these are the fields we read
  const at = pathText(path)
  const value = valueAt(raw, path)
  const shown = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  if (code === 'unrecognized_keys') {
    return (keys ?? []).map((key) => ({ path: at ? `${at}.${key}` : key, problem: 'unknown_field', with: {} }))
  }
  if (value === undefined) return [{ path: at, problem: 'missing', with: {} }]
  if (at === 'schema') return [{ path: at, problem: 'bad_schema', with: { value: shown } }]
  if (code === 'invalid_type')
    return [{ path: at, problem: 'wrong_type', with: { value: shown, expected: String(expected) } }]
  if (code === 'invalid_value') {
    return [{ path: at, problem: 'not_one_of', with: { value: shown, expected: (values ?? []).join(' | ') } }]
  }
  const problem = problemNames.find((name) => name === message) ?? 'invalid'
  return [{ path: at, problem, with: { value: shown } }]
}

/** Entries whose own form is sound enough to be followed: the rest are named already. */
function readableParts(raw: unknown, problems: readonly BookProblem[]): BookFile {
  const isBroken = (list: string) =>
    problems.some(({ path, problem }) => path === list && (problem === 'wrong_type' || problem === 'missing'))
  const whole = typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? raw : {}
  const kept = Object.entries(whole).filter(([key, value]) => Array.isArray(value) && !isBroken(key))
  const lists = kept.map(([key, value]) => [key, (value as unknown[]).map((entry) => entry ?? {})])
  const settings = 'settings' in whole && typeof whole.settings === 'object' ? { settings: whole.settings } : {}
  return { schema: 'zhishou.book/1', ...Object.fromEntries(lists), ...settings } as BookFile // only read below, field by field
}

function referenceProblems(file: BookFile, formProblems: readonly BookProblem[]): BookProblem[] {
  const problems = new Map<string, BookProblem>()
  const add = (path: string, problem: ProblemName, values: Record<string, string> = {}) => {
    const isNamed = formProblems.some((known) => known.path === path)
    if (!isNamed && !problems.has(path)) problems.set(path, { path, problem, with: values })
  }
  const lists = {
    units: file.units,
    people: file.people,
    sites: file.sites,
    periods: file.periods,
    shifts: file.shifts,
    windows: file.windows,
  }
  for (const [list, entries] of Object.entries(lists)) duplicates(list, entries ?? [], add)
  duplicateMobiles(file, add)
  const known = {
    unit: new Set(file.units?.map(({ id }) => id)),
    person: new Set(file.people?.map(({ id }) => id)),
    site: new Set(file.sites?.map(({ id }) => id)),
    period: new Set(file.periods?.map(({ id }) => id)),
  }
  const refer = (path: string, kind: keyof typeof known, id: string | undefined) => {
    if (typeof id === 'string' && !known[kind].has(id)) add(path, `unknown_${kind}`, { value: id })
  }
  for (const [i, person] of (file.people ?? []).entries()) refer(`people[${i}].unitId`, 'unit', person.unitId)
  for (const [i, site] of (file.sites ?? []).entries()) {
    refer(`sites[${i}].unitId`, 'unit', site.unitId)
    refer(`sites[${i}].leadPersonId`, 'person', site.leadPersonId)
    const contacts = Array.isArray(site.contactPersonIds) ? site.contactPersonIds : []
    for (const [j, contact] of contacts.entries()) refer(`sites[${i}].contactPersonIds[${j}]`, 'person', contact)
  }
  for (const [i, shift] of (file.shifts ?? []).entries()) {
    refer(`shifts[${i}].periodId`, 'period', shift.periodId)
    refer(`shifts[${i}].siteId`, 'site', shift.siteId)
    refer(`shifts[${i}].personId`, 'person', shift.personId)
    reversed(`shifts[${i}]`, shift, add)
  }
  for (const [i, window] of (file.windows ?? []).entries()) {
    refer(`windows[${i}].siteId`, 'site', window.siteId)
    refer(`windows[${i}].filedBy`, 'person', window.filedBy)
    reversed(`windows[${i}]`, window, add)
  }
  for (const [i, period] of (file.periods ?? []).entries()) {
    if (period.from > period.to) add(`periods[${i}].to`, 'reversed', { from: period.from, to: period.to })
  }
  const office = file.settings?.officePersonIds
  for (const [i, id] of (Array.isArray(office) ? office : []).entries())
    refer(`settings.officePersonIds[${i}]`, 'person', id)
  return [...problems.values()]
}

type Add = (path: string, problem: ProblemName, values?: Record<string, string>) => void

function duplicates(list: string, entries: readonly { id: string }[], add: Add): void {
  const seen = new Set<string>()
  for (const [i, { id }] of entries.entries()) {
    if (seen.has(id)) add(`${list}[${i}].id`, 'duplicate_id', { value: id })
    seen.add(id)
  }
}

/** A number signs its owner in and names who replied, so no two people who are still here may share one. */
function duplicateMobiles(file: BookFile, add: Add): void {
  const owners = new Map<string, string>()
  for (const [i, person] of (file.people ?? []).entries()) {
    if (!person.mobile || person.disabled) continue
    const owner = owners.get(person.mobile)
    if (owner) add(`people[${i}].mobile`, 'duplicate_mobile', { value: person.mobile, other: owner })
    owners.set(person.mobile, person.name)
  }
}

function reversed(path: string, span: { from: string; to: string }, add: Add): void {
  try {
    if (instantOf(span.from, 'utc') >= instantOf(span.to, 'utc'))
      add(`${path}.to`, 'reversed', { from: span.from, to: span.to })
  } catch {
    // A moment that cannot be read is named by the form check already.
  }
}

/** Clashes among shifts that count. A draft may hold clashes: its screens show them until they are mended. */
function shiftClashes(file: BookFile): BookProblem[] {
  const book = openBook(file)
  const drafts = new Set(file.periods?.filter(({ state }) => state !== 'published').map(({ id }) => id))
  const index = new Map(file.shifts?.map((shift, i) => [shift.id, i]))
  const counting = [...book.shiftsBySite.values()].flat().filter(({ periodId }) => !periodId || !drafts.has(periodId))
  const sorted = counting.toSorted((a, b) => a.fromAt - b.fromAt)
  const problems: BookProblem[] = []
  for (const [i, a] of sorted.entries()) {
    for (let j = i + 1; j < sorted.length; j++) {
      const b = sorted[j]
      if (!b || b.fromAt >= a.toAt) break
      const problem = overlap(a, b) ? clashOf(a, b, (siteId) => book.sites.get(siteId)?.unitId) : null
      if (problem) {
        const values = { other: a.id, person: book.people.get(b.personId)?.name ?? b.personId, from: b.from, to: a.to }
        problems.push({ path: `shifts[${index.get(b.id)}]`, problem, with: values })
      }
    }
  }
  return problems
}

type Placed = { siteId: string; role: string; personId: string }

function clashOf(a: Placed, b: Placed, unitOf: (siteId: string) => string | undefined): ProblemName | null {
  if (a.siteId === b.siteId && a.personId === b.personId) return a.role === b.role ? 'twice_at_once' : 'both_roles'
  if (a.siteId === b.siteId && a.role === 'lead' && b.role === 'lead') return 'two_leads'
  return a.personId === b.personId && a.siteId !== b.siteId && unitOf(a.siteId) !== unitOf(b.siteId)
    ? 'two_places'
    : null
}

/** A period that does not say so is a draft: nobody is put on duty by an omission. */
function withStates(file: BookFile): BookFile {
  if (!file.periods?.some((period) => period.state === undefined)) return file
  return { ...file, periods: file.periods.map((period) => ({ ...period, state: period.state ?? 'draft' })) }
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
