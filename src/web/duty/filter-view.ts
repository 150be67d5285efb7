import type { Book, Period } from '../../domain/book/book.ts'
import { addressWith, type LinkView } from '../desk/register-view.ts'
import type { SignedIn } from '../reader.ts'
import { addressOf, type DutyChoice, siteOf } from './choice.ts'
import { periodsFor } from './periods.ts'

type Option = { value: string; label: string; isChosen: boolean }

/** What narrows the table: a unit and a person, or in the view of one site which site. */
export type FilterView = {
  /** What of the address goes with the form unseen. */
  hidden: { name: string; value: string }[]
  units: Option[]
  sites: Option[]
  /** The person who was asked for, by name; null in the view of one site. */
  person: string | null
  clear: string | null
}

export function filterOf(book: Book, reader: SignedIn, choice: DutyChoice): FilterView {
  const isSite = choice.view === 'site'
  const { period, view, day, group, unit, person, isPublic } = choice
  const kept = { period: period.id, view: view === 'table' ? null : view, day, group, public: isPublic ? '1' : null }
  const site = isSite ? siteOf(book, reader.person.id, choice) : null
  return {
    hidden: Object.entries(kept).flatMap(([name, value]) => (value === null ? [] : [{ name, value }])),
    units: isSite ? [] : unitOptions(book, choice),
    sites: isSite ? optionsOf(book.sites.values(), site?.id ?? null) : [],
    person: isSite ? null : person === null ? '' : (book.people.get(person)?.name ?? person),
    clear: !isSite && (unit !== null || person !== null) ? addressOf(choice, { unit: null, person: null }) : null,
  }
}

function unitOptions(book: Book, { unit }: DutyChoice): Option[] {
  const withSites = new Set([...book.sites.values()].map(({ unitId }) => unitId))
  return optionsOf(
    [...book.units.values()].filter(({ id }) => withSites.has(id)),
    unit,
  )
}

function optionsOf(things: Iterable<{ id: string; name: string }>, chosen: string | null): Option[] {
  return [...things].map(({ id, name }) => ({ value: id, label: name, isChosen: id === chosen }))
}

const mostPeriods = 6

export function periodLinks(book: Book, reader: SignedIn, current: Period): LinkView[] {
  const periods = periodsFor(book, reader)
  if (periods.length < 2) return []
  return periods.slice(-mostPeriods).map(({ id, name, from }) => ({
    href: addressWith('/duty', { period: id }),
    label: `${from.slice(0, 4)} ${name}`,
    isCurrent: id === current.id,
  }))
}

export function groupLinks(book: Book, { words }: SignedIn, choice: DutyChoice): LinkView[] {
  const groups = [...new Set([...book.sites.values()].flatMap(({ group }) => group ?? []))]
  if (groups.length < 2) return []
  const link = (group: string | null, label: string) => ({
    href: addressOf(choice, { group, page: null }),
    label,
    isCurrent: choice.group === group,
  })
  return [link(null, words.board.all), ...groups.map((group) => link(group, group))]
}
