import { integer, text } from './rows.ts'
import type { Sqlite } from './sqlite.ts'

/** Each site that was ever looked at has a number, which is what blocks and rows are kept under. */
export class SampleSites {
  readonly #db: Sqlite
  readonly #numbers = new Map<string, number>()

  constructor(db: Sqlite) {
    this.#db = db
    this.reload()
  }

  find(siteId: string): number | null {
    return this.#numbers.get(siteId) ?? null
  }

  /** Gives a number to a site that has none. */
  numberOf(siteId: string): number {
    const known = this.#numbers.get(siteId)
    if (known !== undefined) return known
    const number = this.#numbers.size + 1
    this.#db.run('INSERT INTO sample_site (number, id) VALUES (?, ?)', number, siteId)
    this.#numbers.set(siteId, number)
    return number
  }

  /** The highest number there is. */
  count(): number {
    return this.#numbers.size
  }

  idsByNumber(): Map<number, string> {
    return new Map([...this.#numbers].map(([id, number]) => [number, id]))
  }

  /** Forgets numbers that the disk did not take. */
  reload(): void {
    this.#numbers.clear()
    const rows = this.#db.all('SELECT number, id FROM sample_site ORDER BY number')
    for (const row of rows) this.#numbers.set(text(row, 'id'), integer(row, 'number'))
  }
}
