import { join } from 'node:path'
import type { Log } from '../ports.ts'
import { createAccounts, createSessionLog } from './account-log.ts'
import { createIncidentLog } from './incident-log.ts'
import { createKeyLog } from './key-log.ts'
import { migrateLog, migrateSamples } from './migrations.ts'
import { createAuditLog, createInboundLog, createNoticeLog } from './note-log.ts'
import { createPageLog } from './page-log.ts'
import { createRecords } from './record-log.ts'
import { keepReserve } from './reserve.ts'
import { createSampleLog } from './sample-log.ts'
import { shrink } from './shrink.ts'
import { openSqlite } from './sqlite.ts'

/**
 * Opens the log in `folder`, or one that lives in memory. Two files: what people and other systems were told, durable
 * before they are told; and the bulk of samples, which may never slow or endanger the first.
 */
export function openLog(folder: string | ':memory:'): Log & { close(): void } {
  const path = (name: string) => (folder === ':memory:' ? folder : join(folder, name))
  const db = openSqlite(path('log.db'), 'durable')
  const bulk = openSqlite(path('samples.db'), 'bulk')
  migrateLog(db)
  migrateSamples(bulk)
  shrink(bulk)
  return {
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
    keepReserve: async () => keepReserve(db),
    close() {
      db.close()
      bulk.close()
    },
  }
}

/**
 * Copies both files of the log, each as it is at one moment, while the service goes on writing. Throws when the copies
 * exist already: a backup never overwrites a backup.
 */
export function copyLog(folder: string, to: string): void {
  for (const name of ['log.db', 'samples.db']) {
    const db = openSqlite(join(folder, name), 'bulk')
    try {
      db.run('VACUUM INTO ?', join(to, name))
    } finally {
      db.close()
    }
  }
}
