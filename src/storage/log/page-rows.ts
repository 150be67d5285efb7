import {
  type Attempt,
  type AttemptState,
  channelOf,
  type NewPage,
  type Page,
  type PageState,
} from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import { body, integer, integerOrNull, text, textOrNull } from './rows.ts'
import type { Row, Sqlite } from './sqlite.ts'

/** What of a page never changes; the rest are columns. */
type Fixed = Omit<NewPage, 'dueAt' | 'text'>

/** Inserts planned pages. A page that is there already (same step, same person) is left alone. */
export function insertPages(db: Sqlite, pages: readonly NewPage[], wantedState: string | null): void {
  for (const page of pages) {
    const { dueAt, text: words, ...fixed } = page
    const inserted = db.run(
      `INSERT INTO page (id, incident_id, step, person_id, wanted_state, urgency, channel, state, planned_at, due_at,
         attempts, text, body) VALUES (?, ?, ?, ?, ?, ?, ?, 'planned', ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING`,
      ...[page.id, page.incidentId, page.step, page.personId, wantedState, page.urgency, page.channel],
      ...[page.plannedAt, dueAt, words, JSON.stringify(fixed)],
    )
    if (inserted === 1) noteState(db, page.id, { state: 'planned', attempt: null, reason: null }, page.plannedAt)
  }
}

/** A change of state is a row: what a page went through can be read afterwards, whatever became of it. */
export function noteState(
  db: Sqlite,
  pageId: string,
  { state, attempt, reason }: { state: string; attempt: number | null; reason: string | null },
  now: Instant,
): void {
  const sql = 'INSERT INTO page_change (page_id, at, state, attempt, reason) VALUES (?, ?, ?, ?, ?)'
  db.run(sql, pageId, now, state, attempt, reason)
}

/** What is taken back before it was sent, with the reason: `where` says which of the planned pages. */
export function cancelPlanned(
  db: Sqlite,
  where: { sql: string; values: (string | number)[] },
  reason: string,
  now: Instant,
): void {
  const rows = db.all(
    `UPDATE page SET state = 'cancelled', reason = ? WHERE state = 'planned' AND ${where.sql} RETURNING id`,
    reason,
    ...where.values,
  )
  for (const row of rows) noteState(db, text(row, 'id'), { state: 'cancelled', attempt: null, reason }, now)
}

export function findPage(db: Sqlite, id: string): Page | null {
  const row = db.get('SELECT * FROM page WHERE id = ?', id)
  return row ? pageOf(db, row) : null
}

/** A page within a bundle reads and fares as the bundle does: it has no tries of its own. */
export function pageOf(db: Sqlite, row: Row): Page {
  const own = ownPageOf(row)
  const bundle = own.bundleId === null ? undefined : db.get('SELECT * FROM page WHERE id = ?', own.bundleId)
  if (!bundle) return own
  const {
    text: words,
    code,
    route,
    state,
    attempts,
    acceptedAt,
    deliveredAt,
    reason,
    hop,
    hopAttempts,
  } = ownPageOf(bundle)
  const fate = { state, attempts, acceptedAt, deliveredAt, reason, hop, hopAttempts }
  return { ...own, text: words, code, route, ...fate }
}

function ownPageOf(row: Row): Page {
  return {
    ...body<Fixed>(row),
    text: text(row, 'text'),
    dueAt: integer(row, 'due_at'),
    route: routeOf(row),
    state: text(row, 'state') as PageState, // written only by these files
    attempts: integer(row, 'attempts'),
    hop: integer(row, 'hop'),
    hopAttempts: integer(row, 'hop_attempts'),
    bundleId: textOrNull(row, 'bundle_id'),
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

/** Opens the next attempt of a page: claimed, durable, before the first byte leaves. */
export function openAttempt(
  db: Sqlite,
  page: Page,
  { now, deadlineAt }: { now: Instant; deadlineAt: Instant },
): { page: Page; attempt: Attempt } {
  const n = page.attempts + 1
  const channel = channelOf(page)
  db.run("UPDATE page SET state = 'claimed', attempts = ? WHERE id = ?", n, page.id)
  db.run(
    `INSERT INTO attempt (page_id, n, channel, text, claimed_at, deadline_at, state, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, 'claimed', ?)`,
    ...[page.id, n, channel, page.text, now, deadlineAt, now],
  )
  noteState(db, page.id, { state: 'claimed', attempt: n, reason: null }, now)
  const claimed = { claimedAt: now, deadlineAt, state: 'claimed', providerId: null, errorCode: null } as const
  const attempt = { pageId: page.id, n, channel, text: page.text, ...claimed, updatedAt: now }
  return { page: { ...page, state: 'claimed', attempts: n }, attempt }
}

export function findAttempt(db: Sqlite, pageId: string, n: number): Attempt | null {
  const row = db.get('SELECT * FROM attempt WHERE page_id = ? AND n = ?', pageId, n)
  return row ? attemptOf(row) : null
}

export function attemptsOf(db: Sqlite, pageId: string): Attempt[] {
  return db.all('SELECT * FROM attempt WHERE page_id = ? ORDER BY n', pageId).map(attemptOf)
}

function attemptOf(row: Row): Attempt {
  return {
    pageId: text(row, 'page_id'),
    n: integer(row, 'n'),
    channel: text(row, 'channel') as Attempt['channel'], // written only by this file
    text: text(row, 'text'),
    claimedAt: integer(row, 'claimed_at'),
    deadlineAt: integer(row, 'deadline_at'),
    state: text(row, 'state') as AttemptState, // written only by these files
    providerId: textOrNull(row, 'provider_id'),
    errorCode: textOrNull(row, 'error_code'),
    updatedAt: integer(row, 'updated_at'),
  }
}
