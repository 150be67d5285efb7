import { dutyFeed } from '../../documents/duty-feed.ts'
import type { AuditAct } from '../../domain/audit-act.ts'
import type { Book, Person } from '../../domain/book/book.ts'
import { type Feed, type FeedSubject, mayFollow, subjectName } from '../../domain/feed.ts'
import { day, hour, type Instant } from '../../domain/instant.ts'
import { periodSpan } from '../../domain/roster/coverage.ts'
import { dutyEvents } from '../../domain/roster/duty-events.ts'
import type { RosterVersion } from '../../domain/roster/history.ts'
import { StoreFailure } from '../../storage/ports.ts'
import type { ActionDeps } from '../deps.ts'
import type { Editor } from '../edit-book.ts'
import { everyOne } from '../every-one.ts'
import { tokenHash } from './passwords.ts'

/** More calendars than anybody follows. */
export const mostFeeds = 20
/** How long a past shift stays in the calendar. */
const pastMs = 31 * day
/** Reading is noted this often, not with every look of every phone. */
const noteReadEveryMs = hour

/** The open calendar addresses of a person, newest first. */
export async function feedsOf(deps: ActionDeps, personId: string): Promise<Feed[]> {
  const { items } = await deps.log.records.feeds.list({ personId, states: ['open'] }, { limit: 100, cursor: null })
  return items
}

type MadeFeed = { kind: 'made'; token: string } | { kind: 'refused' } | { kind: 'too_many' }

/**
 * Makes a calendar address. Its token (256 bits) is answered once and kept only as a digest. `refused`: it is not for
 * this person to follow; `too_many`: they have `mostFeeds` already.
 */
export async function makeFeed(
  deps: ActionDeps,
  { owner, subject, editor }: { owner: Person; subject: FeedSubject; editor: Editor },
  now: Instant,
): Promise<MadeFeed> {
  if (!mayFollow(deps.book.current(), owner, subject, now)) return { kind: 'refused' }
  if ((await feedsOf(deps, owner.id)).length >= mostFeeds) return { kind: 'too_many' }
  const token = deps.draw.token()
  const feed: Feed = {
    id: tokenHash(token),
    version: 1,
    state: 'open',
    subject: subject.id,
    kind: subject.kind,
    personId: owner.id,
    at: now,
    dueAt: null,
    lastReadAt: null,
  }
  await deps.log.records.feeds.save(feed)
  await note(deps, editor, 'feed_made', feed, now)
  return { kind: 'made', token }
}

/** Ends an address for good. False when it is not an open one of this person. */
export async function revokeFeed(
  deps: ActionDeps,
  { id, personId, editor }: { id: string; personId: string; editor: Editor },
  now: Instant,
): Promise<boolean> {
  const feed = await deps.log.records.feeds.find(id)
  if (!feed || feed.personId !== personId || feed.state !== 'open') return false
  const saved = await deps.log.records.feeds.save({ ...feed, state: 'revoked', version: feed.version + 1 })
  if (saved === 'conflict') return revokeFeed(deps, { id, personId, editor }, now)
  await note(deps, editor, 'feed_revoked', feed, now)
  return true
}

/** `changedAt`: the newest change of any entry. */
type FeedText = { text: string; changedAt: Instant }

/**
 * The calendar behind a token as iCalendar text; null when there is none, it was revoked, its owner has left, or what
 * it showed is gone. Whoever holds the token is told no more than that.
 */
export async function readFeed(deps: ActionDeps, token: string, now: Instant): Promise<FeedText | null> {
  const feed = await deps.log.records.feeds.find(tokenHash(token))
  const book = deps.book.current()
  const owner = feed ? book.people.get(feed.personId) : undefined
  if (feed?.state !== 'open' || !owner || owner.disabled) return null
  const subject: FeedSubject = { kind: feed.kind, id: feed.subject }
  if (subjectName(book, subject) === null) return null
  const since = now - pastMs
  const versions = await versionsSince(deps, book, since)
  const events = dutyEvents(book, subject, { versions, since, unknownAt: feed.at })
  await noteRead(deps, feed, now)
  const text = dutyFeed(book, subject, { events, language: owner.language ?? book.settings.language })
  return { text, changedAt: events.reduce((last, { changedAt }) => Math.max(last, changedAt), feed.at) }
}

/** The versions of every roster that ends after `since`. */
async function versionsSince(deps: ActionDeps, book: Book, since: Instant): Promise<RosterVersion[]> {
  const periods = [...book.periods.values()].filter((period) => periodSpan(book, period).toAt > since)
  const { versions } = deps.log.records
  const lists = await Promise.all(periods.map(({ id }) => everyOne((slice) => versions.list({ subject: id }, slice))))
  return lists.flat()
}

/** So that the owner sees which of their addresses are still in use. Of two readers at once either may note it. */
async function noteRead(deps: ActionDeps, feed: Feed, now: Instant): Promise<void> {
  if (feed.lastReadAt !== null && now - feed.lastReadAt < noteReadEveryMs) return
  try {
    await deps.log.records.feeds.save({ ...feed, lastReadAt: now, version: feed.version + 1 })
  } catch (error) {
    // A calendar is read all the same while the disk takes no writes.
    if (!(error instanceof StoreFailure)) throw error
  }
}

const lists = { person: 'people', site: 'sites', unit: 'units' } as const

async function note(
  deps: ActionDeps,
  { personId, personName, from }: Editor,
  act: AuditAct,
  { kind, subject }: Feed,
  now: Instant,
): Promise<void> {
  const what = { act, subject: `${lists[kind]}/${subject}`, before: null, after: null }
  await deps.log.audit.add({ at: now, personId, personName, from, ...what })
}
