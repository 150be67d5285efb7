import {
  type Attempt,
  type AttemptState,
  channelOf,
  forward,
  type NewPage,
  type Page,
  type PageState,
} from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import type { ClaimLimits, DeliveryReport, LastOutcome, PageFilter, PageLog } from '../ports.ts'
import { body, integer, integerOrNull, slice, text, textOrNull } from './rows.ts'
import type { Row, Sqlite, Value } from './sqlite.ts'

/** What of a page never changes; the rest are columns. */
type Fixed = Omit<NewPage, 'dueAt' | 'text'>

/** States in which an attempt's report may still move its page. */
const stillOpen = "state IN ('planned', 'claimed', 'unknown', 'accepted', 'failed', 'cancelled')"

export function createPageLog(db: Sqlite): PageLog {
  return {
    claimDue: async (now, deadlineAt, limits) =>
      isAnyDue(db, now) ? db.transaction(() => claimDue(db, now, deadlineAt, limits)) : [],
    report: async (pageId, n, report, now) => db.transaction(() => applyReport(db, { pageId, n, report }, now)),
    replan: async (pageId, dueAt, words, reason) => {
      const sql = `UPDATE page SET state = 'planned', due_at = ?, text = ?, reason = ?
                   WHERE id = ? AND state IN ('claimed', 'unknown')`
      db.run(sql, dueAt, words, reason, pageId)
    },
    fail: async (pageId, reason) => {
      const sql = `UPDATE page SET state = 'failed', reason = ?
                   WHERE id = ? AND state IN ('planned', 'claimed', 'unknown', 'accepted')`
      return db.run(sql, reason, pageId) === 1
    },
    show: async (pageId, now) => {
      db.run("UPDATE page SET state = 'shown', accepted_at = ? WHERE id = ? AND state = 'claimed'", now, pageId)
      db.run(
        "UPDATE attempt SET state = 'accepted', updated_at = ? WHERE page_id = ? AND state = 'claimed'",
        now,
        pageId,
      )
    },
    unresolved: async (now) =>
      withAttempts(db, "page.state = 'unknown' OR (page.state = 'claimed' AND attempt.deadline_at <= ?)", now),
    silentSince: async (before) => withAttempts(db, "page.state = 'accepted' AND page.accepted_at <= ?", before),
    markInterrupted: async (now) =>
      db.transaction(() => {
        db.run("UPDATE attempt SET state = 'unknown', updated_at = ? WHERE state = 'claimed'", now)
        return db.run("UPDATE page SET state = 'unknown', reason = 'interrupted' WHERE state = 'claimed'")
      }),
    followClock: async (byMs) => db.transaction(() => followClock(db, byMs)),
    plan: async (pages) => db.transaction(() => insertPages(db, pages, null)),
    lastOutcomes: async () => lastOutcomes(db),
    find: async (id) => findPage(db, id),
    ofIncident: async (incidentId) =>
      db
        .all("SELECT * FROM page WHERE coalesce(incident_id, '') = ? ORDER BY planned_at, rowid", incidentId)
        .map(pageOf),
    attempts: async (pageIds) =>
      pageIds.flatMap((id) => db.all('SELECT * FROM attempt WHERE page_id = ? ORDER BY n', id).map(attemptOf)),
    list: async (filter, { limit, cursor }) =>
      slice(listPages(db, filter, cursor, limit + 1), limit, ({ plannedAt, id }) => `${plannedAt}~${id}`),
  }
}

/**
 * Ages are counted from these columns. The moment of a claim moves back only: it bounds the search for the message at
 * the provider, whose own clock did not jump, and a search that begins too early finds it all the same.
 */
function followClock(db: Sqlite, byMs: number): void {
  db.run(
    `UPDATE attempt SET claimed_at = claimed_at + min(?, 0), deadline_at = deadline_at + ?, updated_at = updated_at + ?
     WHERE EXISTS (SELECT 1 FROM page WHERE page.id = page_id AND page.state IN ('planned', 'claimed', 'unknown', 'accepted'))`,
    ...[byMs, byMs, byMs],
  )
  db.run(
    `UPDATE page SET planned_at = planned_at + ?, due_at = due_at + ?, accepted_at = accepted_at + ?,
       body = json_set(body, '$.plannedAt', planned_at + ?)
     WHERE state IN ('planned', 'claimed', 'unknown', 'accepted')
       AND NOT (state = 'planned' AND urgency = 'courtesy' AND attempts = 0)`,
    ...[byMs, byMs, byMs, byMs],
  )
}

/** Inserts planned pages. A page that is there already (same step, same person) is left alone. */
export function insertPages(db: Sqlite, pages: readonly NewPage[], wantedState: string | null): void {
  for (const page of pages) {
    const { dueAt, text: words, ...fixed } = page
    db.run(
      `INSERT INTO page (id, incident_id, step, person_id, wanted_state, urgency, channel, state, planned_at, due_at,
         attempts, text, body) VALUES (?, ?, ?, ?, ?, ?, ?, 'planned', ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING`,
      ...[page.id, page.incidentId, page.step, page.personId, wantedState, page.urgency, page.channel],
      ...[page.plannedAt, dueAt, words, JSON.stringify(fixed)],
    )
  }
}

