import type { Incident } from '../../src/domain/incident/incident.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { createAccounts, createSessionLog } from '../../src/storage/log/account-log.ts'
import { createIncidentLog } from '../../src/storage/log/incident-log.ts'
import { createKeyLog } from '../../src/storage/log/key-log.ts'
import { migrateLog, migrateSamples } from '../../src/storage/log/migrations.ts'
import { createAuditLog, createInboundLog, createNoticeLog } from '../../src/storage/log/note-log.ts'
import { createPageLog } from '../../src/storage/log/page-log.ts'
import { createRecords } from '../../src/storage/log/record-log.ts'
import { createSampleLog } from '../../src/storage/log/sample-log.ts'
import { openSqlite, type Row } from '../../src/storage/log/sqlite.ts'
import type { Log } from '../../src/storage/ports.ts'

/** The real log in memory, with a window that the real one does not have: what is stored, row by row. */
export type SimulatedLog = {
  log: Log
  close(): void
  /** The next moment at which a row wants something from the clock; null when none does. */
  nextMoment(now: Instant): Instant | null
  /** Whether anything is open. */
  isBusy(): boolean
  rows(sql: string, ...values: (string | number)[]): Row[]
  incidents(): Incident[]
}

const live = "state IN ('paging', 'acknowledged', 'recovered')"

export function openDb(): SimulatedLog {
  const db = openSqlite(':memory:', 'bulk')
  const bulk = openSqlite(':memory:', 'bulk')
  migrateLog(db)
  migrateSamples(bulk)
  const log: Log = {
    incidents: createIncidentLog(db),
    pages: createPageLog(db),
    inbound: createInboundLog(db),
    samples: createSampleLog(bulk),
    accounts: createAccounts(db),
    sessions: createSessionLog(db),
    audit: createAuditLog(db),
    notices: createNoticeLog(db),
    keys: createKeyLog(db),
    records: createRecords(db),
    keepReserve: async () => undefined,
  }
  return {
    log,
    rows: (sql, ...values) => db.all(sql, ...values),
    incidents: () => db.all('SELECT body FROM incident').map(({ body }) => JSON.parse(String(body)) as Incident), // ours
    isBusy: () => db.get(`SELECT 1 FROM incident WHERE ${live} LIMIT 1`) !== undefined,
    nextMoment(now) {
      const row = db.get(
        `SELECT min(at) AS at FROM (
           SELECT min(due_at) AS at FROM incident WHERE ${live}
           UNION ALL SELECT min(due_at) FROM page WHERE state = 'planned'
           UNION ALL SELECT ? FROM page WHERE state IN ('claimed', 'unknown')
           UNION ALL SELECT min(max(accepted_at, claimed_at) + 90000) FROM page
             JOIN attempt ON page_id = page.id AND n = attempts WHERE page.state = 'accepted')`,
        now + 1000,
      )
      return typeof row?.['at'] === 'number' ? row['at'] : null
    },
    close() {
      db.close()
      bulk.close()
    },
  }
}
