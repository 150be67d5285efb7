import { StoreFailure } from '../ports.ts'
import { pragma } from './reserve.ts'
import { isBusy, type Sqlite } from './sqlite.ts'

/** A file below this is not worth the time, in bytes. */
const smallBytes = 64 * 1024 * 1024
/** So many times what it holds may lie empty in a file: what is kept for some days comes and goes. */
const mostEmpty = 4

/**
 * Gives the disk back what a file no longer holds, as after history was packed: four fifths of it empty. Copies only
 * what is in use, so it takes a second at most where it pays. Without room for the copy, or while another process is at
 * it, the file stays as it is.
 */
export function shrink(db: Sqlite): void {
  const pages = pragma(db, 'page_count')
  const empty = pragma(db, 'freelist_count')
  if (pages * pragma(db, 'page_size') < smallBytes || empty < mostEmpty * (pages - empty)) return
  try {
    db.exec('VACUUM')
    db.get('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch (error) {
    if (!(error instanceof StoreFailure) && !isBusy(error)) throw error
  }
}
