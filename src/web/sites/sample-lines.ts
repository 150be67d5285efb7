import { inert } from '../../documents/inert.ts'
import { type Instant, isoOf } from '../../domain/instant.ts'
import { phaseNames, type Sample } from '../../domain/watch/probe.ts'
import type { Reader } from '../reader.ts'

type Cell = string | number | undefined

/** The head of a table of looks, in the reader's language. */
export function sampleHead({ words }: Reader): string {
  const { at, result, ms, status, failure, code, address, certificate, ping, planned, recheck, ...phases } =
    words.history.column
  const names = phaseNames.map((name) => phases[name])
  return lineOf([at, result, ms, ...names, status, failure, code, address, certificate, ping, planned, recheck])
}

/** One look as a line of that table. Moments are ISO 8601 with the offset of the book's zone. */
export function sampleLine({ words }: Reader, zone: string, sample: Sample): string {
  const { at, ok, ms, phases, failure, address, certificateEndsAt, ping, isPlanned, isRecheck } = sample
  const say = words.history
  return lineOf([
    isoOf(at, zone),
    ok ? say.good : say.failed,
    ms,
    ...phaseNames.map((name) => phases[name]),
    sample.status ?? failure?.status,
    failure && words.watch.failure(failure),
    failure?.code,
    address,
    certificateEndsAt === undefined ? undefined : isoOf(certificateEndsAt, zone),
    ping && say.ping[ping.answer],
    isPlanned && say.yes,
    isRecheck && say.yes,
  ])
}

/** A line of CSV (RFC 4180). No cell of it is a formula to a spreadsheet. */
function lineOf(cells: readonly (Cell | false)[]): string {
  const quoted = (cell: Cell | false) => {
    if (cell === undefined || cell === false) return ''
    if (typeof cell === 'number') return String(cell)
    const text = inert(cell)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return `${cells.map(quoted).join(',')}\r\n`
}

/** One look as programs read it. */
export function sampleRecord(zone: string, sample: Sample) {
  const {
    at,
    ok,
    ms,
    status = null,
    failure = null,
    phases,
    address = null,
    certificateEndsAt,
    handshake = null,
    ping = null,
  } = sample
  const isoOrNull = (moment: Instant | undefined) => (moment === undefined ? null : isoOf(moment, zone))
  return {
    ...{ at: isoOf(at, zone), ok, ms, status, failure, phases, address, handshake, ping },
    certificateEndsAt: isoOrNull(certificateEndsAt),
    planned: sample.isPlanned === true,
    recheck: sample.isRecheck === true,
  }
}
