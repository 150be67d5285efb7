import type { Accounts, SessionLog } from '../ports.ts'
import { text } from './rows.ts'
import type { Sqlite } from './sqlite.ts'

export function createAccounts(db: Sqlite): Accounts {
  return {
    passwordHash: async (personId) => {
      const row = db.get('SELECT hash FROM password WHERE person_id = ?', personId)
      return row ? text(row, 'hash') : null
    },
    setPassword: async (personId, hash, now) => {
      const sql = `INSERT INTO password (person_id, hash, set_at) VALUES (?, ?, ?)
                   ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at`
      db.run(sql, personId, hash, now)
    },
    removePassword: async (personId) => {
      db.run('DELETE FROM password WHERE person_id = ?', personId)
    },
    withPassword: async () => db.all('SELECT person_id FROM password').map((row) => text(row, 'person_id')),
    addInvitation: async (tokenHash, personId, expiresAt) => {
      db.run('DELETE FROM invitation WHERE person_id = ?', personId)
      db.run(
        'INSERT INTO invitation (token_hash, person_id, expires_at) VALUES (?, ?, ?)',
        tokenHash,
        personId,
        expiresAt,
      )
    },
    findInvitation: async (tokenHash, now) => {
      const row = db.get('SELECT person_id FROM invitation WHERE token_hash = ? AND expires_at > ?', tokenHash, now)
      return row ? text(row, 'person_id') : null
    },
    useInvitation: async (tokenHash) => db.run('DELETE FROM invitation WHERE token_hash = ?', tokenHash) === 1,
  }
}

export function createSessionLog(db: Sqlite): SessionLog {
  return {
    read: async (id, now) => {
      const row = db.get('SELECT data FROM session WHERE id = ? AND expires_at > ?', id, now)
      return row ? text(row, 'data') : null
    },
    write: async (id, personId, data, expiresAt) => {
      const sql = `INSERT INTO session (id, person_id, data, expires_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
                   SET person_id = excluded.person_id, data = excluded.data, expires_at = excluded.expires_at`
      db.run(sql, id, personId, data, expiresAt)
    },
    touch: async (id, expiresAt) => {
      db.run('UPDATE session SET expires_at = ? WHERE id = ?', expiresAt, id)
    },
    destroy: async (id) => {
      db.run('DELETE FROM session WHERE id = ?', id)
    },
    destroyOf: async (personId) => {
      db.run('DELETE FROM session WHERE person_id = ?', personId)
    },
    deleteExpired: async (now) => {
      db.run('DELETE FROM session WHERE expires_at <= ?', now)
    },
  }
}
