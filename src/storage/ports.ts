import type { AuditAct } from '../domain/audit-act.ts'
import type { Book, BookFile } from '../domain/book/book.ts'
import type { BookProblem } from '../domain/book/book-check.ts'
import type { Baseline, Suspicion } from '../domain/content/suspicion.ts'
import type { Feed } from '../domain/feed.ts'
import type { Incident, IncidentEvent, IncidentState } from '../domain/incident/incident.ts'
import type { NewPage } from '../domain/incident/page.ts'
import type { Instant } from '../domain/instant.ts'
import type { ProvenNumber, Receipt, RosterEdit, RosterVersion } from '../domain/roster/history.ts'
import type { Swap } from '../domain/roster/swap.ts'
import type { Drill } from '../domain/self-check/drill.ts'
import type { DutyEntry, Handover } from '../domain/shift-work/handover.ts'
import type { NilReport } from '../domain/shift-work/nil-report.ts'
import type { RecordBody } from '../domain/shift-work/record.ts'
import type { SpotCheck } from '../domain/shift-work/spot-check.ts'
import type { TableUpload } from '../domain/table-upload.ts'
import type { Sample } from '../domain/watch/probe.ts'
import type { Rollup, Tally } from '../domain/watch/rollup.ts'
import type { SiteState } from '../domain/watch/verdict.ts'
import type { PageLog } from './page-port.ts'

// Every method answers a promise, although today's adapters are synchronous underneath: a store across a network
// must fit behind the same port.

/** `full`: no room on the disk. `unwritable`: read-only, damaged, or not ours to write. Nothing was changed. */
export type StoreTrouble = 'full' | 'unwritable'

/** A store could not write. The same work may succeed once somebody has mended the disk; nobody need start anew. */
export class StoreFailure extends Error {
  readonly trouble: StoreTrouble
  constructor(trouble: StoreTrouble, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.trouble = trouble
  }
}

/** What people write. One writer at a time; readers always see a whole, checked book. */
export interface BookStore {
  current(): Book
  /**
   * Applies `edit` to the newest file, checks it, makes it durable, then shows it to readers.
   * A refused edit changes nothing and answers every problem; a write that fails throws and memory keeps the old book.
   */
  change(edit: (file: BookFile) => BookFile): Promise<BookChange>
}
export type BookChange = { ok: true; before: BookFile; after: BookFile } | { ok: false; problems: BookProblem[] }

/** Everything that must become true together when an incident moves. One transaction, or nothing. */
export type Commit = {
  /** Null when only a site's verdict or a page of the watch itself is recorded. */
  incident: Incident | null
  /** The version the decision was made on; null opens a new incident. */
  expectedVersion: number | null
  events: IncidentEvent[]
  pages: NewPage[]
  /** Take back what is planned and not yet claimed for this incident, with the reason. */
  cancelPlanned: string | null
  codes: { personId: string; code: string }[]
  at: Instant
  siteState: SiteState | null
}

export type Slice = { limit: number; cursor: string | null }
export type Paged<T> = { items: T[]; next: string | null }

export interface IncidentLog {
  /** `conflict`: another writer was first, or the site already has a live incident, or a code is taken. */
  commit(commit: Commit): Promise<'committed' | 'conflict'>
  find(id: string): Promise<Incident | null>
  findLive(siteId: string): Promise<Incident | null>
  live(): Promise<Incident[]>
  /** Newest first. */
  list(filter: IncidentFilter, slice: Slice): Promise<Paged<Incident>>
  /** How many began in the span, voided ones left out, and how long it took on average until somebody took them. */
  figures(from: Instant, to: Instant): Promise<{ count: number; meanResponseMs: number | null }>
  events(incidentId: string): Promise<IncidentEvent[]>
  /** Live incidents whose clock has run out at `now`. */
  due(now: Instant): Promise<Incident[]>
  /** How many incidents have an id that begins with `prefix` (`2026-1004-`): the next number of the day. */
  countWithPrefix(prefix: string): Promise<number>
  /** Codes given out for the incident, by person. */
  codes(incidentId: string): Promise<Map<string, string>>
  /** Whose code it is, and for which incidents, newest first; null when it was never given out or has lapsed. */
  findCode(code: string, since: Instant): Promise<{ personId: string; incidentIds: string[] } | null>
  siteStates(): Promise<SiteState[]>
  /** All of them or none. */
  saveSiteStates(states: readonly SiteState[]): Promise<void>
}
export type IncidentFilter = {
  states?: readonly IncidentState[]
  siteId?: string
  from?: Instant
  to?: Instant
}

