import { blob, integerOrNull } from './rows.ts'
import { type PackedLook, unpackLooks } from './sample-record.ts'
import type { Sqlite } from './sqlite.ts'

/** Deleted in one go: a few milliseconds. */
const sitesInARow = 1000

/**
 * The looks of one site in one hour as one run of bytes. The hour comes first in the key: an hour is written in one
 * stretch and deleted in one, and nothing else is touched. A week of one site is 168 short searches.
 */
export class SampleBlocks {
  readonly #db: Sqlite

  constructor(db: Sqlite) {
    this.#db = db
  }

  /** The first and the last hour of which anything is kept; null when nothing is. */
  span(): { first: number; last: number } | null {
    const row = this.#db.get(
      'SELECT (SELECT min(hour) FROM sample_block) AS first, max(hour) AS last FROM sample_block',
    )
    const [first, last] = row ? [integerOrNull(row, 'first'), integerOrNull(row, 'last')] : [null, null]
    return first === null || last === null ? null : { first, last }
  }

  read(ofHour: number, site: number): PackedLook[] {
    const row = this.#db.get('SELECT data FROM sample_block WHERE hour = ? AND site = ?', ofHour, site)
    if (!row) return []
    const data = blob(row, 'data')
    return unpackLooks(data, data.length, ofHour)
  }

  write(ofHour: number, site: number, data: Uint8Array): void {
    this.#db.run('INSERT OR REPLACE INTO sample_block (hour, site, data) VALUES (?, ?, ?)', ofHour, site, data)
  }

  /** Deletes an hour, some sites at a time. */
  *deleteHour(ofHour: number, sites: number): Generator<void> {
    for (let from = 0; from <= sites; from += sitesInARow) {
      const sql = 'DELETE FROM sample_block WHERE hour = ? AND site >= ? AND site < ?'
      this.#db.run(sql, ofHour, from, from + sitesInARow)
      yield
    }
  }
}
