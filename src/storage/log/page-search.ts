import type { Page } from '../../domain/incident/page.ts'
import type { LastOutcome, PageFilter } from '../ports.ts'
import { pageOf } from './page-rows.ts'
import { integer, text, textOrNull } from './rows.ts'
import type { Sqlite, Value } from './sqlite.ts'

/** Newest first. What went out within a bundle is listed as that bundle, except where one incident is asked for. */
export function listPages(db: Sqlite, filter: PageFilter, cursor: string | null, limit: number): Page[] {
  const where: string[] = ['1 = 1']
  const values: Value[] = []
  const add = (condition: string, ...more: Value[]) => {
    where.push(condition)
    values.push(...more)
  }
  if (filter.incidentId !== undefined) add("coalesce(incident_id, '') = ?", filter.incidentId)
  else add('bundle_id IS NULL')
  if (filter.channel !== undefined) add('channel = ?', filter.channel)
  if (filter.since !== undefined) add('planned_at >= ?', filter.since)
  if (filter.until !== undefined) add('planned_at < ?', filter.until)
  if (filter.personId !== undefined) add('person_id = ?', filter.personId)
  if (filter.underWayOnly) add("state IN ('planned', 'claimed', 'unknown', 'accepted')")
  if (filter.undeliveredOnly) add("state IN ('unknown', 'failed')")
  const [plannedAt, ...id] = cursor?.split('~') ?? []
  if (plannedAt) add('(planned_at, id) < (?, ?)', Number(plannedAt), id.join('~'))
  const sql = `SELECT * FROM page WHERE ${where.join(' AND ')} ORDER BY planned_at DESC, id DESC LIMIT ?`
  return db.all(sql, ...values, limit).map((row) => pageOf(db, row))
}

/**
 * Texts only: a call that nobody answered says nothing against the number.
 * Bare columns of the row that holds the maximum: SQLite's documented behaviour for a single max().
 */
export function lastOutcomes(db: Sqlite): Map<string, LastOutcome> {
  const rows = db.all(
    `SELECT person_id, state, reason, json_extract(body, '$.to') AS number, max(planned_at) AS at FROM page
     WHERE state IN ('delivered', 'failed') AND channel = 'sms' GROUP BY person_id`,
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
