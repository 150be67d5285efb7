import { parentPort, workerData } from 'node:worker_threads'
import { readXlsx } from 'hucre/xlsx'
import type { TableSheet } from '../domain/roster-table/sheet.ts'
import { plainArchive } from './plain-archive.ts'
import { plainSheets } from './plain-sheets.ts'
import { type FileRefusal, RefusedFile } from './refusal.ts'
import { zipDirectory } from './zip-directory.ts'
import { inflatedParts } from './zip-parts.ts'

// The thread in which one upload is taken apart: whatever it does to memory and time ends with it.

export type WorkbookReading = { ok: true; sheets: TableSheet[] } | { ok: false; why: FileRefusal }

async function read(bytes: Buffer): Promise<WorkbookReading> {
  try {
    const entries = zipDirectory(bytes)
    const parts = inflatedParts(bytes, entries)
    if (![...parts.keys()].some((name) => name.startsWith('xl/worksheets/'))) return { ok: false, why: kindOf(entries) }
    return { ok: true, sheets: plainSheets(await readXlsx(plainArchive(parts))) }
  } catch (error) {
    // What the library cannot make sense of is a damaged file, whatever it calls it.
    return { ok: false, why: error instanceof RefusedFile ? error.why : 'damaged' }
  }
}

function kindOf(entries: readonly { name: string }[]): FileRefusal {
  return entries.some(({ name }) => name === 'content.xml') ? 'ods' : 'not_xlsx'
}

// The one thing the thread is ever started with.
const { bytes } = workerData as { bytes: Uint8Array }
parentPort?.postMessage(await read(Buffer.from(bytes)))
