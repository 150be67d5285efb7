import { hasStanding, standingOn } from '../../domain/authority.ts'
import { plannedWindow, type Site } from '../../domain/book/book.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { dateOf, day, instantOf } from '../../domain/instant.ts'
import type { Sample } from '../../domain/watch/probe.ts'
import { causeOf } from '../board/call-view.ts'
import type { FieldView } from '../desk/form-view.ts'
import { keepsSite, leadsSite } from '../desk/keeping.ts'
import { addressWith, type LinkView } from '../desk/register-view.ts'
import type { FieldError } from '../form.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'
import { windowsOfSite } from '../windows/list-view.ts'
import { windowFields } from '../windows/window-form.ts'
import type { WindowLine } from '../windows/window-line.ts'
import { type CertificateView, certificateOf } from './certificate-view.ts'
import { type DaysView, daysOf, firstDay } from './days-view.ts'
import { type OnDutyView, onDutyOf } from './on-duty-view.ts'
import { medianOf, quantile } from './phase-slots.ts'
import { type PhasesView, phasesIn, type Range, ranges, spanOf } from './phases-view.ts'
import { type RateView, rateOf } from './rate-view.ts'
import { type TraceView, traceView } from './trace-view.ts'

type BannerView = {
  tone: string
  icon: string
  head: string
  text: string
  sinceIso: string
  since: string
  link: { href: string; label: string } | null
}
type SiteView = {
  title: string
  url: string | null
  host: string
  facts: string[]
  group: { href: string; label: string } | null
  banner: BannerView | null
  duty: OnDutyView
  rate: RateView
  response: { median: string; detail: string }
  certificate: CertificateView | null
  days: DaysView
  phases: PhasesView
  downloads: { href: string; label: string }[]
  ranges: LinkView[]
  incidents: { rows: IncidentRow[]; all: string }
  windows: WindowLine[]
  windowFields: FieldView[]
  errors: readonly FieldError[]
  /** Of the last look by hand; for the site's own people. */
  trace: TraceView | null
  isOffice: boolean
  may: { probe: boolean; edit: boolean; file: boolean }
  id: string
}
type IncidentRow = {
  href: string
  at: string
  state: string
  stateWord: string
  icon: string
  cause: string
  owner: string
  confirmer: string
  response: string
  length: string
}

