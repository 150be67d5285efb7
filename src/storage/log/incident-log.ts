import type { Incident, IncidentEvent } from '../../domain/incident/incident.ts'
import type { SiteState } from '../../domain/watch/verdict.ts'
import type { Commit, IncidentFilter, IncidentLog } from '../ports.ts'
import { cancelPlanned, insertPages } from './page-rows.ts'
import { body, integer, integerOrNull, slice, text } from './rows.ts'
import { isTaken, type Sqlite, type Value } from './sqlite.ts'

const live = "state IN ('paging', 'acknowledged', 'recovered')"

/** Leaves the transaction without a trace when the race is lost. */
class Conflict extends Error {}

export function createIncidentLog(db: Sqlite): IncidentLog {
  const readLive = createLiveReader(db)
  return {
    async commit(commit) {
      try {
        db.transaction(() => apply(db, commit))
        return 'committed'
      } catch (error) {
        if (error instanceof Conflict || isTaken(error)) return 'conflict'
        throw error
      }
    },
    find: async (id) => one(db, 'SELECT body FROM incident WHERE id = ?', id),
    findLive: async (siteId) => one(db, `SELECT body FROM incident WHERE site_id = ? AND ${live}`, siteId),
    live: async () => readLive(),
    list: async (filter, { limit, cursor }) => {
      const found = listIncidents(db, filter, cursor, limit + 1)
      return slice(found, limit, ({ startedAt, id }) => `${startedAt}~${id}`)
    },
    figures: async (from, to) => {
      const row = db.get(
        `SELECT count(*) AS n, CAST(avg(json_extract(body, '$.acknowledgedAt') - started_at) AS INTEGER) AS mean
         FROM incident WHERE started_at >= ? AND started_at < ? AND state <> 'voided'`,
        ...[from, to],
      )
      return { count: row ? integer(row, 'n') : 0, meanResponseMs: row ? integerOrNull(row, 'mean') : null }
    },
    events: async (incidentId) =>
      db
        .all('SELECT body FROM event WHERE incident_id = ? ORDER BY at, id', incidentId)
        .map((row) => body<IncidentEvent>(row)),
    due: async (now) =>
      db.all(`SELECT body FROM incident WHERE due_at <= ? AND ${live}`, now).map((row) => body<Incident>(row)),
    countWithPrefix: async (prefix) => {
      const row = db.get("SELECT count(*) AS n FROM incident WHERE id >= ? AND id < ? || '~'", prefix, prefix)
      return row ? integer(row, 'n') : 0
    },
    codes: async (incidentId) => {
      const rows = db.all('SELECT person_id, code FROM incident_code WHERE incident_id = ?', incidentId)
      return new Map(rows.map((row) => [text(row, 'person_id'), text(row, 'code')]))
    },
    findCode: async (code, since) => {
      const rows = db.all(
        `SELECT code.person_id AS person_id, incident.id AS incident_id FROM incident JOIN code ON code.code = ?
         WHERE started_at >= ? AND incident.id IN (SELECT incident_id FROM incident_code WHERE code = ?
           UNION SELECT incident_id FROM bundle_code WHERE code = ?)
         ORDER BY started_at DESC, incident.id DESC`,
        ...[code, since, code, code],
      )
      const [first] = rows
      return first
        ? { personId: text(first, 'person_id'), incidentIds: rows.map((row) => text(row, 'incident_id')) }
        : null
    },
    siteStates: async () => db.all('SELECT body FROM site_state').map((row) => body<SiteState>(row)),
    saveSiteStates: async (states) => {
      if (states.length > 0) db.transaction(() => states.forEach((state) => void saveSiteState(db, state)))
    },
  }
}

/**
 * The live incidents, each parsed once for each of its versions: in a bad night there are thousands, and every page
 * and every minute asks for them.
 */
function createLiveReader(db: Sqlite): () => Incident[] {
  let known = new Map<string, Incident>()
  return () => {
    const next = new Map<string, Incident>()
    for (const row of db.all(`SELECT id, version FROM incident WHERE ${live} ORDER BY started_at`)) {
      const [id, version] = [text(row, 'id'), integer(row, 'version')]
      const there = known.get(id)
      const found = there?.version === version ? there : one(db, 'SELECT body FROM incident WHERE id = ?', id)
      if (found) next.set(id, found)
    }
    known = next
    return [...next.values()]
  }
}

function apply(db: Sqlite, commit: Commit): void {
  if (commit.siteState) saveSiteState(db, commit.siteState)
  const { incident } = commit
  if (!incident) {
    insertPages(db, commit.pages, null)
    return
  }
  writeIncident(db, incident, commit.expectedVersion)
  for (const event of commit.events) {
    db.run('INSERT INTO event (incident_id, at, body) VALUES (?, ?, ?)', incident.id, event.at, JSON.stringify(event))
  }
  for (const { personId, code } of commit.codes) {
    db.run('INSERT INTO code (code, person_id) VALUES (?, ?)', code, personId)
    db.run('INSERT INTO incident_code (incident_id, person_id, code) VALUES (?, ?, ?)', incident.id, personId, code)
  }
  if (commit.cancelPlanned) {
    cancelPlanned(db, { sql: 'incident_id = ?', values: [incident.id] }, commit.cancelPlanned, commit.at)
  }
  insertPages(db, commit.pages, incident.state)
}

function writeIncident(db: Sqlite, incident: Incident, expectedVersion: number | null): void {
  const { id, siteId, state, version, startedAt, dueAt } = incident
  if (expectedVersion === null) {
    db.run(
      'INSERT INTO incident (id, site_id, state, version, started_at, due_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[id, siteId, state, version, startedAt, dueAt, JSON.stringify(incident)],
    )
    return
  }
  const changed = db.run(
    'UPDATE incident SET state = ?, version = ?, due_at = ?, body = ? WHERE id = ? AND version = ?',
    ...[state, version, dueAt, JSON.stringify(incident), id, expectedVersion],
  )
  if (changed !== 1) throw new Conflict(`incident ${id} is no longer at version ${expectedVersion}`)
}

function saveSiteState(db: Sqlite, state: SiteState): void {
  db.run(
    'INSERT INTO site_state (site_id, body) VALUES (?, ?) ON CONFLICT (site_id) DO UPDATE SET body = excluded.body',
    state.siteId,
    JSON.stringify(state),
  )
}

function listIncidents(db: Sqlite, filter: IncidentFilter, cursor: string | null, limit: number): Incident[] {
  const where: string[] = []
  const values: Value[] = []
  const add = (condition: string, ...more: Value[]) => {
    where.push(condition)
    values.push(...more)
  }
  if (filter.states) add(`state IN (${filter.states.map(() => '?').join(', ')})`, ...filter.states)
  if (filter.siteId !== undefined) add('site_id = ?', filter.siteId)
  if (filter.from !== undefined) add('started_at >= ?', filter.from)
  if (filter.to !== undefined) add('started_at < ?', filter.to)
  const [startedAt, id] = cursor?.split('~') ?? []
  if (startedAt && id) add('(started_at, id) < (?, ?)', Number(startedAt), id)
  const condition = where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
  const sql = `SELECT body FROM incident ${condition} ORDER BY started_at DESC, id DESC LIMIT ?`
  return db.all(sql, ...values, limit).map((row) => body<Incident>(row))
}

function one(db: Sqlite, sql: string, value: Value): Incident | null {
  const row = db.get(sql, value)
  return row ? body<Incident>(row) : null
}
