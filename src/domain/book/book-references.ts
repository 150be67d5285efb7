import { day, instantOf } from '../instant.ts'
import type { BookProblem, ProblemName } from './book-problem.ts'
import { mostWindowDays } from './planned-window.ts'
import { defaultSettings } from './settings.ts'

type Entry = Readonly<Record<string, unknown>>
type Add = (path: string, problem: ProblemName, values?: Record<string, string>) => void
type Kind = 'unit' | 'person' | 'site' | 'period'

const listNames = ['units', 'people', 'sites', 'periods', 'shifts', 'windows'] as const
type Lists = Record<(typeof listNames)[number], Entry[]>

/**
 * Everything in a book that refers to nothing, stands twice, or ends before it begins. The book may be broken in form
 * as well: a field of the wrong kind is passed over here, since the form check has named it (`isNamed`).
 */
export function referenceProblems(raw: unknown, isNamed: (path: string) => boolean): BookProblem[] {
  const problems = new Map<string, BookProblem>()
  const add: Add = (path, problem, values = {}) => {
    if (!isNamed(path) && !problems.has(path)) problems.set(path, { path, problem, with: values })
  }
  const book = entryOf(raw)
  const settings = entryOf(book['settings'])
  const lists = listsOf(book)
  for (const list of listNames) duplicateIds(list, lists[list], add)
  duplicateMobiles(lists.people, add)
  danglingReferences(lists, settings, add)
  parentRings(lists.sites, add)
  const zone = typeof settings['timezone'] === 'string' ? settings['timezone'] : 'Asia/Shanghai'
  periodSpans(lists, zone, add)
  reversedSpans(lists, zone, add)
  dailyWindows(lists.windows, zone, add)
  unheardReminder(settings, add)
  return [...problems.values()]
}

function listsOf(book: Entry): Lists {
  const list = (name: keyof Lists) => listOf(book[name]).map(entryOf)
  return {
    units: list('units'),
    people: list('people'),
    sites: list('sites'),
    periods: list('periods'),
    shifts: list('shifts'),
    windows: list('windows'),
  }
}

function duplicateIds(list: string, entries: readonly Entry[], add: Add): void {
  const seen = new Set<string>()
  for (const [i, { id }] of entries.entries()) {
    if (typeof id !== 'string') continue
    if (seen.has(id)) add(`${list}[${i}].id`, 'duplicate_id', { value: id })
    seen.add(id)
  }
}

/** A number signs its owner in and names who replied, so no two people who are still here may share one. */
function duplicateMobiles(people: readonly Entry[], add: Add): void {
  const owners = new Map<string, string>()
  for (const [i, { mobile, name, disabled }] of people.entries()) {
    if (typeof mobile !== 'string' || mobile === '' || disabled === true) continue
    const other = owners.get(mobile)
    if (other !== undefined) add(`people[${i}].mobile`, 'duplicate_mobile', { value: mobile, other })
    owners.set(mobile, String(name))
  }
}

function danglingReferences(lists: Lists, settings: Entry, add: Add): void {
  const ids = (entries: readonly Entry[]) => new Set(entries.map(({ id }) => id))
  const known: Record<Kind, ReadonlySet<unknown>> = {
    unit: ids(lists.units),
    person: ids(lists.people),
    site: ids(lists.sites),
    period: ids(lists.periods),
  }
  const refer = (path: string, kind: Kind, id: unknown) => {
    if (typeof id === 'string' && !known[kind].has(id)) add(path, `unknown_${kind}`, { value: id })
  }
  const referAll = (path: string, kind: Kind, values: unknown) => {
    for (const [i, id] of listOf(values).entries()) refer(`${path}[${i}]`, kind, id)
  }
  for (const kind of ['units', 'sites'] as const) {
    for (const [i, entry] of lists[kind].entries()) {
      for (const pool of ['leadPoolIds', 'staffPoolIds']) referAll(`${kind}[${i}].${pool}`, 'person', entry[pool])
    }
  }
  for (const [i, person] of lists.people.entries()) refer(`people[${i}].unitId`, 'unit', person['unitId'])
  for (const [i, site] of lists.sites.entries()) {
    refer(`sites[${i}].unitId`, 'unit', site['unitId'])
    refer(`sites[${i}].leadPersonId`, 'person', site['leadPersonId'])
    referAll(`sites[${i}].contactPersonIds`, 'person', site['contactPersonIds'])
    refer(`sites[${i}].parentId`, 'site', site['parentId'])
  }
  for (const [i, shift] of lists.shifts.entries()) {
    refer(`shifts[${i}].periodId`, 'period', shift['periodId'])
    refer(`shifts[${i}].siteId`, 'site', shift['siteId'])
    refer(`shifts[${i}].personId`, 'person', shift['personId'])
  }
  for (const [i, window] of lists.windows.entries()) {
    refer(`windows[${i}].siteId`, 'site', window['siteId'])
    refer(`windows[${i}].filedBy`, 'person', window['filedBy'])
    refer(`windows[${i}].decidedBy`, 'person', window['decidedBy'])
  }
  referAll('settings.officePersonIds', 'person', settings['officePersonIds'])
}

