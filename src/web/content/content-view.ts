import { findSuspicion } from '../../actions/content/raise-suspicion.ts'
import { hasStanding, standingOn } from '../../domain/authority.ts'
import type { Site } from '../../domain/book/book.ts'
import type { PageFeatures } from '../../domain/content/page-features.ts'
import type { Baseline, Suspicion } from '../../domain/content/suspicion.ts'
import { leadsSite } from '../desk/keeping.ts'
import type { FieldError } from '../form.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'

/** One thing that is compared, on both sides; what is only on one of them is marked. */
type Row = { label: string; before: Mark[]; now: Mark[] }
type Mark = { text: string; note: string }

export type ContentView = {
  heading: string
  lede: string
  site: { name: string; href: string; url: string }
  version: number
  findings: { word: string; values: string[] }[]
  told: string[]
  rows: Row[]
  hasNow: boolean
  baseline: string
  may: { take: boolean; approve: boolean; confirm: boolean }
  history: { at: string; word: string; what: string; who: string }[]
  typed: Readonly<Record<string, string>>
  errors: readonly FieldError[]
}

const shownHistory = 20

/** What a site's page is compared with, what changed, and what this reader may do about it. */
export async function buildContent(
  room: Room,
  reader: SignedIn,
  site: Site,
  { typed, errors }: { typed: Readonly<Record<string, string>>; errors: readonly FieldError[] },
): Promise<ContentView> {
  const { baselines, suspicions } = room.deps.log.records
  const book = room.deps.book.current()
  const [baseline, suspicion] = [await baselines.find(site.id), await findSuspicion(room.deps, site.id)]
  const { items } = await suspicions.list({ subject: site.id }, { limit: shownHistory, cursor: null })
  const { contentEveryMinutes } = book.settings
  const say = reader.words.content
  const isLead = leadsSite(book, reader, site.id)
  const isStaff = hasStanding(standingOn(book, reader.person.id, site.id, reader.now), 'staff')
  return {
    heading: headingOf(reader, baseline, suspicion),
    lede: contentEveryMinutes > 0 ? say.lede(String(contentEveryMinutes)) : say.off,
    site: { name: site.name, href: `/sites/${site.id}`, url: site.url },
    version: suspicion?.version ?? baseline?.version ?? 0,
    findings: (suspicion?.findings ?? []).map(({ kind, values }) => ({
      word: say.finding[kind],
      values: kind === 'text_gone' || kind === 'title' ? [] : values,
    })),
    told: suspicion ? toldOf(reader, suspicion) : [],
    rows: baseline ? rowsOf(reader, baseline.features, suspicion?.features ?? null) : [],
    hasNow: suspicion !== null,
    baseline: baseline ? baselineWords(reader, baseline) : '',
    may: {
      take: isStaff && suspicion?.state === 'open',
      approve: isLead && (suspicion !== null || baseline?.state === 'first_look'),
      confirm: isLead && (suspicion?.state === 'open' || suspicion?.state === 'taken'),
    },
    history: items.filter(({ id }) => id !== suspicion?.id).map((past) => pastOf(reader, past)),
    typed,
    errors,
  }
}

function headingOf({ words }: SignedIn, baseline: Baseline | null, suspicion: Suspicion | null): string {
  const { sentence } = words.content
  if (suspicion?.state === 'open') return sentence.open
  if (suspicion?.state === 'taken') return sentence.taken(suspicion.takenBy?.name ?? '')
  if (suspicion) return sentence.real
  if (!baseline) return sentence.none
  return baseline.state === 'approved' ? sentence.fine : sentence.unapproved
}

function toldOf({ words, format }: SignedIn, { at, takenAt, takenBy, judgedAt, judgedBy, note }: Suspicion): string[] {
  const say = words.content
  const taken = takenAt !== null && takenBy ? [say.takenAt(takenBy.name, format.moment(takenAt))] : []
  const judged = judgedAt !== null && judgedBy ? [say.judgedAt(judgedBy.name, format.moment(judgedAt))] : []
  return [say.since(format.momentSeconds(at)), ...taken, ...judged, ...(note === '' ? [] : [note])]
}

function baselineWords({ words, format }: SignedIn, { state, at, by }: Baseline): string {
  const when = format.moment(at)
  return state === 'approved' ? words.content.approvedBy(by?.name ?? '', when) : words.content.firstLook(when)
}

function rowsOf({ words, format }: SignedIn, before: PageFeatures, now: PageFeatures | null): Row[] {
  const say = words.content
  const one = (text: string): Mark => ({ text, note: '' })
  const title = ({ title: text }: PageFeatures) => [one(text === '' ? say.noTitle : text)]
  const length = ({ textLength }: PageFeatures) => [one(say.characters(format.count(textLength)))]
  const listed = (kind: 'linked' | 'hidden' | 'embedded' | 'words'): Row => ({
    label: say[kind],
    before: marksOf(before[kind], now?.[kind] ?? before[kind], say.gone),
    now: now ? marksOf(now[kind], before[kind], say.added) : [],
  })
  return [
    { label: say.pageTitle, before: title(before), now: now ? title(now) : [] },
    { label: say.textLength, before: length(before), now: now ? length(now) : [] },
    ...(['words', 'hidden', 'embedded', 'linked'] as const).map(listed),
  ]
}

/** Those that the other side has not come first and say so. */
function marksOf(values: readonly string[], others: readonly string[], note: string): Mark[] {
  const marks = values.map((text) => ({ text, note: others.includes(text) ? '' : note }))
  return [...marks.filter((mark) => mark.note !== ''), ...marks.filter((mark) => mark.note === '')]
}

function pastOf({ words, format }: SignedIn, { at, state, findings, judgedBy, takenBy }: Suspicion) {
  const say = words.content
  const what = words.frame.listOf(findings.map(({ kind }) => say.finding[kind]))
  return { at: format.moment(at), word: say.state[state], what, who: (judgedBy ?? takenBy)?.name ?? '' }
}
