import { hour, type Instant } from '../../domain/instant.ts'
import { type Phases, phaseNames, type Sample } from '../../domain/watch/probe.ts'
import { ByteReader, type ByteWriter } from './packing.ts'

// How looks of one site within one hour lie one behind the other, in the order in which they came: each tells only what
// differs from the one before. A look that went like the last takes about ten bytes.

/** What is told in words: mostly the same from look to look, and kept exactly as it was. */
type Detail = Omit<Sample, 'siteId' | 'at' | 'ms' | 'ok' | 'phases' | 'isPlanned' | 'isRecheck'>

const good = 1
const planned = 2
/** Nothing before it counts: the first of a run, wherever the run comes to lie. */
const fresh = 4
const sameDetail = 8
const samePhases = 16
const recheck = 32

/** Hours since the epoch: the hour in which `at` lies. */
export function hourOf(at: Instant): number {
  return Math.floor(at / hour)
}

/** Reads looks one after the other; what it shows is the one last read. */
export class RecordReader {
  at: Instant
  ms = 0
  isGood = false
  isPlanned = false
  isRecheck = false
  /** Which phases were reached, a bit each. */
  reached = 0
  readonly phases = phaseNames.map(() => 0)
  /** Each detail of this run once. */
  details: string[] = []
  detail = ''
  step = 0
  readonly #hourStart: Instant
  readonly #reader: ByteReader

  constructor(bytes: Uint8Array, length: number, ofHour: number) {
    this.#hourStart = ofHour * hour
    this.at = this.#hourStart
    this.#reader = new ByteReader(bytes, length)
  }

  /** False at the end. */
  next(): boolean {
    const reader = this.#reader
    if (reader.isAtEnd()) return false
    const flags = reader.count()
    if (flags & fresh) this.reset()
    this.isGood = (flags & good) !== 0
    this.isPlanned = (flags & planned) !== 0
    this.isRecheck = (flags & recheck) !== 0
    this.step += reader.difference()
    this.at += this.step
    if (!(flags & samePhases)) this.reached = reader.count()
    let sum = 0
    for (let index = 0; index < phaseNames.length; index++) {
      if (!(this.reached & (1 << index))) continue
      const ms = (this.phases[index] ?? 0) + reader.difference()
      this.phases[index] = ms
      sum += ms
    }
    this.ms = sum + reader.difference()
    if (!(flags & sameDetail)) this.#readDetail()
    return true
  }

  reset(): void {
    this.at = this.#hourStart
    this.step = 0
    this.phases.fill(0)
    this.details = []
    this.detail = ''
  }

  #readDetail(): void {
    const known = this.#reader.count()
    this.detail = known > 0 ? (this.details[known - 1] ?? '') : this.#reader.text()
    if (known === 0) this.details.push(this.detail)
  }
}

/** Writes a look behind the one that `last` has just read; one that has read nothing yet begins a run. */
export function writeRecord(writer: ByteWriter, last: RecordReader, sample: Sample): void {
  const isFirst = last.details.length === 0
  const detail = textOf(sample)
  const rounded = phaseNames.map((name) => Math.round(sample.phases[name] ?? 0))
  const reached = phaseNames.reduce((bits, name, i) => (sample.phases[name] === undefined ? bits : bits | (1 << i)), 0)
  const hasSameDetail = !isFirst && detail === last.detail
  const hasSamePhases = !isFirst && reached === last.reached
  writer.count(
    (sample.ok ? good : 0) |
      (sample.isPlanned ? planned : 0) |
      (sample.isRecheck ? recheck : 0) |
      (isFirst ? fresh : 0) |
      (hasSameDetail ? sameDetail : 0) |
      (hasSamePhases ? samePhases : 0),
  )
  writer.difference(sample.at - last.at - last.step)
  if (!hasSamePhases) writer.count(reached)
  let sum = 0
  for (const [index, ms] of rounded.entries()) {
    if (!(reached & (1 << index))) continue
    writer.difference(ms - (last.phases[index] ?? 0))
    sum += ms
  }
  writer.difference(Math.round(sample.ms) - sum)
  if (hasSameDetail) return
  const known = last.details.indexOf(detail) + 1
  writer.count(known)
  if (known === 0) writer.text(detail)
}

/** Always in this order, so that the same words are the same text; a field that is left out does not compile. */
function textOf({ status, failure, address, certificateEndsAt, handshake, ping }: Sample): string {
  return JSON.stringify({ status, failure, address, certificateEndsAt, handshake, ping } satisfies {
    [K in keyof Detail]-?: unknown
  })
}

/** A look that can be shown without its words. */
export type PackedLook = Pick<Sample, 'at' | 'ms' | 'ok' | 'isPlanned' | 'isRecheck' | 'phases'> & { detail: string }

/** Every look of a run, in the order in which they came. */
export function unpackLooks(bytes: Uint8Array, length: number, ofHour: number): PackedLook[] {
  const looks: PackedLook[] = []
  const reader = new RecordReader(bytes, length, ofHour)
  while (reader.next()) looks.push(lookOf(reader))
  return looks
}

function lookOf({ at, ms, isGood, isPlanned, isRecheck, reached, phases, detail }: RecordReader): PackedLook {
  const shown: Phases = {}
  for (let index = 0; index < phaseNames.length; index++) {
    const name = phaseNames[index]
    if (name && reached & (1 << index)) shown[name] = phases[index] ?? 0
  }
  const marks = { ...(isPlanned ? { isPlanned } : {}), ...(isRecheck ? { isRecheck } : {}) }
  return { at, ms, ok: isGood, ...marks, phases: shown, detail }
}

/** In order of time, and of two of the same moment the one that came last. */
export function inOrder<T extends { at: Instant }>(looks: readonly T[]): T[] {
  if (looks.every(({ at }, index) => index === 0 || at > (looks[index - 1]?.at ?? 0))) return [...looks]
  return [...new Map(looks.map((look) => [look.at, look])).values()].sort((a, b) => a.at - b.at)
}

/** Looks as samples; each detail is read once and shared. */
export function samplesOf(siteId: string, looks: readonly PackedLook[]): Sample[] {
  const details = new Map<string, Detail>()
  return looks.map(({ detail, ...look }) => ({ siteId, ...look, ...detailOf(details, detail) }))
}

function detailOf(known: Map<string, Detail>, text: string): Detail {
  const found = known.get(text)
  if (found) return found
  const detail = JSON.parse(text) as Detail // written only by this file
  known.set(text, detail)
  return detail
}
