import type { AuditEntry, AuditFilter, AuditLog, InboundLog, NoticeLog } from '../ports.ts'
import { integer, slice, text, textOrNull } from './rows.ts'
import type { Row, Sqlite, Value } from './sqlite.ts'

export function createAuditLog(db: Sqlite): AuditLog {
  return {
    add: async (entry) => insertAudit(db, entry),
    addAll: async (entries) =>
      db.transaction(() => {
        for (const entry of entries) insertAudit(db, entry)
      }),
    list: async (filter, { limit, cursor }) =>
      slice(listAudit(db, filter, cursor, limit + 1), limit, ({ id }) => String(id)),
  }
}

function insertAudit(db: Sqlite, entry: AuditEntry): void {
  const { at, personId, personName, from, act, subject, before, after } = entry
  const sql = `INSERT INTO audit (at, person_id, person_name, origin, act, subject, before, after)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  db.run(sql, at, personId, personName, from, act, subject, before, after)
}

function listAudit(db: Sqlite, filter: AuditFilter, cursor: string | null, limit: number) {
  const where: string[] = ['1 = 1']
  const values: Value[] = []
  const add = (condition: string, value: Value) => {
    where.push(condition)
    values.push(value)
  }
  if (filter.personId !== undefined) add('person_id = ?', filter.personId)
  if (filter.subject !== undefined) add("subject = ? OR subject LIKE ? || '/%'", filter.subject)
  if (filter.subject !== undefined) values.push(filter.subject)
  if (filter.from !== undefined) add('at >= ?', filter.from)
  if (filter.to !== undefined) add('at < ?', filter.to)
  if (cursor !== null) add('id < ?', Number(cursor))
  const sql = `SELECT * FROM audit WHERE ${where.map((part) => `(${part})`).join(' AND ')} ORDER BY id DESC LIMIT ?`
  return db.all(sql, ...values, limit).map(auditOf)
}

function auditOf(row: Row) {
  return {
    id: integer(row, 'id'),
    at: integer(row, 'at'),
    personId: textOrNull(row, 'person_id'),
    personName: text(row, 'person_name'),
    from: text(row, 'origin'),
    act: text(row, 'act'),
    subject: text(row, 'subject'),
    before: textOrNull(row, 'before'),
    after: textOrNull(row, 'after'),
  }
}

/** In the column that says whether a text was acted on: nobody knows yet. */
const unsettled = -1

export function createInboundLog(db: Sqlite): InboundLog {
  return {
    record: async ({ providerId, from, body, at }, now) => {
      const sql = `INSERT INTO inbound (provider_id, sender, body, at, received_at, acted) VALUES (?, ?, ?, ?, ?, ${unsettled})
                   ON CONFLICT (provider_id) DO NOTHING`
      return db.run(sql, providerId, from, body, at, now) === 1
    },
    passiveAnswers: async (from) => {
      const sql = `SELECT count(*) AS n FROM inbound WHERE sender = ? AND answer IS NOT NULL AND acted = 0
                   AND rowid > coalesce((SELECT max(rowid) FROM inbound WHERE sender = ? AND acted = 1), 0)`
      const row = db.get(sql, from, from)
      return row ? integer(row, 'n') : 0
    },
    settle: async (providerId, { answer, acted }) => {
      db.run('UPDATE inbound SET answer = ?, acted = ? WHERE provider_id = ?', answer, acted ? 1 : 0, providerId)
    },
    reopen: async () => db.run(`DELETE FROM inbound WHERE acted = ${unsettled}`),
    forget: async (providerId) => {
      db.run(`DELETE FROM inbound WHERE acted = ${unsettled} AND provider_id = ?`, providerId)
    },
  }
}

export function createNoticeLog(db: Sqlite): NoticeLog {
  return {
    set: async (key, value, now) => {
      const sql = `INSERT INTO notice (key, value, at) VALUES (?, ?, ?)
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at`
      db.run(sql, key, value, now)
    },
    get: async (key) => {
      const row = db.get('SELECT value, at FROM notice WHERE key = ?', key)
      return row ? { value: text(row, 'value'), at: integer(row, 'at') } : null
    },
    clear: async (key) => {
      db.run('DELETE FROM notice WHERE key = ?', key)
    },
  }
}
