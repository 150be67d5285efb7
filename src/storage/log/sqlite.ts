// The one place that knows node:sqlite: its class is to be renamed (DEP0210), and a store across a network will not
// have it at all.
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { StoreFailure, type StoreTrouble } from '../ports.ts'

export type Row = Record<string, unknown>
export type Value = SQLInputValue

/** A SQLite file with its statements kept ready. Synchronous underneath; the ports above it are not. */
export type Sqlite = {
  all(sql: string, ...values: Value[]): Row[]
  get(sql: string, ...values: Value[]): Row | undefined
  /** Answers how many rows changed. */
  run(sql: string, ...values: Value[]): number
  exec(sql: string): void
  /** All of it, or nothing: `work` that throws leaves no trace, and the error goes on. */
  transaction<T>(work: () => T): T
  close(): void
}

/** `durable`: told only after it is on the disk (FULL). `bulk`: survives a crash of the process, not of the machine. */
export function openSqlite(path: string, mode: 'durable' | 'bulk'): Sqlite {
  const db = named(() => new DatabaseSync(path, { timeout: 5000 }))
  const exec = (sql: string) => named(() => db.exec(sql))
  exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${mode === 'durable' ? 'FULL' : 'NORMAL'};`)
  exec('PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000;')
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql)
    if (known) return known
    const statement = db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    all: (sql, ...values) => prepared(sql).all(...values),
    get: (sql, ...values) => prepared(sql).get(...values),
    run: (sql, ...values) => named(() => Number(prepared(sql).run(...values).changes)),
    exec,
    transaction(work) {
      exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        exec('COMMIT')
        return result
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    close: () => db.close(),
  }
}

/** Holds an operating-system lock on `path` until closed or until the process ends, however it ends. Null: taken. */
export function lockFile(path: string): { release(): void } | null {
  const db = named(() => new DatabaseSync(path, { timeout: 0 }))
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (isBusy(error)) return null
    throw asStoreFailure(error)
  }
  return { release: () => db.close() }
}

const troubles: Record<number, StoreTrouble> = { 8: 'unwritable', 10: 'unwritable', 13: 'full', 14: 'unwritable' }

/** Runs it; what SQLite says about the disk (READONLY, IOERR, FULL, CANTOPEN) is said in the words of the ports. */
function named<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asStoreFailure(error)
  }
}

function asStoreFailure(error: unknown): unknown {
  const primary = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
  const trouble = troubles[primary]
  return trouble === undefined ? error : new StoreFailure(trouble, error)
}

/** Whether a unique index refused a row: another writer was first. */
export function isTaken(error: unknown): boolean {
  return hasErrorCode(error, [1555, 2067]) // SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE
}

/** Whether another process holds the file. */
export function isBusy(error: unknown): boolean {
  return hasErrorCode(error, [5, 261])
}

function hasErrorCode(error: unknown, codes: readonly number[]): boolean {
  return error instanceof Error && 'errcode' in error && codes.includes(Number(error.errcode))
}
