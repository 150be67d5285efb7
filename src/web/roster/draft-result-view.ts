import type { Book, Period, Site, Span } from '../../domain/book/book.ts'
import { minute } from '../../domain/instant.ts'
import type { Cell } from '../../domain/roster/cell.ts'
import type { RosterReasons } from '../../domain/roster/fair-draft.ts'
import type { Explanation, Unfilled, WhyNot } from '../../domain/roster/reasons.ts'
import type { PersonSpread, Range } from '../../domain/roster/spread.ts'
import { addressWith, type PagerView, pageOf } from '../desk/register-view.ts'
import type { SignedIn } from '../reader.ts'
import { fieldOf } from './grid-cells.ts'

type OpenView = { place: string; shifts: { label: string; href: string }[]; why: string }
type ReasonView = { shift: string; role: string; who: string; why: string; others: string }
type SpreadView = { heading: string; rows: { label: string; least: string; median: string; most: string }[] }
type PersonView = { name: string; role: string; figures: string[] }
/** A unit: how even it is in a line, then its people, then each site with its reasons. */
type UnitView = { name: string; evenness: string; people: PersonView[]; sites: { name: string; rows: ReasonView[] }[] }

export type ResultView = {
  id: string
  name: string
  heading: string
  unit: string
  gridHref: string
  againHref: string
  runOn: string
  open: OpenView[]
  /** Those that are folded away: a long list would hide what follows. */
  furtherOpen: OpenView[]
  moreOpen: string
  spread: SpreadView[]
  units: UnitView[]
  pager: PagerView | null
}

type Result = {
  book: Book
  period: Period
  sites: readonly Site[]
  reasons: RosterReasons
  unit: string
  page: string | null
}

const unitsOnPage = 40
const openAtOnce = 8
const mostOpen = 120
const mostNames = 4
const measures = ['minutes', 'statutoryMinutes', 'nights', 'pastMinutes'] as const

/** The page after a draft: what could not be filled and why, how even it is, and the reason for each place. */
export function buildResult(reader: SignedIn, result: Result): ResultView {
  const { words, format } = reader
  const { period, sites, reasons, unit, page } = result
  const { explanations, unfilled, spread } = reasons
  const say = words.draft
  const done = explanations.length
  const all = done + unfilled.length
  const { count } = format
  const address = (n: number) => addressWith(`/periods/${period.id}/draft/result`, { unit, page: String(n) })
  const byUnit = [...Map.groupBy(sites, ({ unitId, id }) => unitId ?? id).values()]
  const { shown, pager } = pageOf(reader, byUnit, page, { size: unitsOnPage, address })
  const told = Map.groupBy(explanations, ({ cell }) => cell.siteId)
  const open = openGroups(reader, result)
  const tired = unfilled.filter(({ reasons: whys }) => whys.some(({ why }) => isRest(why)))
  return {
    id: period.id,
    name: period.name,
    heading:
      unfilled.length === 0
        ? say.resultWhole(period.name, count(all))
        : say.resultOpen(period.name, count(done), count(all), count(unfilled.length)),
    unit,
    gridHref: addressWith(`/periods/${period.id}`, { unit }),
    againHref: addressWith(`/periods/${period.id}/draft`, { unit }),
    runOn: tired.length > 0 ? say.runOnAsk(count(tired.length)) : '',
    open: open.slice(0, openAtOnce),
    furtherOpen: open.slice(openAtOnce, mostOpen),
    moreOpen: open.length > mostOpen ? say.more(count(open.length - mostOpen)) : '',
    spread: spread.roles
      .filter(({ people }) => people > 0)
      .map(({ role, people, figures }) => ({
        heading: say.peopleOf(words.watch.role[role], people),
        rows: measures.map((measure) => ({
          label: say.measure[measure],
          ...rangeView(reader, measure, figures[measure]),
        })),
      })),
    units: shown.map((ofUnit) => unitView(reader, result, ofUnit, told)),
    pager,
  }
}

function isRest(why: string): boolean {
  return why === 'rest_before' || why === 'rest_after'
}

function unitView(
  reader: SignedIn,
  result: Result,
  sites: readonly Site[],
  told: ReadonlyMap<string, readonly Explanation[]>,
): UnitView {
  const { book, reasons } = result
  const [first] = sites
  const near = peopleNear(reasons, new Set(sites.map(({ id }) => id)))
  const people = reasons.spread.people.filter(({ personId }) => near.has(personId))
  const unit = first?.unitId ? book.units.get(first.unitId)?.name : undefined
  return {
    name: unit ?? first?.name ?? '',
    evenness: evennessOf(reader, people),
    people: people.map((one) => personView(reader, book, one)),
    sites: sites.map((site) => ({
      name: site.name,
      rows: (told.get(site.id) ?? []).map((one) => reasonView(reader, result, one)),
    })),
  }
}

