import type { Instant } from '../../domain/instant.ts'
import type { PageChange, PageLog } from '../ports.ts'
import { bundlePages, copyBundle, membersOf, sentTo, waitingPages } from './page-bundles.ts'
import { cancelOvertaken, claimDue, isAnyDue } from './page-claims.ts'
import { applyReport, planAgain, withAttempts } from './page-reports.ts'
import { attemptsOf, findPage, insertPages, noteState, pageOf } from './page-rows.ts'
import { lastOutcomes, listPages } from './page-search.ts'
import { integer, integerOrNull, slice, text, textOrNull } from './rows.ts'
import type { Row, Sqlite } from './sqlite.ts'

export function createPageLog(db: Sqlite): PageLog {
  return {
    waiting: async (now) => {
      if (!isAnyDue(db, now)) return []
      return db.transaction(() => {
        cancelOvertaken(db, now)
        return waitingPages(db, now)
      })
    },
    sentTo: async (personId, since) => sentTo(db, personId, since),
    bundle: async (order, now) => db.transaction(() => bundlePages(db, order, now)),
    copyBundle: async (copy, now) => db.transaction(() => copyBundle(db, copy, now)),
    postpone: async (pageIds, dueAt) =>
      db.transaction(() => {
        for (const id of pageIds) db.run("UPDATE page SET due_at = ? WHERE id = ? AND state = 'planned'", dueAt, id)
      }),
    readdress: async (pageId, to) => {
      db.run("UPDATE page SET body = json_set(body, '$.to', ?) WHERE id = ?", to, pageId)
    },
    members: async (bundleId) => membersOf(db, bundleId),
    claimDue: async (now, deadlineAt, limits) =>
      isAnyDue(db, now) ? db.transaction(() => claimDue(db, now, deadlineAt, limits)) : [],
    report: async (pageId, n, report, now) => db.transaction(() => applyReport(db, { pageId, n, report }, now)),
    replan: async (seen, { dueAt, text: words, reason }, now) => {
      const again = { from: ['claimed', 'unknown'] as const, dueAt, text: words, reason, isNextChannel: false }
      db.transaction(() => planAgain(db, seen, again, now))
    },
    handOver: async (seen, { text: words, reason }, now) => {
      const from = ['claimed', 'unknown', 'accepted', 'failed'] as const
      const again = { from, dueAt: now, text: words, reason, isNextChannel: true }
      return db.transaction(() => planAgain(db, seen, again, now))
    },
    fail: async (pageId, reason, now) => db.transaction(() => fail(db, pageId, reason, now)),
    tellByPhone: async (pageId, word, now) => db.transaction(() => tellByPhone(db, pageId, word, now)),
    show: async (pageId, now) => db.transaction(() => show(db, pageId, now)),
    unresolved: async (now) =>
      withAttempts(db, "page.state = 'unknown' OR (page.state = 'claimed' AND attempt.deadline_at <= ?)", now),
    silentSince: async (before, channels) => {
      const among = channels.map(() => '?').join(', ')
      const condition = `page.state = 'accepted' AND page.accepted_at <= ? AND attempt.claimed_at <= ?
        AND attempt.channel IN (${among})`
      return withAttempts(db, condition, before, before, ...channels)
    },
    markInterrupted: async (now) => db.transaction(() => markInterrupted(db, now)),
    followClock: async (byMs) => db.transaction(() => followClock(db, byMs)),
    plan: async (pages) => db.transaction(() => insertPages(db, pages, null)),
    lastOutcomes: async () => lastOutcomes(db),
    find: async (id) => findPage(db, id),
    history: async (id) => db.all('SELECT * FROM page_change WHERE page_id = ? ORDER BY rowid', id).map(changeOf),
    ofIncident: async (incidentId) =>
      db
        .all("SELECT * FROM page WHERE coalesce(incident_id, '') = ? ORDER BY planned_at, rowid", incidentId)
        .map((row) => pageOf(db, row)),
    attempts: async (pageIds) => pageIds.flatMap((id) => attemptsOf(db, id)),
    list: async (filter, { limit, cursor }) =>
      slice(listPages(db, filter, cursor, limit + 1), limit, ({ plannedAt, id }) => `${plannedAt}~${id}`),
  }
}

function fail(db: Sqlite, pageId: string, reason: string, now: Instant): boolean {
  const sql = `UPDATE page SET state = 'failed', reason = ?
               WHERE id = ? AND state IN ('planned', 'claimed', 'unknown', 'accepted')`
  if (db.run(sql, reason, pageId) === 0) return false
  noteState(db, pageId, { state: 'failed', attempt: null, reason }, now)
  return true
}

function tellByPhone(db: Sqlite, pageId: string, { by, note }: { by: string; note: string }, now: Instant): boolean {
  const sql = `UPDATE page SET state = 'told_by_phone', reason = NULL
               WHERE id = ? AND state IN ('planned', 'claimed', 'unknown', 'accepted', 'shown', 'failed')`
  if (db.run(sql, pageId) === 0) return false
  const reason = [by, note].filter(Boolean).join(': ')
  noteState(db, pageId, { state: 'told_by_phone', attempt: null, reason }, now)
  return true
}

function show(db: Sqlite, pageId: string, now: Instant): void {
  const sql = "UPDATE page SET state = 'shown', accepted_at = ? WHERE id = ? AND state = 'claimed'"
  if (db.run(sql, now, pageId) === 1) noteState(db, pageId, { state: 'shown', attempt: null, reason: null }, now)
  const attempt = "UPDATE attempt SET state = 'accepted', updated_at = ? WHERE page_id = ? AND state = 'claimed'"
  db.run(attempt, now, pageId)
}

function markInterrupted(db: Sqlite, now: Instant): number {
  db.run("UPDATE attempt SET state = 'unknown', updated_at = ? WHERE state = 'claimed'", now)
  const sql = "UPDATE page SET state = 'unknown', reason = 'interrupted' WHERE state = 'claimed' RETURNING id, attempts"
  const rows = db.all(sql)
  for (const row of rows) {
    const change = { state: 'unknown', attempt: integer(row, 'attempts'), reason: 'interrupted' }
    noteState(db, text(row, 'id'), change, now)
  }
  return rows.length
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

function changeOf(row: Row): PageChange {
  return {
    at: integer(row, 'at'),
    state: text(row, 'state') as PageChange['state'], // written only by these files
    attempt: integerOrNull(row, 'attempt'),
    reason: textOrNull(row, 'reason'),
  }
}