/** Asked every second: most seconds nothing is due, and a look costs less than a transaction. */
function isAnyDue(db: Sqlite, now: Instant): boolean {
  return db.get("SELECT 1 AS due FROM page WHERE state = 'planned' AND due_at <= ? LIMIT 1", now) !== undefined
}

/**
 * A page that must arrive is sent only while its incident is still in the state it was planned for, and only the
 * newest one to its reader; what was overtaken is cancelled here, so that after a stop or an outage of the provider
 * nobody gets a stale page, or an hour of pages at once.
 */
function claimDue(
  db: Sqlite,
  now: Instant,
  deadlineAt: Instant,
  { limit, courtesyLimit }: ClaimLimits,
): { page: Page; attempt: Attempt }[] {
  db.run(
    `UPDATE page SET state = 'cancelled', reason = 'overtaken' WHERE state = 'planned' AND due_at <= ?
       AND urgency = 'page' AND wanted_state IS NOT NULL
       AND wanted_state <> (SELECT state FROM incident WHERE incident.id = page.incident_id)`,
    now,
  )
  db.run(
    `UPDATE page SET state = 'cancelled', reason = 'overtaken' WHERE state = 'planned' AND due_at <= ?
       AND urgency = 'page' AND incident_id IS NOT NULL AND EXISTS (
         SELECT 1 FROM page AS newer WHERE coalesce(newer.incident_id, '') = page.incident_id
           AND newer.person_id = page.person_id AND newer.channel = page.channel AND newer.urgency = 'page'
           AND newer.state = 'planned' AND newer.due_at <= ?
           AND (newer.planned_at, newer.rowid) > (page.planned_at, page.rowid))`,
    now,
    now,
  )
  const urgent = db.all(
    // An outage never waits behind the thousand courtesies of a roster that has just been published.
    `SELECT * FROM page WHERE state = 'planned' AND due_at <= ? AND urgency = 'page' ORDER BY due_at, rowid LIMIT ?`,
    now,
    limit,
  )
  const rest = Math.min(limit - urgent.length, courtesyLimit)
  const due =
    rest > 0
      ? [
          ...urgent,
          ...db.all(
            `SELECT * FROM page WHERE state = 'planned' AND due_at <= ? AND urgency = 'courtesy' ORDER BY due_at, rowid LIMIT ?`,
            now,
            rest,
          ),
        ]
      : urgent
  return due.map((row) => {
    const page = pageOf(row)
    const n = page.attempts + 1
    db.run("UPDATE page SET state = 'claimed', attempts = ? WHERE id = ?", n, page.id)
    const channel = channelOf(page)
    db.run(
      `INSERT INTO attempt (page_id, n, channel, text, claimed_at, deadline_at, state, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, 'claimed', ?)`,
      ...[page.id, n, channel, page.text, now, deadlineAt, now],
    )
    const claimed = { claimedAt: now, deadlineAt, state: 'claimed', providerId: null, errorCode: null } as const
    const attempt = { pageId: page.id, n, channel, text: page.text, ...claimed, updatedAt: now }
    return { page: { ...page, state: 'claimed', attempts: n }, attempt }
  })
}

type Reported = { pageId: string; n: number; report: DeliveryReport }

/** Moves the attempt forward, and the page with it. A report about an older attempt is proof for the page as well. */
function applyReport(db: Sqlite, { pageId, n, report }: Reported, now: Instant): { before: Page; after: Page } | null {
  const before = findPage(db, pageId)
  const row = db.get('SELECT * FROM attempt WHERE page_id = ? AND n = ?', pageId, n)
  if (!before || !row) return null
  const attempt = attemptOf(row)
  const state = forward(attempt.state, report.state)
  db.run(
    `UPDATE attempt SET state = ?, provider_id = coalesce(provider_id, ?), error_code = coalesce(?, error_code),
       updated_at = ? WHERE page_id = ? AND n = ?`,
    ...[state, report.providerId, report.errorCode, now, pageId, n],
  )
  const next = pageStateAfter(before, attempt, state)
  if (next) {
    const acceptedAt = next === 'accepted' || next === 'delivered' ? (before.acceptedAt ?? now) : before.acceptedAt
    const deliveredAt = next === 'delivered' ? (before.deliveredAt ?? now) : before.deliveredAt
    const reason = next === 'failed' ? (report.errorCode ?? 'failed') : null
    db.run(
      `UPDATE page SET state = ?, accepted_at = ?, delivered_at = ?, reason = ? WHERE id = ? AND ${stillOpen}`,
      ...[next, acceptedAt, deliveredAt, reason, pageId],
    )
  }
  const after = findPage(db, pageId)
  return after ? { before, after } : null
}

