import type { Audience } from '../book/settings.ts'
import { type Instant, second } from '../instant.ts'
import type { BundleTopic, Message, SiteName } from '../texts/message.ts'
import { type Ailing, type SharedKind, sharedByAll } from '../watch/common-cause.ts'
import type { Page } from './page.ts'

/**
 * What one page is about, as far as a text about several needs it. `rank`: the place of its site on the board;
 * `ailing`: what others may share with it, null once its incident is no more.
 */
export type Subject = { incidentId: string; site: SiteName; rank: number; since: Instant; ailing: Ailing | null }
/** A page that would be sent now. `isTold`: its reader has heard of the incident before. */
export type Waiting = Subject & { page: Page; isTold: boolean }
/** What the reader was sent lately. `open`: those of its incidents that still wait for what the text asked. */
export type Sent = { page: Page; at: Instant; incidentIds: readonly string[]; open: readonly Subject[] }

/** One text in place of several, all of one reader. `code` null: a fresh one has to be drawn. */
export type Bundle = {
  members: readonly Waiting[]
  message: Message
  code: string | null
  keyed: string[]
  alsoKeyed: string[]
}
export type Bundling = { bundles: Bundle[]; postponed: { pageIds: string[]; until: Instant }[] }

/** More than this in a row within fifteen windows, and the next one waits for the first of them to be that old (I15). */
const mostInARow = 4
const windowsCounted = 15
/** What happens in one moment is recorded one after the other: after a first text the next one waits for all of it. */
const gatherMs = 2 * second

/** Which texts may be told as one; null for those that are always told alone. */
export function topicOf({ key }: Message): BundleTopic | null {
  switch (key) {
    case 'outage':
    case 'repage':
    case 'repage.expired':
    case 'escalate.lead':
    case 'escalate.nobody':
    case 'escalate.undelivered':
    case 'escalate.office':
    case 'relapse':
    case 'rejected':
      return 'down'
    case 'recovered.confirm':
    case 'confirm.remind':
      return 'confirm'
    case 'recovered':
      return 'recovered'
    case 'taken':
    case 'taken.lead':
      return 'taken'
    case 'confirmed':
      return 'confirmed'
    default:
      return null
  }
}

/** What a text asks or says, of one site or of several. */
export function topicIn(message: Message): BundleTopic | null {
  return message.key === 'bundle' ? message.topic : topicOf(message)
}

/** Whether this was a call whose end is not known yet: one phone rings once at a time. */
export function isCallUnderWay({ channel, state }: Page): boolean {
  return channel === 'voice' && (state === 'claimed' || state === 'unknown' || state === 'accepted')
}

/** How far back `bundlesOf` needs to know what the reader was sent. */
export function bundleMemoryMs(bundleMs: number): number {
  return windowsCounted * bundleMs
}

/**
 * What of one reader's waiting pages goes out now, and as how many texts. The first about a site goes at once; what
 * follows within `bundleMs` waits for the end of it and becomes one text (DESIGN §5.7). While new sites keep failing
 * the wait doubles, so that one person gets no more than four such texts in fifteen windows (invariant I15). Texts of
 * one incident keep the minutes of its ladder: nobody waits for themselves.
 *
 * `waiting` and `sent` are those of one person, one kind of channel and one topic, the oldest first.
 */
export function bundlesOf(
  waiting: readonly Waiting[],
  sent: readonly Sent[],
  at: { now: Instant; bundleMs: number },
): Bundling {
  const until = heldUntil(waiting, sent, at)
  if (until > at.now) return { bundles: [], postponed: [{ pageIds: waiting.map(({ page }) => page.id), until }] }
  if (waiting.length < 2) return { bundles: [], postponed: [] }
  return { bundles: [bundleOf(waiting, sent)], postponed: [] }
}

function heldUntil(
  waiting: readonly Waiting[],
  sent: readonly Sent[],
  at: { now: Instant; bundleMs: number },
): Instant {
  const others = sent.filter((one) => isAboutOthers(one, waiting))
  if (others.length === 0) return at.now
  // From when they were planned, never from when they are due: that moves with each wait, and they would wait for ever.
  const first = Math.min(...waiting.map(({ page }) => page.plannedAt))
  const gather = Math.min(gatherMs, at.bundleMs)
  const allowedAt = nextAllowed(others, at)
  const lastAt = others.at(-1)?.at ?? first
  if (isOnlyAgain(waiting, others)) return Math.max(endOfWindow(first + gather, lastAt, at.bundleMs), allowedAt)
  return allowedAt > at.now ? allowedAt : first + gather
}

/** The windows are counted on from the last text, so that those told in one come due again in one. */
function endOfWindow(moment: Instant, lastAt: Instant, bundleMs: number): Instant {
  return bundleMs === 0 ? moment : lastAt + Math.ceil((moment - lastAt) / bundleMs) * bundleMs
}

