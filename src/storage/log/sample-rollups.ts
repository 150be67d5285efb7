import { phaseNames } from '../../domain/watch/probe.ts'
import { addRollups, type Rollup } from '../../domain/watch/rollup.ts'
import { ByteReader, ByteWriter } from './packing.ts'
import { blob, integerOrNull } from './rows.ts'
import type { Sqlite } from './sqlite.ts'

const hoursOfDay = 24
/** Days are those of China, which has one time zone and no summer time. */
const zoneHours = 8
const sitesInARow = 500

/** Days since the epoch on the calendar of UTC+8. */
export function dayOfHour(ofHour: number): number {
  return Math.floor((ofHour + zoneHours) / hoursOfDay)
}

/**
 * What is left of hours and days: a row a day and site with its hours, kept for a while, and one with their sum, kept for
 * ever. The day comes first in both keys, so that the hour that has just ended is written in one stretch.
 */
export class SampleRollups {
  readonly #db: Sqlite

  constructor(db: Sqlite) {
    this.#db = db
  }

  /** The first and the last day there is; null when there is none. */
  span(): { first: number; last: number } | null {
    const row = this.#db.get('SELECT (SELECT min(day) FROM sample_day) AS first, max(day) AS last FROM sample_day')
    const [first, last] = row ? [integerOrNull(row, 'first'), integerOrNull(row, 'last')] : [null, null]
    return first === null || last === null ? null : { first, last }
  }

  /** By hour; null when only the sum of the day is kept, or nothing. */
  hoursOf(day: number, site: number): Map<number, Rollup> | null {
    const row = this.#db.get('SELECT data FROM sample_hours WHERE day = ? AND site = ?', day, site)
    return row ? unpackHours(blob(row, 'data'), day) : null
  }

  /** The sum of a day. */
  dayOf(day: number, site: number): Rollup | null {
    const row = this.#db.get('SELECT data FROM sample_day WHERE day = ? AND site = ?', day, site)
    return row ? unpackRollup(new ByteReader(blob(row, 'data'))) : null
  }

  /**
   * Keeps what an hour came to. Of two for the same hour the fuller counts: a look that comes late, after those of its
   * hour were deleted, does not wipe them out. A day of which only the sum is left stays as it is.
   */
  keep(ofHour: number, site: number, rollup: Rollup): void {
    const day = dayOfHour(ofHour)
    const known = this.hoursOf(day, site)
    if (!known && this.dayOf(day, site)) return
    const hours = known ?? new Map<number, Rollup>()
    if ((hours.get(ofHour)?.probes ?? 0) > rollup.probes) return
    hours.set(ofHour, rollup)
    this.#write('sample_hours', day, site, packHours(hours, day))
    const sum = new ByteWriter()
    packRollup(sum, addRollups([...hours.values()]))
    this.#write('sample_day', day, site, sum.written())
  }

  /** The first day of which hours are kept. */
  firstDayWithHours(): number | null {
    const row = this.#db.get('SELECT min(day) AS first FROM sample_hours')
    return row ? integerOrNull(row, 'first') : null
  }

  /** Deletes the hours of a day, some sites at a time; their sum stays. */
  *deleteHoursOf(day: number, sites: number): Generator<void> {
    for (let from = 0; from <= sites; from += sitesInARow) {
      const sql = 'DELETE FROM sample_hours WHERE day = ? AND site >= ? AND site < ?'
      this.#db.run(sql, day, from, from + sitesInARow)
      yield
    }
  }

  #write(table: 'sample_hours' | 'sample_day', day: number, site: number, data: Uint8Array): void {
    this.#db.run(`INSERT OR REPLACE INTO ${table} (day, site, data) VALUES (?, ?, ?)`, day, site, data)
  }
}

function packHours(hours: ReadonlyMap<number, Rollup>, day: number): Uint8Array {
  const writer = new ByteWriter()
  for (const [ofHour, rollup] of [...hours].sort(([a], [b]) => a - b)) {
    writer.count(ofHour - firstHourOf(day))
    packRollup(writer, rollup)
  }
  return writer.written()
}

function unpackHours(data: Uint8Array, day: number): Map<number, Rollup> {
  const reader = new ByteReader(data)
  const hours = new Map<number, Rollup>()
  while (!reader.isAtEnd()) hours.set(firstHourOf(day) + reader.count(), unpackRollup(reader))
  return hours
}

function firstHourOf(day: number): number {
  return day * hoursOfDay - zoneHours
}

const counts = [
  ...(['probes', 'failures', 'unreached', 'plannedProbes', 'plannedFailures', 'plannedUnreached'] as const),
  ...(['sumMs', 'minMs', 'maxMs', 'p95Ms', 'dataSeconds'] as const),
]

/** The order is that of the file: what is added later comes at the end, behind a version of the row's own. */
function packRollup(writer: ByteWriter, rollup: Rollup): void {
  for (const name of counts) writer.count(rollup[name])
  for (const sum of rollup.phaseSums) writer.count(sum)
}

function unpackRollup(reader: ByteReader): Rollup {
  const [probes = 0, failures = 0, unreached = 0, plannedProbes = 0, plannedFailures = 0, plannedUnreached = 0, ...ms] =
    counts.map(() => reader.count())
  const [sumMs = 0, minMs = 0, maxMs = 0, p95Ms = 0, dataSeconds = 0] = ms
  const tally = { probes, failures, unreached, plannedProbes, plannedFailures, plannedUnreached }
  return { ...tally, sumMs, minMs, maxMs, p95Ms, dataSeconds, phaseSums: phaseNames.map(() => reader.count()) }
}