/** The outbox has a file of its own. */
export type * from './page-port.ts'

export type InboundText = { providerId: string; from: string; body: string; at: Instant }

export interface InboundLog {
  /** False when this provider id is already there: a text is acted on once, however often it is delivered. */
  record(text: InboundText, now: Instant): Promise<boolean>
  /** How many answers in a row were sent to `from` without any act since: the passive-answer limit. */
  passiveAnswers(from: string): Promise<number>
  settle(providerId: string, outcome: { answer: string | null; acted: boolean }): Promise<void>
  /** At start: what was recorded and never settled was not acted on to its end, and counts as never heard. */
  reopen(): Promise<number>
  /** The same for one text, whose act came to an error. */
  forget(providerId: string): Promise<void>
}

/** Every look for a few days, then what hours and days came to. A span includes its beginning and not its end. */
export interface SampleLog {
  append(samples: readonly Sample[]): Promise<void>
  /** Newest last. Phases and lengths in whole milliseconds; everything else as it was. */
  ofSite(siteId: string, from: Instant, to: Instant): Promise<Sample[]>
  /** For the board: looks at the sites named, newest last; a site without any is not among them. */
  recent(siteIds: readonly string[], from: Instant, to: Instant): Promise<Map<string, SampleBeat[]>>
  /** What each hour came to, the newest last; hours without a look are missing. */
  hours(siteId: string, from: Instant, to: Instant): Promise<SampleHour[]>
  /**
   * What each calendar day of `zone` came to, the newest last, those without a look included. In a zone whose clock is
   * not whole hours away from UTC an hour counts for the day on which it begins. Of days whose hours are deleted only
   * the sum of a day in UTC+8 is left.
   */
  days(siteId: string, from: Instant, to: Instant, zone: string): Promise<SampleDay[]>
  /**
   * Looks of a span, for the official meter: exact while they are kept one by one, else those of the hours that lie
   * wholly within it.
   */
  count(siteId: string, from: Instant, to: Instant): Promise<Tally>
  /** Packs hours that are over and deletes what was kept long enough, in short steps with room for others between. */
  tidy(now: Instant, rules: SampleRules): Promise<void>
}
export type SampleBeat = { at: Instant; ms: number; ok: boolean }
export type SampleHour = Rollup & { at: Instant }
export type SampleDay = Rollup & { date: string }
/** How long looks and hours are kept; days are kept for ever. */
export type SampleRules = {
  keepLooksMs: number
  keepHoursMs: number
  /** For how long a look at the site speaks. */
  intervalMsOf(siteId: string): number
}

export interface Accounts {
  /** Null when the person has no password yet. */
  passwordHash(personId: string): Promise<string | null>
  setPassword(personId: string, hash: string, now: Instant): Promise<void>
  removePassword(personId: string): Promise<void>
  withPassword(): Promise<string[]>
  /** One-time links by which a person sets their own password; stored as a hash of the token. */
  addInvitation(tokenHash: string, personId: string, expiresAt: Instant): Promise<void>
  findInvitation(tokenHash: string, now: Instant): Promise<string | null>
  /** False when it was used already: of two that come at once only one may set the password. */
  useInvitation(tokenHash: string): Promise<boolean>
}

export interface SessionLog {
  read(id: string, now: Instant): Promise<string | null>
  write(id: string, personId: string | null, data: string, expiresAt: Instant): Promise<void>
  touch(id: string, expiresAt: Instant): Promise<void>
  destroy(id: string): Promise<void>
  /** Ends every session of a person: password changed, person disabled. */
  destroyOf(personId: string): Promise<void>
  deleteExpired(now: Instant): Promise<void>
}

