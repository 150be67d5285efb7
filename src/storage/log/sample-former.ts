import { day, hour, type Instant } from '../../domain/instant.ts'
import type { Sample } from '../../domain/watch/probe.ts'
import { addTallies, noRollup, openWithinMs, type Rollup, type Tally, tallyOf } from '../../domain/watch/rollup.ts'
import { integer, integerOrNull, text, textOrNull } from './rows.ts'
import type { Row, Sqlite } from './sqlite.ts'

/** What of a sample had no column of its own. */
type Detail = Pick<Sample, 'failure' | 'phases' | 'address' | 'certificateEndsAt' | 'ping'>

/** Looks of one site of at most a day, oldest first. */
export type FormerDay = { siteId: string; from: Instant; to: Instant; samples: Sample[] }

/**
 * Looks that a release before this one kept, a row each. They are read in their place until they are taken over, and the
 * table goes when it is empty.
 */
export class FormerSamples {
  readonly #db: Sqlite
  #isThere: boolean

  constructor(db: Sqlite) {
    this.#db = db
    this.#isThere = db.get("SELECT 1 FROM sqlite_schema WHERE name = 'sample'") !== undefined
  }

  samplesOf(siteId: string, from: Instant, to: Instant): Sample[] {
    if (!this.#isThere) return []
    const sql = 'SELECT * FROM sample WHERE site_id = ? AND at >= ? AND at < ? ORDER BY at'
    return this.#db.all(sql, siteId, from, to).map(sampleOf)
  }

  tally(siteId: string, from: Instant, to: Instant): Tally {
    if (!this.#isThere) return tallyOf([])
    const sql = `SELECT ${sums} FROM sample WHERE site_id = ? AND at >= ? AND at < ?`
    return addTallies(tallyOf([]), rollupOf(this.#db.get(sql, openWithinMs, siteId, from, to)))
  }

  /** By hour. Phases are not summed: they lie in a text that is too long to read for a quarter of a year. */
  hoursOf(siteId: string, from: Instant, to: Instant): Map<number, Rollup> {
    if (!this.#isThere) return new Map()
    // A number is bound as a real one, and would divide without a remainder.
    const sql = `SELECT ${sums}, CAST(at / ? AS INTEGER) AS number FROM sample
                 WHERE site_id = ? AND at >= ? AND at < ? GROUP BY number`
    const rows = this.#db.all(sql, openWithinMs, hour, siteId, from, to)
    return new Map(rows.map((row) => [integer(row, 'number'), rollupOf(row)]))
  }

  /** What is to be taken over next; null once nothing is left, and then the table is gone as well. */
  next(): FormerDay | null {
    if (!this.#isThere) return null
    const first = this.#db.get('SELECT site_id, at FROM sample ORDER BY site_id, at LIMIT 1')
    if (!first) {
      this.#db.exec('DROP TABLE sample')
      this.#isThere = false
      return null
    }
    const siteId = text(first, 'site_id')
    const from = Math.floor(integer(first, 'at') / hour) * hour
    const to = from + day
    return { siteId, from, to, samples: this.samplesOf(siteId, from, to) }
  }

  /** In the transaction that keeps them elsewhere. */
  delete({ siteId, from, to }: FormerDay): void {
    this.#db.run('DELETE FROM sample WHERE site_id = ? AND at >= ? AND at < ?', siteId, from, to)
  }
}

const sums = `count(*) AS probes, sum(1 - ok) AS failures, sum(ok = 0 OR ms >= ?) AS unreached, sum(ms * ok) AS sum_ms,
  min(CASE WHEN ok THEN ms END) AS min_ms, max(CASE WHEN ok THEN ms END) AS max_ms`

function rollupOf(row: Row | undefined): Rollup {
  if (!row || integer(row, 'probes') === 0) return noRollup
  return {
    ...noRollup,
    probes: integer(row, 'probes'),
    failures: integer(row, 'failures'),
    visits: integer(row, 'probes'), // no mark was kept that told a re-probe from a visit
    unreached: integer(row, 'unreached'),
    sumMs: integer(row, 'sum_ms'),
    minMs: integerOrNull(row, 'min_ms') ?? 0,
    maxMs: integerOrNull(row, 'max_ms') ?? 0,
  }
}

function sampleOf(row: Row): Sample {
  const status = integerOrNull(row, 'status')
  const detail = JSON.parse(textOrNull(row, 'detail') ?? '{"phases":{}}') as Detail // written only by the former release
  return {
    siteId: text(row, 'site_id'),
    at: integer(row, 'at'),
    ms: integer(row, 'ms'),
    ok: integer(row, 'ok') === 1,
    ...(status === null ? {} : { status }),
    ...detail,
  }
}