/** 带班 111 小时 · 值班 87–96 小时: the least and the most of each role. */
function evennessOf(reader: SignedIn, people: readonly PersonSpread[]): string {
  const { words } = reader
  const parts = (['lead', 'staff'] as const).flatMap((role) => {
    const theirs = people.filter(({ roles }) => roles.includes(role)).map(({ minutes }) => minutes)
    if (theirs.length === 0) return []
    const [least, most] = [Math.min(...theirs), Math.max(...theirs)].map((value) => figureOf(reader, 'minutes', value))
    return [words.draft.evenness(words.watch.role[role], least === most ? `${most}` : `${least}–${most}`)]
  })
  return parts.join(' · ')
}

/** Whoever stands at one of the sites or could. */
function peopleNear({ explanations, unfilled }: RosterReasons, siteIds: ReadonlySet<string>): Set<string> {
  return new Set([
    ...explanations.flatMap(({ cell, personId, others }) =>
      siteIds.has(cell.siteId) ? [personId, ...others.map((one) => one.personId)] : [],
    ),
    ...unfilled.flatMap(({ cell, reasons }) =>
      siteIds.has(cell.siteId) ? reasons.flatMap(({ personIds }) => personIds) : [],
    ),
  ])
}

/** Open places of one site and role with the same reasons are told together. */
function openGroups(reader: SignedIn, { book, period, reasons }: Result): OpenView[] {
  const { words } = reader
  const groups = new Map<string, OpenView>()
  for (const unfilled of reasons.unfilled) {
    const { cell, span } = unfilled
    const why = whyOpen(reader, book, unfilled)
    const key = `${cell.siteId} ${cell.role} ${why}`
    const site = book.sites.get(cell.siteId)
    const place = words.draft.place(site?.shortName ?? site?.name ?? cell.siteId, words.watch.role[cell.role])
    const group = groups.get(key) ?? { place, shifts: [], why }
    groups.set(key, group)
    const href = `/periods/${period.id}?site=${cell.siteId}&day=${cell.slot.date}#${fieldOf(book, cell)}`
    group.shifts.push({ label: shiftWords(reader, cell, span), href })
  }
  return [...groups.values()]
}

function whyOpen({ words }: SignedIn, book: Book, { pool, reasons }: Unfilled): string {
  const say = words.draft
  if (pool.size === 0) return say.emptyPool
  const parts = reasons.map(({ why, personIds }) => say.because(namesOf(words, book, personIds), say.whyNot[why]))
  return say.joined([say.poolOf[pool.source](pool.size), ...parts])
}

/** 10月2日, with the hours where it is not a whole day. */
function shiftWords({ format, words }: SignedIn, { slot }: Cell, { fromAt, toAt }: Span): string {
  const isDay = toAt - fromAt >= 23 * 60 * minute && !slot.isEve
  const day = format.date(fromAt)
  return isDay ? day : `${day} ${words.roster.span(format.clock(fromAt), format.clock(toAt))}`
}

function namesOf(words: SignedIn['words'], book: Book, ids: readonly string[]): string {
  const names = ids.slice(0, mostNames).map((id) => book.people.get(id)?.name ?? id)
  const listed = words.frame.listOf(names)
  return ids.length > mostNames ? words.draft.namesAndMore(listed, ids.length) : listed
}

function reasonView(reader: SignedIn, { book }: Result, told: Explanation): ReasonView {
  const { words } = reader
  const say = words.draft
  const byWhy = Map.groupBy(told.others, ({ why }): WhyNot => why)
  const others = [...byWhy].map(([why, people]) =>
    say.because(
      namesOf(
        words,
        book,
        people.map(({ personId }) => personId),
      ),
      say.whyNot[why],
    ),
  )
  const isAlone = told.choice === 'only' && told.pool.size === 1
  return {
    shift: shiftWords(reader, told.cell, told.span),
    role: words.watch.role[told.cell.role],
    who: book.people.get(told.personId)?.name ?? told.personId,
    why: say.joined([say.choice[isAlone ? 'alone' : told.choice], say.poolOf[told.pool.source](told.pool.size)]),
    others: say.joined(others),
  }
}

function personView(reader: SignedIn, book: Book, spread: PersonSpread): PersonView {
  const { words } = reader
  return {
    name: book.people.get(spread.personId)?.name ?? spread.personId,
    role: words.frame.listOf(spread.roles.map((role) => words.watch.role[role])),
    figures: measures.map((measure) => figureOf(reader, measure, spread[measure])),
  }
}

function rangeView(reader: SignedIn, measure: (typeof measures)[number], { least, median, most }: Range) {
  const figure = (value: number) => figureOf(reader, measure, value)
  return { least: figure(least), median: figure(median), most: figure(most) }
}

/** Hours with at most one decimal; nights as they are. */
function figureOf({ format }: SignedIn, measure: (typeof measures)[number], value: number): string {
  const figure = measure === 'nights' ? value : value / 60
  return format.count(Math.round(figure * 10) / 10)
}