function isAboutOthers({ incidentIds }: Sent, waiting: readonly Waiting[]): boolean {
  const [only] = waiting
  return waiting.length > 1 || incidentIds.some((id) => id !== only?.incidentId)
}

/** Told again of several that were told together: those that come due within the minute are told together again. */
function isOnlyAgain(waiting: readonly Waiting[], others: readonly Sent[]): boolean {
  return waiting.every(({ isTold }) => isTold) && (others.at(-1)?.open.length ?? 0) > 1
}

function nextAllowed(sent: readonly Sent[], { now, bundleMs }: { now: Instant; bundleMs: number }): Instant {
  // What seems to have been sent later than now was sent before somebody set the clock back: it holds up nobody.
  const lately = sent.filter(({ at }) => at <= now && now - at < bundleMemoryMs(bundleMs)).map(({ at }) => at)
  const last = lately.at(-1)
  if (last === undefined) return now
  const gap = last + bundleMs * 2 ** Math.min(lately.length - 1, mostInARow - 2)
  const fourthLast = lately.at(-mostInARow)
  return fourthLast === undefined ? gap : Math.max(gap, fourthLast + bundleMemoryMs(bundleMs))
}

function bundleOf(waiting: readonly Waiting[], sent: readonly Sent[]): Bundle {
  const first = firstOfWave(waiting, sent)
  const subjects = uniqueSubjects([...(first?.open ?? []), ...waiting])
  const codes = codesOf(waiting, first)
  const isLater = first === null && sent.some(({ page, open }) => page.message.key === 'bundle' && open.length > 0)
  return { members: waiting, message: messageOf(waiting, subjects, isLater), ...codes }
}

/** The single text that made the others wait, while nobody has answered it: the bundle tells the full count. */
function firstOfWave(waiting: readonly Waiting[], sent: readonly Sent[]): Sent | null {
  const last = sent.at(-1)
  if (last?.open.length !== 1 || last.page.message.key === 'bundle') return null
  return waiting.some(({ incidentId }) => incidentId === last.open[0]?.incidentId) ? null : last
}

function uniqueSubjects(subjects: readonly Subject[]): Subject[] {
  const byIncident = new Map(subjects.map((subject) => [subject.incidentId, subject]))
  return [...byIncident.values()].toSorted((a, b) => a.rank - b.rank)
}

/** The one code that is seen already, or is free to be seen; several seen ones need a fresh one beside them. */
function codesOf(waiting: readonly Waiting[], first: Sent | null): Pick<Bundle, 'code' | 'keyed' | 'alsoKeyed'> {
  const told = waiting.filter(({ isTold }) => isTold)
  const seen = new Set([...told.map(({ page }) => page.code), ...(first ? [first.page.code] : [])])
  const ids = (of: readonly Waiting[]) => [...new Set(of.map(({ incidentId }) => incidentId))]
  const keyed = ids(waiting.filter(({ isTold }) => !isTold))
  if (seen.size === 1) return { code: [...seen][0] ?? null, keyed, alsoKeyed: [] }
  if (seen.size === 0) return { code: waiting[0]?.page.code ?? null, keyed, alsoKeyed: [] }
  return { code: null, keyed, alsoKeyed: [...ids(told), ...(first ? first.incidentIds : [])] }
}

/** As many names as could ever fit; more would only make the record heavy. */
const mostNames = 24

function messageOf(waiting: readonly Waiting[], subjects: readonly Subject[], isLater: boolean): Message {
  const topic = waiting[0] ? (topicOf(waiting[0].page.message) ?? 'down') : 'down'
  return {
    key: 'bundle',
    topic,
    audience: audienceOf(waiting),
    isLater,
    isAgain: waiting.every(({ isTold }) => isTold),
    sites: subjects.slice(0, mostNames).map(({ site }) => site),
    count: subjects.length,
    since: Math.min(...subjects.map(({ since }) => since)),
    ...sharedOf(topic, subjects),
  }
}

/** What all have in common; said of what is down only. */
function sharedOf(topic: BundleTopic, subjects: readonly Subject[]): { shared?: SharedKind } {
  const ailing = subjects.flatMap((subject) => subject.ailing ?? [])
  if (topic !== 'down' || ailing.length < subjects.length) return {}
  const shared = sharedByAll(ailing)
  return shared === null ? {} : { shared }
}

/** Whoever is asked as a lead for one of them is asked as a lead. */
function audienceOf(waiting: readonly Waiting[]): Audience {
  const audiences = new Set(waiting.map(({ page }) => page.audience))
  if (audiences.has('lead')) return 'lead'
  return audiences.has('staff') ? 'staff' : 'office'
}
