import { phaseNames } from '../../domain/watch/probe.ts'
import { addRollups, type Rollup } from '../../domain/watch/rollup.ts'
import { ByteReader, ByteWriter } from './packing.ts'
import { SampleTable } from './sample-table.ts'
import type { Sqlite } from './sqlite.ts'

const hoursOfDay = 24
/** Days are those of China, which has one time zone and no summer time. */
const zoneHours = 8

/** Days since the epoch on the calendar of UTC+8. */
export function dayOfHour(ofHour: number): number {
  return Math.floor((ofHour + zoneHours) / hoursOfDay)
}

/** What is left of hours and days: of each day and site its hours, kept for a while, and their sum, kept for ever. */
export class SampleRollups {
  readonly hours: SampleTable
  readonly days: SampleTable

  constructor(db: Sqlite) {
    this.hours = new SampleTable(db, 'sample_hours', 500)
    this.days = new SampleTable(db, 'sample_day', 500)
  }

  /** By hour; null when only the sum of the day is kept, or nothing. */
  hoursOf(day: number, site: number): Map<number, Rollup> | null {
    const data = this.hours.read(day, site)
    return data && unpackHours(data, day)
  }

  /** The sum of a day. */
  dayOf(day: number, site: number): Rollup | null {
    const data = this.days.read(day, site)
    return data && unpackRollup(new ByteReader(data))
  }

  /**
   * Keeps what an hour came to. Of two for the same hour the fuller counts: a look that comes late, after those of its
   * hour were deleted, does not wipe them out. A day of which only the sum is left stays as it is.
   */
  keep(ofHour: number, site: number, rollup: Rollup): void {
    const day = dayOfHour(ofHour)
    const known = this.hoursOf(day, site)
    if (!known && this.days.read(day, site)) return
    const hours = known ?? new Map<number, Rollup>()
    if ((hours.get(ofHour)?.probes ?? 0) > rollup.probes) return
    hours.set(ofHour, rollup)
    this.hours.write(day, site, packHours(hours, day))
    const sum = new ByteWriter()
    packRollup(sum, addRollups([...hours.values()]))
    this.days.write(day, site, sum.written())
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
  ...(['probes', 'failures', 'visits', 'unreached', 'plannedVisits', 'plannedUnreached'] as const),
  ...(['sumMs', 'minMs', 'maxMs', 'p95Ms', 'dataSeconds'] as const),
]

/** The order is that of the file, in which `unpackRollup` reads it. */
function packRollup(writer: ByteWriter, rollup: Rollup): void {
  for (const name of counts) writer.count(rollup[name])
  for (const sum of rollup.phaseSums) writer.count(sum)
}

function unpackRollup(reader: ByteReader): Rollup {
  return {
    probes: reader.count(),
    failures: reader.count(),
    visits: reader.count(),
    unreached: reader.count(),
    plannedVisits: reader.count(),
    plannedUnreached: reader.count(),
    sumMs: reader.count(),
    minMs: reader.count(),
    maxMs: reader.count(),
    p95Ms: reader.count(),
    dataSeconds: reader.count(),
    phaseSums: phaseNames.map(() => reader.count()),
  }
}
