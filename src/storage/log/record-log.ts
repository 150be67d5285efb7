import type { RecordBody } from '../../domain/shift-work/record.ts'
import { type RecordFilter, type RecordKind, type RecordLog, type Records, recordKinds } from '../ports.ts'
import { body, integer, slice } from './rows.ts'
import type { Sqlite, Value } from './sqlite.ts'

export function createRecords(db: Sqlite): Records {
  const logs = Object.fromEntries(recordKinds.map((kind) => [kind, createRecordLog(db, kind)]))
  // One adapter serves every kind: what was stored under a kind is what that kind reads back.
  return logs as unknown as Records
}

function createRecordLog<T extends RecordBody>(db: Sqlite, kind: RecordKind): RecordLog<T> {
  return {
    find: async (id) => {
      const row = db.get('SELECT body FROM record WHERE kind = ? AND id = ?', kind, id)
      return row ? body<T>(row) : null
    },
    save: async (...records) => {
      try {
        db.transaction(() => {
          for (const record of records) store(db, kind, record)
        })
        return 'saved'
      } catch (error) {
        if (error instanceof LostRace) return 'conflict'
        throw error
      }
    },
    list: async (filter, { limit, cursor }) =>
      slice(listRecords<T>(db, kind, filter, cursor, limit + 1), limit, ({ at, id }) => `${at}~${id}`),
    due: async (now) =>
      db
        .all('SELECT body FROM record WHERE kind = ? AND due_at <= ? ORDER BY due_at', kind, now)
        .map((row) => body<T>(row)),
  }
}

/** Ends the transaction: one of the records was changed by somebody else meanwhile. */
class LostRace extends Error {}

function store(db: Sqlite, kind: RecordKind, record: RecordBody): void {
  const { id, version, state, subject, personId, at, dueAt } = record
  const columns: Value[] = [version, state, subject, personId, at, dueAt, JSON.stringify(record)]
  if (version > 1) {
    const sql = `UPDATE record SET version = ?, state = ?, subject = ?, person_id = ?, at = ?, due_at = ?, body = ?
                 WHERE kind = ? AND id = ? AND version = ?`
    if (db.run(sql, ...columns, kind, id, version - 1) !== 1) throw new LostRace()
    return
  }
  const there = db.get('SELECT version FROM record WHERE kind = ? AND id = ?', kind, id)
  if (there) throw new LostRace(`version ${integer(there, 'version')} is stored already`)
  const sql = `INSERT INTO record (version, state, subject, person_id, at, due_at, body, kind, id)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
  db.run(sql, ...columns, kind, id)
}

function listRecords<T extends RecordBody>(
  db: Sqlite,
  kind: RecordKind,
  filter: RecordFilter,
  cursor: string | null,
  limit: number,
): T[] {
  const where: string[] = ['kind = ?']
  const values: Value[] = [kind]
  const add = (condition: string, ...more: Value[]) => {
    where.push(condition)
    values.push(...more)
  }
  if (filter.subject !== undefined) add('subject = ?', filter.subject)
  if (filter.personId !== undefined) add('person_id = ?', filter.personId)
  if (filter.states) add(`state IN (${filter.states.map(() => '?').join(', ')})`, ...filter.states)
  if (filter.from !== undefined) add('at >= ?', filter.from)
  if (filter.to !== undefined) add('at < ?', filter.to)
  const [at, ...id] = cursor?.split('~') ?? []
  if (at) add('(at, id) < (?, ?)', Number(at), id.join('~'))
  const sql = `SELECT body FROM record WHERE ${where.join(' AND ')} ORDER BY at DESC, id DESC LIMIT ?`
  return db.all(sql, ...values, limit).map((row) => body<T>(row))
}
