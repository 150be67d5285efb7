import type { Request } from 'express'
import type { Book, Period, Person, Site } from '../../domain/book/book.ts'
import { shiftsOfPeriod } from '../../domain/roster/placed.ts'
import { addressWith, queryText } from '../desk/register-view.ts'

export const dutyViews = ['table', 'date', 'site', 'person'] as const
export type DutyViewName = (typeof dutyViews)[number]

/** What the address asks of the duty table. `person` is an id or a part of a name. */
export type DutyChoice = {
  period: Period
  view: DutyViewName
  day: string | null
  group: string | null
  unit: string | null
  person: string | null
  site: string | null
  page: string | null
  isPublic: boolean
}

export function readChoice(req: Request, period: Period): DutyChoice {
  const view = queryText(req, 'view')
  return {
    period,
    view: dutyViews.find((one) => one === view) ?? 'table',
    day: queryText(req, 'day'),
    group: queryText(req, 'group'),
    unit: queryText(req, 'unit'),
    person: queryText(req, 'person')?.trim() || null,
    site: queryText(req, 'site'),
    page: queryText(req, 'page'),
    isPublic: queryText(req, 'public') === '1',
  }
}

/** The address of the same page with something changed. */
export function addressOf(choice: DutyChoice, change: Record<string, string | null>, path = '/duty'): string {
  const { period, view, isPublic, ...rest } = choice
  const query = { period: period.id, view: view === 'table' ? null : view, ...rest, public: isPublic ? '1' : null }
  return addressWith(path, { ...query, ...change })
}

/** Whether the person is the one, or one of those, whom the address asks for. */
export function isChosenPerson({ person }: DutyChoice, { id, name }: Person): boolean {
  return person !== null && (id === person || name.includes(person))
}

/** The sites that are shown: of the chosen group and unit, and those on which a chosen person has a shift. */
export function chosenSites(book: Book, choice: DutyChoice): Site[] {
  const { group, unit, person, period } = choice
  const shifts = shiftsOfPeriod(book, period.id)
  const people = person === null ? null : chosenPeople(book, choice)
  return [...book.sites.values()].filter((site) => {
    if (group !== null && site.group !== group) return false
    if (unit !== null && site.unitId !== unit) return false
    return people === null || (shifts.get(site.id) ?? []).some(({ personId }) => people.has(personId))
  })
}

function chosenPeople(book: Book, choice: DutyChoice): ReadonlySet<string> {
  return new Set([...book.people.values()].filter((one) => isChosenPerson(choice, one)).map(({ id }) => id))
}

/** The site that the address asks for, else one on which the reader has a shift, else the first of all. */
export function siteOf(book: Book, readerId: string, choice: DutyChoice): Site | null {
  const wanted = choice.site === null ? undefined : book.sites.get(choice.site)
  if (wanted) return wanted
  const own = chosenSites(book, { ...choice, group: null, unit: null, person: readerId })
  return own[0] ?? book.sites.values().next().value ?? null
}
