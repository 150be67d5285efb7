import { Worker } from 'node:worker_threads'
import { inert } from './inert.ts'

/** A list of sites as other programs take it over: one head, then a row for each site, all of it text. */
export type SiteList = { name: string; head: readonly string[]; rows: readonly (readonly string[])[] }

/** Writes the list as .xlsx, in a thread of its own. No text of it can be worked out by the program that opens it. */
export function writeSiteSheet(list: SiteList): Promise<Uint8Array> {
  const worker = new Worker(new URL('./site-sheet-worker.ts', import.meta.url), { workerData: list, env: {} })
  return new Promise((resolve, reject) => {
    worker.once('message', (bytes: Uint8Array) => resolve(bytes))
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the list was not written: the thread ended with ${code}`)))
  })
}

/** Writes the list as .csv (RFC 4180), with the mark by which Excel knows UTF-8. */
export function writeSiteText({ head, rows }: SiteList): string {
  const lines = [head, ...rows].map((row) => row.map(quoted).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function quoted(text: string): string {
  const safe = inert(text)
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
