import type { Sample } from '../../domain/watch/probe.ts'
import { ByteReader, ByteWriter } from './packing.ts'
import { hourOf, RecordReader, writeRecord } from './sample-record.ts'

/** Looks of one site in one hour, packed. */
export type Run = { bytes: Uint8Array; length: number }
/** The runs of every site in one hour, by the number of the site. */
type Runs = Map<number, Run>
/** An hour on its way from the tail into blocks, with the last row of the tail that it holds. */
export type ClosingHour = { hour: number; runs: Runs; lastTailId: number }

/** Runs grow by steps: doubling would keep half of the memory for nothing. */
const growBytes = 256

/**
 * The hours that are not packed away yet, in memory: what the board shows is read from here, and never from the disk.
 * Holds what the tail on the disk holds, in the same bytes.
 */
export class RecentHours {
  readonly #open = new Map<number, Runs>()
  #closing: ClosingHour | null = null
  #undo: (() => void)[] = []
  /** Room of hours that are packed, for those to come: what is let go lies about until somebody collects it. */
  #spare: Uint8Array[] = []

  /** Adds looks, and answers for each hour among them the row that keeps them in the tail. */
  add(samples: readonly Sample[], numberOf: (siteId: string) => number): Map<number, Uint8Array> {
    this.#undo = []
    const rows = new Map<number, ByteWriter>()
    const record = new ByteWriter()
    for (const sample of samples) {
      const ofHour = hourOf(sample.at)
      const site = numberOf(sample.siteId)
      const run = this.#runOf(ofHour, site)
      const { length } = run
      this.#undo.push(() => {
        run.length = length
      })
      appendSample(run, ofHour, sample, record)
      const row = rows.get(ofHour) ?? new ByteWriter()
      rows.set(ofHour, row)
      row.count(site)
      row.run(record.written())
    }
    return new Map([...rows].map(([ofHour, row]) => [ofHour, row.written()]))
  }

  /** The disk did not take what was added last. */
  takeBack(): void {
    for (const undo of this.#undo.reverse()) undo()
    this.#undo = []
  }

  /** Takes up a row of the tail again, after a start. Rows come in the order in which they were written. */
  restore(ofHour: number, row: Uint8Array): void {
    const reader = new ByteReader(row)
    while (!reader.isAtEnd()) {
      const site = reader.count()
      appendBytes(this.#runOf(ofHour, site), reader.run())
    }
  }

  /** Hours that are open and begin before `beforeHour`, the oldest first. */
  hoursBefore(beforeHour: number): number[] {
    return [...this.#open.keys()].filter((one) => one < beforeHour).sort((a, b) => a - b)
  }

  closing(): ClosingHour | null {
    return this.#closing
  }

  /** From here on looks of this hour begin new runs, so that what is being packed stays as it is. */
  close(ofHour: number, lastTailId: number): ClosingHour {
    const closing = { hour: ofHour, runs: this.#open.get(ofHour) ?? new Map<number, Run>(), lastTailId }
    this.#closing = closing
    this.#open.delete(ofHour)
    return closing
  }

  /** What was closing is on the disk. */
  forgetClosing(): void {
    this.#spare = [...(this.#closing?.runs.values() ?? [])].map(({ bytes }) => bytes)
    this.#closing = null
  }

  /** The runs of a site that lie in memory, the older of one hour first. */
  runsOf(site: number, fromHour: number, toHour: number): { hour: number; run: Run }[] {
    const found: { hour: number; run: Run }[] = []
    const look = (ofHour: number, runs: Runs) => {
      const run = fromHour <= ofHour && ofHour <= toHour ? runs.get(site) : undefined
      if (run && run.length > 0) found.push({ hour: ofHour, run })
    }
    if (this.#closing) look(this.#closing.hour, this.#closing.runs)
    for (const [ofHour, runs] of this.#open) look(ofHour, runs)
    return found.sort((a, b) => a.hour - b.hour)
  }

  #runOf(ofHour: number, site: number): Run {
    const runs = this.#open.get(ofHour) ?? new Map<number, Run>()
    this.#open.set(ofHour, runs)
    const run = runs.get(site) ?? { bytes: this.#spare.pop() ?? new Uint8Array(growBytes), length: 0 }
    runs.set(site, run)
    return run
  }
}

/** A run of its own of looks that are in order of time. */
export function packRun(samples: readonly Sample[], ofHour: number): Uint8Array {
  const run: Run = { bytes: new Uint8Array(growBytes), length: 0 }
  const record = new ByteWriter()
  for (const sample of samples) appendSample(run, ofHour, sample, record)
  return bytesOf(run)
}

export function bytesOf({ bytes, length }: Run): Uint8Array {
  return bytes.subarray(0, length)
}

/** What the last look was is read from the run each time: sixty looks take less time than keeping it would take room. */
function appendSample(run: Run, ofHour: number, sample: Sample, record: ByteWriter): void {
  const last = new RecordReader(run.bytes, run.length, ofHour)
  while (last.next());
  record.length = 0
  writeRecord(record, last, sample)
  appendBytes(run, record.written())
}

function appendBytes(run: Run, bytes: Uint8Array): void {
  const length = run.length + bytes.length
  if (length > run.bytes.length) {
    const grown = new Uint8Array(Math.ceil(length / growBytes) * growBytes)
    grown.set(bytesOf(run))
    run.bytes = grown
  }
  run.bytes.set(bytes, run.length)
  run.length = length
}
