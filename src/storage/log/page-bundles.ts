import type { NewPage, Page } from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import type { BundleOrder, SentPage, WaitingPage } from '../ports.ts'
import { findPage, insertPages, noteState, pageOf } from './page-rows.ts'
import { integer, text } from './rows.ts'
import type { Sqlite } from './sqlite.ts'

/** Longer than any page is held back for a bundle: where a page that was planned then may have been sent since. */
const longestHoldMs = 60 * 60_000

/** Pages about incidents that would be sent now for the first time. */
export function waitingPages(db: Sqlite, now: Instant): WaitingPage[] {
  const rows = db.all(
    `SELECT * FROM page WHERE state = 'planned' AND due_at <= ? AND attempts = 0 AND incident_id IS NOT NULL
     ORDER BY planned_at, rowid`,
    now,
  )
  return rows.map((row) => {
    const page = pageOf(db, row)
    return { page: { ...page, code: codeOf(db, page) }, isTold: isTold(db, page) }
  })
}

/** What its reader was given meanwhile: a bundle of texts may have taken the place of the code that a call still has. */
function codeOf(db: Sqlite, { incidentId, personId, code }: Page): string | null {
  const sql = 'SELECT code FROM incident_code WHERE incident_id = ? AND person_id = ?'
  const row = db.get(sql, incidentId ?? '', personId)
  return row ? text(row, 'code') : code
}

/** Whether the reader has heard of the incident before, by a text of its own or within a bundle. */
function isTold(db: Sqlite, { incidentId, personId, id }: Page): boolean {
  const sql = `SELECT 1 AS told FROM page INDEXED BY one_page_a_step_and_person WHERE coalesce(incident_id, '') = ? AND person_id = ? AND id <> ?
               AND (attempts > 0 OR bundle_id IS NOT NULL) LIMIT 1`
  return db.get(sql, incidentId ?? '', personId, id) !== undefined
}

/** What was sent about incidents to the person since then, by its first attempt, oldest first. */
export function sentTo(db: Sqlite, personId: string, since: Instant): SentPage[] {
  const rows = db.all(
    `SELECT page.*, attempt.claimed_at AS sent_at FROM page JOIN attempt ON attempt.page_id = page.id AND attempt.n = 1
     WHERE page.person_id = ? AND page.planned_at >= ? AND attempt.claimed_at >= ?
     ORDER BY attempt.claimed_at`,
    ...[personId, since - longestHoldMs, since],
  )
  return rows.flatMap((row) => {
    const page = pageOf(db, row)
    const incidentIds = page.incidentId === null ? incidentsWithin(db, page.id) : [page.incidentId]
    return incidentIds.length === 0 ? [] : [{ page, at: integer(row, 'sent_at'), incidentIds }]
  })
}

function incidentsWithin(db: Sqlite, bundleId: string): string[] {
  const rows = db.all('SELECT DISTINCT incident_id FROM page WHERE bundle_id = ?', bundleId)
  return rows.map((row) => text(row, 'incident_id'))
}

export function membersOf(db: Sqlite, bundleId: string): Page[] {
  return db.all('SELECT * FROM page WHERE bundle_id = ? ORDER BY rowid', bundleId).map((row) => pageOf(db, row))
}

/**
 * One text in place of several: its members have no tries of their own any more, and its code opens each of their
 * incidents. Whoever never saw a code for one gets this one as the code for it; a code that was seen stays good.
 */
export function bundlePages(db: Sqlite, { page, memberIds, keyed, alsoKeyed }: BundleOrder, now: Instant): boolean {
  if (!memberIds.every((id) => isStillWaiting(db, id)) || findPage(db, page.id)) return false
  // A code that was drawn for these is nobody's yet: what it opens already would be opened, or answered, by the wrong person.
  if (alsoKeyed.length > 0 && isGiven(db, page.code)) return false
  insertPages(db, [page], null)
  if (page.code !== null) {
    db.run('INSERT INTO code (code, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING', page.code, page.personId)
    for (const incidentId of keyed) {
      const sql = 'UPDATE incident_code SET code = ? WHERE incident_id = ? AND person_id = ?'
      db.run(sql, page.code, incidentId, page.personId)
    }
    for (const incidentId of alsoKeyed) {
      const sql = 'INSERT INTO bundle_code (code, incident_id) VALUES (?, ?) ON CONFLICT DO NOTHING'
      db.run(sql, page.code, incidentId)
    }
  }
  for (const id of memberIds) putInto(db, page.id, id, now)
  return true
}

function putInto(db: Sqlite, bundleId: string, memberId: string, now: Instant): void {
  db.run("UPDATE page SET state = 'bundled', bundle_id = ? WHERE id = ?", bundleId, memberId)
  noteState(db, memberId, { state: 'bundled', attempt: null, reason: bundleId }, now)
}

/** With members of its own, so that it is taken back, counted and read like the first one. */
export function copyBundle(db: Sqlite, { page, of }: { page: NewPage; of: string }, now: Instant): boolean {
  const sql = `SELECT page.* FROM page JOIN incident ON incident.id = page.incident_id
               WHERE bundle_id = ? AND wanted_state = incident.state AND incident.state NOT IN ('closed', 'voided') ORDER BY page.rowid`
  const rows = db.all(sql, of)
  if (rows.length === 0) return false
  insertPages(db, [page], null)
  for (const row of rows) {
    const { id, incidentId, step, message } = pageOf(db, row)
    const again = `again.${now}`
    const member = { ...page, id: `${id}.${again}`, incidentId, step: `${step}.${again}`, message }
    insertPages(db, [member], text(row, 'wanted_state'))
    putInto(db, page.id, member.id, now)
  }
  return true
}

function isGiven(db: Sqlite, code: string | null): boolean {
  return code !== null && db.get('SELECT 1 AS given FROM code WHERE code = ?', code) !== undefined
}

function isStillWaiting(db: Sqlite, id: string): boolean {
  const sql = "SELECT 1 AS waits FROM page WHERE id = ? AND state = 'planned' AND attempts = 0"
  return db.get(sql, id) !== undefined
}
