import type { Instant } from '../../domain/instant.ts'
import type { Key, KeyLog, KeyPurpose } from '../ports.ts'
import { integer, text } from './rows.ts'
import type { Row, Sqlite } from './sqlite.ts'

export function createKeyLog(db: Sqlite): KeyLog {
  return {
    give: async (keys) => db.transaction(() => keys.filter((key) => !isGiven(db, key))),
    find: async (code, now) => {
      const row = db.get('SELECT * FROM watch_key WHERE code = ? AND expires_at > ?', code, now)
      return row ? keyOf(row) : null
    },
    codeOf: async (personId, purpose, subject, now) => {
      const sql = 'SELECT code FROM watch_key WHERE person_id = ? AND purpose = ? AND subject = ? AND expires_at > ?'
      const row = db.get(sql, personId, purpose, subject, now)
      return row ? text(row, 'code') : null
    },
    free: async (before) => db.transaction(() => free(db, before)),
  }
}

/** In one go no more than takes a tenth of a second; the rest waits for the next time. */
const mostFreed = 20_000

function free(db: Sqlite, before: Instant): number {
  const over = "SELECT id FROM incident WHERE started_at < ? AND state IN ('closed', 'voided')"
  db.run('DELETE FROM watch_key WHERE expires_at < ?', before)
  for (const table of ['bundle_code', 'incident_code'])
    db.run(`DELETE FROM ${table} WHERE incident_id IN (${over})`, before)
  const unused = ['watch_key', 'bundle_code', 'incident_code']
    .map((table) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE ${table}.code = code.code)`)
    .join(' AND ')
  return db.run(`DELETE FROM code WHERE code IN (SELECT code FROM code WHERE ${unused} LIMIT ?)`, mostFreed)
}

/** False when the code belongs to somebody already, an incident's reader included. */
function isGiven(db: Sqlite, { code, personId, purpose, subject, expiresAt }: Key): boolean {
  if (db.run('INSERT INTO code (code, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING', code, personId) === 0)
    return false
  const sql = 'INSERT INTO watch_key (code, person_id, purpose, subject, expires_at) VALUES (?, ?, ?, ?, ?)'
  return db.run(sql, code, personId, purpose, subject, expiresAt) === 1
}

function keyOf(row: Row): Key {
  return {
    code: text(row, 'code'),
    personId: text(row, 'person_id'),
    purpose: text(row, 'purpose') as KeyPurpose, // written only by this file
    subject: text(row, 'subject'),
    expiresAt: integer(row, 'expires_at'),
  }
}