/** Everything about one site: verdict, duty, the official rate, response, ninety days, incidents, filed work. */
export async function buildSite(
  room: Room,
  reader: SignedIn,
  site: Site,
  asked: { range: Range; typed: Record<string, string>; errors: readonly FieldError[] },
): Promise<SiteView> {
  const { log, book: store } = room.deps
  const book = store.current()
  const { now, words } = reader
  const zone = book.settings.timezone
  const dayStart = instantOf(firstDay(dateOf(now, zone)), zone)
  const live = await log.incidents.findLive(site.id)
  const last24 = await log.samples.ofSite(site.id, now - day, now)
  const standing = standingOn(book, reader.person.id, site.id, now)
  return {
    id: site.id,
    title: site.name,
    url: /^https?:/.test(site.url) ? site.url : null,
    host: site.url.replace(/^https?:\/\//, '').replace(/\/$/, ''),
    facts: factsOf(room, reader, site),
    group: site.group ? { href: addressWith('/sites', { group: site.group }), label: site.group } : null,
    banner: bannerOf(room, reader, site, live),
    duty: onDutyOf(book, reader, site.id),
    rate: await rateOf(room, reader, site.id),
    response: responseOf(reader, last24),
    certificate: certificateOf(reader, room.deps.watch.certificateOf(site.id), last24),
    days: daysOf(book, reader, site.id, await log.samples.days(site.id, dayStart, now, zone)),
    phases: await phasesIn(room, reader, { siteId: site.id, range: asked.range, last24 }),
    downloads: downloadsOf(reader, site.id, asked.range),
    ranges: ranges.map((range) => ({
      href: addressWith(`/sites/${site.id}`, { range }),
      label: words.site.phases.range[range],
      isCurrent: range === asked.range,
    })),
    incidents: await incidentsOf(room, reader, site.id),
    windows: windowsOfSite(book, reader, site.id),
    windowFields: windowFields(reader, asked.typed, asked.errors),
    errors: asked.errors,
    isOffice: reader.isOffice,
    trace: hasStanding(standing, 'staff') ? tracedOf(room, reader, site.id) : null,
    may: {
      probe: hasStanding(standing, 'staff'),
      edit: keepsSite(book, reader, site),
      file: leadsSite(book, reader, site.id),
    },
  }
}

/** Whose it is, under which code, where it stands, and whether it is reached over IPv6. */
function factsOf(room: Room, reader: SignedIn, { id, unitId, siteCode, hosting }: Site): string[] {
  const unit = unitId ? room.deps.book.current().units.get(unitId)?.name : undefined
  const code = siteCode ? reader.words.site.code(siteCode) : ''
  return [unit ?? '', code, hosting ?? '', v6Fact(room, reader, id)].filter(Boolean)
}

/** The looks of the span that is shown, as a table and as a list. */
function downloadsOf({ format, now }: SignedIn, siteId: string, range: Range): SiteView['downloads'] {
  const span = { from: format.iso(now - spanOf(range)), to: format.iso(now) }
  return ['csv', 'json'].map((ending) => ({
    href: addressWith(`/sites/${siteId}/samples.${ending}`, span),
    label: ending.toUpperCase(),
  }))
}

/** Nothing of a name without IPv6: most have none, and it is no fault. */
function v6Fact(room: Room, { words, format }: SignedIn, siteId: string): string {
  const state = room.deps.watch.v6Of(siteId)
  return state === null || state.answer === 'none' ? '' : words.trace.v6[state.answer](format.moment(state.since))
}

function tracedOf(room: Room, reader: SignedIn, siteId: string): TraceView | null {
  const trace = room.deps.watch.lastTrace(siteId)
  return trace && traceView(reader, trace)
}

function bannerOf(room: Room, reader: SignedIn, site: Site, live: Incident | null): BannerView | null {
  const { words, format, now } = reader
  const say = words.site.banner
  const state = room.deps.watch.siteStates().get(site.id)
  const since = (at: number) => ({ sinceIso: format.iso(at), since: format.elapsed(now - at) })
  if (live) {
    const isBack = live.state === 'recovered'
    const link = { href: `/incidents/${live.id}`, label: live.state === 'paging' ? words.board.act : words.board.see }
    const head = isBack ? say.recovered : words.watch.mark.down
    return {
      tone: isBack ? 'info' : 'down',
      icon: isBack ? 'recovering' : 'down',
      head,
      text: `${causeOf(reader, live)}${say.owner(live.acknowledgedBy?.name ?? '')}`,
      ...since(isBack ? (live.recoveredAt ?? now) : live.startedAt),
      link,
    }
  }
  const plain = { link: null, ...since(state?.since ?? now) }
  if (state?.last?.failure?.kind === 'blocked')
    return { tone: 'suspect', icon: 'warn', head: say.blocked, text: say.blockedText, ...plain }
  const window = plannedWindow(room.deps.book.current(), site.id, now)
  if (window)
    return {
      tone: 'info',
      icon: 'planned',
      head: words.watch.mark.planned,
      text: say.planned(format.moment(window.toAt), window.reason),
      ...plain,
      ...since(window.fromAt),
    }
  if (state?.verdict === 'suspect')
    return { tone: 'suspect', icon: 'suspect', head: words.watch.mark.suspect, text: words.board.suspectText, ...plain }
  if (!state || state.verdict === 'unknown')
    return {
      tone: 'info',
      icon: 'unknown',
      head: words.watch.mark.unknown,
      text: say.unknown,
      link: null,
      sinceIso: '',
      since: '',
    }
  return null
}

function responseOf({ words, format }: SignedIn, samples: readonly Sample[]): SiteView['response'] {
  const say = words.site.response
  const times = samples.filter(({ ok }) => ok).map(({ ms }) => ms)
  return {
    median: times.length > 0 ? format.latency(medianOf(times)) : '—',
    detail: times.length > 0 ? say.detail(format.latency(quantile(times, 0.95))) : say.none,
  }
}

async function incidentsOf(room: Room, reader: SignedIn, siteId: string): Promise<SiteView['incidents']> {
  const { items } = await room.deps.log.incidents.list({ siteId }, { limit: 8, cursor: null })
  return {
    rows: items.map((incident) => incidentRow(reader, incident)),
    all: addressWith('/incidents', { site: siteId }),
  }
}

function incidentRow(reader: SignedIn, incident: Incident): IncidentRow {
  const { words, format, now } = reader
  const { state, startedAt, acknowledgedAt, recoveredAt, cause } = incident
  const isOver = state === 'closed' || state === 'voided'
  const endsAt = recoveredAt ?? (isOver ? null : now)
  return {
    href: `/incidents/${incident.id}`,
    at: format.moment(startedAt),
    state,
    stateWord: words.watch.state[state],
    icon: isOver ? '' : state === 'recovered' ? 'recovering' : 'down',
    cause: cause && isOver ? words.watch.cause[cause] : words.watch.failure(incident.failure),
    owner: incident.acknowledgedBy?.name ?? '',
    confirmer: incident.confirmedBy?.name ?? '',
    response: acknowledgedAt === null ? '' : format.elapsed(acknowledgedAt - startedAt),
    length: endsAt === null ? '' : format.elapsed(endsAt - startedAt),
  }
}
