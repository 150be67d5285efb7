import { blob, integer } from './rows.ts'
import { RecentHours } from './sample-recent.ts'
import type { Row, Sqlite } from './sqlite.ts'

/** So many rows of the tail are read or deleted in one go: each lies on several pages of its own. */
const rowsInARow = 40

/** The end of the history on the disk: one row a flush and hour, only ever added to, deleted once it is packed. */
export class SampleTail {
  readonly #db: Sqlite
  #lastId: number

  constructor(db: Sqlite) {
    this.#db = db
    this.#lastId = integer(db.get('SELECT coalesce(max(id), 0) AS id FROM sample_tail') ?? {}, 'id')
  }

  /** Within the caller's transaction. An id is never given twice while the process lives, not even one of a deleted row. */
  add(rows: ReadonlyMap<number, Uint8Array>): void {
    for (const [ofHour, data] of rows) {
      this.#lastId++
      this.#db.run('INSERT INTO sample_tail (id, hour, data) VALUES (?, ?, ?)', this.#lastId, ofHour, data)
    }
  }

  lastId(): number {
    return this.#lastId
  }

  /** Everything that is not packed yet, as it was in memory before the last end. */
  load(): RecentHours {
    const recent = new RecentHours()
    const sql = 'SELECT id, hour, data FROM sample_tail WHERE id > ? ORDER BY id LIMIT ?'
    let rows: Row[] = []
    let lastId = 0
    do {
      rows = this.#db.all(sql, lastId, rowsInARow)
      for (const row of rows) {
        lastId = integer(row, 'id')
        recent.restore(integer(row, 'hour'), blob(row, 'data'))
      }
    } while (rows.length > 0)
    return recent
  }

  /**
   * Deletes some rows of a packed hour, the newest first: a look is told by those before it, so whatever a crash leaves
   * over can still be read, and is packed again to the same effect. False when none were left.
   */
  deleteSome(ofHour: number, lastTailId: number): boolean {
    const sql = `DELETE FROM sample_tail WHERE id IN
                 (SELECT id FROM sample_tail WHERE hour = ? AND id <= ? ORDER BY id DESC LIMIT ?)`
    return this.#db.run(sql, ofHour, lastTailId, rowsInARow) > 0
  }
}