export interface AuditLog {
  add(entry: AuditEntry): Promise<void>
  /** All of them in one transaction: what was done in one go. */
  addAll(entries: readonly AuditEntry[]): Promise<void>
  list(filter: AuditFilter, slice: Slice): Promise<Paged<StoredAuditEntry>>
}
/** One change or sign-in: who, when, from where, what, before and after. Kept at least 6 months (网络安全法 art. 21). */
export type AuditEntry = {
  at: Instant
  personId: string | null
  personName: string
  from: string
  act: AuditAct
  subject: string
  before: string | null
  after: string | null
}
/** As it was recorded, maybe by a later or earlier version that knows other acts. */
export type StoredAuditEntry = Omit<AuditEntry, 'act'> & { id: number; act: string }
export type AuditFilter = { personId?: string; subject?: string; from?: Instant; to?: Instant }

/** What the watch has to remember about itself from one run to the next: what a banner shows, what was told already. */
export interface NoticeLog {
  set(key: string, value: string, now: Instant): Promise<void>
  get(key: string): Promise<{ value: string; at: Instant } | null>
  clear(key: string): Promise<void>
}

export type RecordFilter = {
  subject?: string
  personId?: string
  states?: readonly string[]
  from?: Instant
  to?: Instant
}

/** One kind of record. What is stored is never deleted: a record that is over has a state that says so. */
export interface RecordLog<T extends RecordBody> {
  find(id: string): Promise<T | null>
  /**
   * Stores the records as they now are, all or none: new ones with version 1, changed ones with the version after the
   * stored one. `conflict`: somebody else was first with one of them.
   */
  save(...records: T[]): Promise<'saved' | 'conflict'>
  /** Newest first. */
  list(filter: RecordFilter, slice: Slice): Promise<Paged<T>>
  /** Those whose clock has run out at `now`, the longest overdue first. */
  due(now: Instant): Promise<T[]>
}

export const recordKinds = [
  'versions',
  'edits',
  'receipts',
  'numbers',
  'swaps',
  'handovers',
  'dutyEntries',
  'nilReports',
  'spotChecks',
  'feeds',
  'uploads',
  'drills',
  'baselines',
  'suspicions',
] as const
export type RecordKind = (typeof recordKinds)[number]
export type Records = {
  versions: RecordLog<RosterVersion>
  edits: RecordLog<RosterEdit>
  receipts: RecordLog<Receipt>
  numbers: RecordLog<ProvenNumber>
  swaps: RecordLog<Swap>
  handovers: RecordLog<Handover>
  dutyEntries: RecordLog<DutyEntry>
  nilReports: RecordLog<NilReport>
  spotChecks: RecordLog<SpotCheck>
  feeds: RecordLog<Feed>
  uploads: RecordLog<TableUpload>
  drills: RecordLog<Drill>
  baselines: RecordLog<Baseline>
  suspicions: RecordLog<Suspicion>
}

/** What a code in a text opens, when it is not an incident. */
export type KeyPurpose = 'number' | 'roster' | 'spot_check' | 'drill' | 'content'
export type Key = { code: string; personId: string; purpose: KeyPurpose; subject: string; expiresAt: Instant }

/**
 * Codes that act for one person on one thing. One code is never given out twice, to incidents included, until it has
 * been over for long: there are a million, and without any left no incident could begin.
 */
export interface KeyLog {
  /** Stores those that are free; answers the ones that were taken, to be drawn again. */
  give(keys: readonly Key[]): Promise<Key[]>
  find(code: string, now: Instant): Promise<Key | null>
  /** The code the person holds for it already, so that every text about one thing carries the same. */
  codeOf(personId: string, purpose: KeyPurpose, subject: string, now: Instant): Promise<string | null>
  /** Lets go of codes that open nothing since `before`, and of those that no text carried. Answers how many. */
  free(before: Instant): Promise<number>
}

export type Log = {
  incidents: IncidentLog
  pages: PageLog
  inbound: InboundLog
  samples: SampleLog
  accounts: Accounts
  sessions: SessionLog
  audit: AuditLog
  notices: NoticeLog
  keys: KeyLog
  records: Records
  /** Sets room aside for pages while there is some, so that a full disk silences nobody. Throws StoreFailure. */
  keepReserve(): Promise<void>
}