/** A site that stands on itself, by way of others or not: nobody could tell who explains whom. */
function parentRings(sites: readonly Entry[], add: Add): void {
  const parents = new Map(sites.map(({ id, parentId }) => [id, parentId]))
  for (const [i, { id, name }] of sites.entries()) {
    const passed = new Set<unknown>()
    let next = parents.get(id)
    while (next !== undefined && next !== id && !passed.has(next)) {
      passed.add(next)
      next = parents.get(next)
    }
    if (next === id && id !== undefined) add(`sites[${i}].parentId`, 'parent_ring', { value: String(name) })
  }
}

/** A period is cut into shifts, day by day and for every site: without an end to it that would never end either. */
const longestPeriodDays = 366

function periodSpans(lists: Lists, zone: string, add: Add): void {
  for (const [i, { from, to, startsAt, endsAt }] of lists.periods.entries()) {
    const [first, last] = [momentOf(from, zone), momentOf(to, zone)]
    const [opens, closes] = [momentOf(startsAt, zone), momentOf(endsAt, zone)]
    if (first !== null && last !== null && first > last) add(`periods[${i}].to`, 'reversed', textsOf(from, to))
    if (opens !== null && closes !== null && opens >= closes)
      add(`periods[${i}].endsAt`, 'reversed', textsOf(startsAt, endsAt))
    const edges = [first, last, opens, closes].filter((at) => at !== null)
    if (Math.max(...edges) - Math.min(...edges) > longestPeriodDays * day)
      add(`periods[${i}].to`, 'too_long', { ...textsOf(from, to), expected: String(longestPeriodDays) })
  }
}

function reversedSpans(lists: Lists, zone: string, add: Add): void {
  for (const name of ['shifts', 'windows'] as const) {
    for (const [i, { from, to }] of lists[name].entries()) {
      const first = momentOf(from, zone)
      const last = momentOf(to, zone)
      if (first !== null && last !== null && first >= last) add(`${name}[${i}].to`, 'reversed', textsOf(from, to))
    }
  }
}

/** A window of each day is as many stretches as it has days. */
function dailyWindows(windows: readonly Entry[], zone: string, add: Add): void {
  for (const [i, { from, to, daily }] of windows.entries()) {
    const [first, last] = [momentOf(from, zone), momentOf(to, zone)]
    if (daily !== true || first === null || last === null || last - first <= mostWindowDays * day) continue
    add(`windows[${i}].to`, 'too_long', { ...textsOf(from, to), expected: String(mostWindowDays) })
  }
}

/** A reminder of tomorrow's shift that would wait for the morning is no reminder. Times of day compare as texts. */
function unheardReminder(settings: Entry, add: Add): void {
  const quiet = { ...defaultSettings.quietHours, ...entryOf(settings['quietHours']) }
  const { from, to } = { from: String(quiet.from), to: String(quiet.to) }
  const value = String(settings['eveReminderAt'] ?? defaultSettings.eveReminderAt)
  const isQuiet = from <= to ? from <= value && value < to : value >= from || value < to
  if (isQuiet) add('settings.eveReminderAt', 'in_quiet_hours', { value, from, to })
}

/** Null for what is no moment: the form check has named it already. */
function momentOf(value: unknown, zone: string): number | null {
  if (typeof value !== 'string') return null
  try {
    return instantOf(value, zone)
  } catch {
    return null // luxon throws on a text that is no date, and on a zone that does not exist
  }
}

function textsOf(from: unknown, to: unknown): Record<string, string> {
  return { from: String(from), to: String(to) }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function entryOf(value: unknown): Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
