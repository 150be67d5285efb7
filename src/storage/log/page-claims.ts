import type { Attempt, Page } from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import type { ClaimLimits } from '../ports.ts'
import { cancelPlanned, openAttempt, pageOf } from './page-rows.ts'
import type { Sqlite } from './sqlite.ts'

/** Asked every second: most seconds nothing is due, and a look costs less than a transaction. */
export function isAnyDue(db: Sqlite, now: Instant): boolean {
  return db.get("SELECT 1 AS due FROM page WHERE state = 'planned' AND due_at <= ? LIMIT 1", now) !== undefined
}

/**
 * A page that must arrive is sent only while its incident is still in the state it was planned for, and only the
 * newest one to its reader; what was overtaken is cancelled here, so that after a stop or an outage of the provider
 * nobody gets a stale page, or an hour of pages at once. A bundle is wanted as long as one of its sites still is.
 */
export function cancelOvertaken(db: Sqlite, now: Instant): void {
  const stale = `due_at <= ? AND urgency = 'page' AND wanted_state IS NOT NULL
    AND wanted_state <> (SELECT state FROM incident WHERE incident.id = page.incident_id)`
  cancelPlanned(db, { sql: stale, values: [now] }, 'overtaken', now)
  // Both sides as the index has them, or SQLite goes through everything for each: ten thousand pages took it 20 s.
  const repeated = `due_at <= ? AND urgency = 'page' AND incident_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM page AS newer INDEXED BY one_page_a_step_and_person
    WHERE coalesce(newer.incident_id, '') = coalesce(page.incident_id, '')
      AND newer.person_id = page.person_id AND newer.channel = page.channel AND newer.urgency = 'page'
      AND newer.state = 'planned' AND newer.due_at <= ?
      AND (newer.planned_at, newer.rowid) > (page.planned_at, page.rowid))`
  cancelPlanned(db, { sql: repeated, values: [now, now] }, 'overtaken', now)
  // A courtesy by itself is taken back by the turn of its incident; within a bundle nothing else would do so.
  const emptied = `due_at <= ? AND incident_id IS NULL
    AND EXISTS (SELECT 1 FROM page AS one WHERE one.bundle_id = page.id)
    AND NOT EXISTS (SELECT 1 FROM page AS one JOIN incident ON incident.id = one.incident_id
      WHERE one.bundle_id = page.id AND one.wanted_state = incident.state)`
  cancelPlanned(db, { sql: emptied, values: [now] }, 'overtaken', now)
}

/** An outage never waits behind the thousand courtesies of a roster that has just been published. */
export function claimDue(
  db: Sqlite,
  now: Instant,
  deadlineAt: Instant,
  { limit, courtesyLimit }: ClaimLimits,
): { page: Page; attempt: Attempt }[] {
  cancelOvertaken(db, now)
  const due = (urgency: string, most: number) =>
    most <= 0
      ? []
      : db.all(
          `SELECT * FROM page WHERE state = 'planned' AND due_at <= ? AND urgency = ? ORDER BY due_at, rowid LIMIT ?`,
          ...[now, urgency, most],
        )
  const urgent = due('page', limit)
  const courtesies = due('courtesy', Math.min(limit - urgent.length, courtesyLimit))
  return [...urgent, ...courtesies].map((row) => openAttempt(db, pageOf(db, row), { now, deadlineAt }))
}