/**
 * What the page becomes when an attempt of it reached `state`; null when nothing changes. A failure counts only for
 * the newest attempt, proof of acceptance or delivery for any: it is the same text with the same code.
 */
function pageStateAfter(page: Page, attempt: Attempt, state: AttemptState): PageState | null {
  if (state === 'delivered') return 'delivered'
  if (page.state === 'cancelled') return null
  if (state === 'failed') return attempt.n === page.attempts && page.state !== 'failed' ? 'failed' : null
  const isProof = state === 'accepted' || state === 'queued' || state === 'sent'
  if (isProof) return page.state === 'accepted' || page.state === 'failed' ? null : 'accepted'
  return state === 'unknown' && page.state === 'claimed' ? 'unknown' : null
}

function withAttempts(db: Sqlite, condition: string, ...values: Value[]): { page: Page; attempt: Attempt }[] {
  const rows = db.all(
    `SELECT page.id AS id FROM page JOIN attempt ON attempt.page_id = page.id AND attempt.n = page.attempts
     WHERE page.state IN ('claimed', 'unknown', 'accepted') AND (${condition})`,
    ...values,
  )
  return rows.flatMap((row) => {
    const page = findPage(db, text(row, 'id'))
    const attempt = page && db.get('SELECT * FROM attempt WHERE page_id = ? AND n = ?', page.id, page.attempts)
    return page && attempt ? [{ page, attempt: attemptOf(attempt) }] : []
  })
}

function listPages(db: Sqlite, filter: PageFilter, cursor: string | null, limit: number): Page[] {
  const where: string[] = ['1 = 1']
  const values: Value[] = []
  const add = (condition: string, ...more: Value[]) => {
    where.push(condition)
    values.push(...more)
  }
  if (filter.incidentId !== undefined) add("coalesce(incident_id, '') = ?", filter.incidentId)
  if (filter.channel !== undefined) add('channel = ?', filter.channel)
  if (filter.since !== undefined) add('planned_at >= ?', filter.since)
  if (filter.undeliveredOnly) add("state IN ('unknown', 'failed')")
  const [plannedAt, ...id] = cursor?.split('~') ?? []
  if (plannedAt) add('(planned_at, id) < (?, ?)', Number(plannedAt), id.join('~'))
  const sql = `SELECT * FROM page WHERE ${where.join(' AND ')} ORDER BY planned_at DESC, id DESC LIMIT ?`
  return db.all(sql, ...values, limit).map(pageOf)
}

/** Bare columns of the row that holds the maximum: SQLite's documented behaviour for a single max(). */
function lastOutcomes(db: Sqlite): Map<string, LastOutcome> {
  const rows = db.all(
    `SELECT person_id, state, reason, json_extract(body, '$.to') AS number, max(planned_at) AS at FROM page
     WHERE state IN ('delivered', 'failed') GROUP BY person_id`,
  )
  return new Map(
    rows.map((row) => [
      text(row, 'person_id'),
      {
        to: text(row, 'number'),
        delivered: text(row, 'state') === 'delivered',
        reason: textOrNull(row, 'reason'),
        at: integer(row, 'at'),
      },
    ]),
  )
}

function findPage(db: Sqlite, id: string): Page | null {
  const row = db.get('SELECT * FROM page WHERE id = ?', id)
  return row ? pageOf(row) : null
}

function pageOf(row: Row): Page {
  return {
    ...body<Fixed>(row),
    text: text(row, 'text'),
    dueAt: integer(row, 'due_at'),
    route: routeOf(row),
    state: text(row, 'state') as PageState, // written only by this file
    attempts: integer(row, 'attempts'),
    hop: integer(row, 'hop'),
    hopAttempts: integer(row, 'hop_attempts'),
    acceptedAt: integerOrNull(row, 'accepted_at'),
    deliveredAt: integerOrNull(row, 'delivered_at'),
    reason: textOrNull(row, 'reason'),
  }
}

/** Pages from before there was more than one channel of a kind name only the kind. */
function routeOf(row: Row): Page['route'] {
  const { route, channel } = body<Partial<Pick<Fixed, 'route'>> & Pick<Fixed, 'channel'>>(row)
  return route ?? [channel]
}

function attemptOf(row: Row): Attempt {
  return {
    pageId: text(row, 'page_id'),
    n: integer(row, 'n'),
    channel: text(row, 'channel') as Attempt['channel'], // written only by this file
    text: text(row, 'text'),
    claimedAt: integer(row, 'claimed_at'),
    deadlineAt: integer(row, 'deadline_at'),
    state: text(row, 'state') as AttemptState, // written only by this file
    providerId: textOrNull(row, 'provider_id'),
    errorCode: textOrNull(row, 'error_code'),
    updatedAt: integer(row, 'updated_at'),
  }
}
