import { integer } from './rows.ts'
import type { Sqlite } from './sqlite.ts'

/** Room for some thousands of pages with their incidents, events and attempts. */
const reserveBytes = 2 * 1024 * 1024

/**
 * Keeps free pages inside the file, and a write-ahead log of the same size beside it: what is written there was paid
 * for on the disk before, so that a disk that others fill up does not stop the paging.
 */
export function keepReserve(db: Sqlite): void {
  const kept = pragma(db, 'freelist_count') * pragma(db, 'page_size')
  if (kept > 0.75 * reserveBytes) return
  // The whole of it again: what is kept is used first, and only the rest makes the file grow. Two transactions: pages that are taken and freed within one are never written, and hold no room.
  db.exec('CREATE TABLE IF NOT EXISTS reserve (room BLOB)')
  db.run('INSERT INTO reserve (room) VALUES (zeroblob(?))', reserveBytes)
  db.get('PRAGMA wal_checkpoint(PASSIVE)')
  db.run('DELETE FROM reserve')
}

export function pragma(db: Sqlite, name: 'freelist_count' | 'page_count' | 'page_size'): number {
  const row = db.get(`PRAGMA ${name}`)
  return row ? integer(row, name) : 0
}
