import { blob, integerOrNull } from './rows.ts'
import type { Sqlite } from './sqlite.ts'

/** Room for two million sites, of which each keeps its number for ever. */
const sitesOfATime = 2 ** 21

type TimedTable = 'sample_block' | 'sample_hours' | 'sample_day'

/**
 * Bytes by a time (a number of hours or days) and a site. Both lie in one number, the time first: what is new is written
 * at the end, where SQLite fills its pages whole; with a key of two columns it would leave a third of each empty.
 */
export class SampleTable {
  readonly #db: Sqlite
  readonly #name: TimedTable
  /** Deleted in one go. */
  readonly #sitesInARow: number

  constructor(db: Sqlite, name: TimedTable, sitesInARow: number) {
    this.#db = db
    this.#name = name
    this.#sitesInARow = sitesInARow
  }

  /** The first and the last time of which anything is kept; null when nothing is. */
  span(): { first: number; last: number } | null {
    const ends = `SELECT (SELECT min(id) FROM ${this.#name}) AS first, (SELECT max(id) FROM ${this.#name}) AS last`
    const row = this.#db.get(ends)
    const [first, last] = row ? [integerOrNull(row, 'first'), integerOrNull(row, 'last')] : [null, null]
    if (first === null || last === null) return null
    return { first: Math.floor(first / sitesOfATime), last: Math.floor(last / sitesOfATime) }
  }

  read(time: number, site: number): Uint8Array | null {
    const row = this.#db.get(`SELECT data FROM ${this.#name} WHERE id = ?`, time * sitesOfATime + site)
    return row ? blob(row, 'data') : null
  }

  write(time: number, site: number, data: Uint8Array): void {
    const sql = `INSERT OR REPLACE INTO ${this.#name} (id, data) VALUES (?, ?)`
    this.#db.run(sql, time * sitesOfATime + site, data)
  }

  /** Deletes what is kept of a time, some sites in each step; `sites` is the highest number. */
  *delete(time: number, sites: number): Generator<void> {
    for (let from = 0; from <= sites; from += this.#sitesInARow) {
      const first = time * sitesOfATime + from
      const sql = `DELETE FROM ${this.#name} WHERE id >= ? AND id < ?`
      this.#db.run(sql, first, first + this.#sitesInARow)
      yield
    }
  }
}
