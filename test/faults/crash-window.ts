import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite, type Row } from '../../src/storage/log/sqlite.ts'
import type { FakeSend } from '../fakes/twilio.ts'
import { pageOf } from './account.ts'
import type { Rig } from './rig.ts'

/** How far a page had come when its process died, the most delicate first. */
const windows = [
  'taken, not recorded',
  'on the wire',
  'claimed, not sent',
  'unknown',
  'planned',
  'accepted, no report',
  'nothing under way',
] as const
export type CrashWindow = (typeof windows)[number]

/** Where each page stood that was under way, by the log of the dead process and the provider's book. */
export function windowsAtDeath(rig: Rig): Map<string, CrashWindow> {
  const sends = rig.twilio.sends()
  return new Map(pagesUnderWay(rig.folder).map((row) => [String(row['id']), windowOf(row, sends)]))
}

/** The most delicate of them. */
export function narrowest(found: ReadonlyMap<string, CrashWindow>): CrashWindow {
  const all = new Set(found.values())
  return windows.find((window) => all.has(window)) ?? 'nothing under way'
}

/** Read from a copy: reading itself would mend the log, and that is for the next process to do. */
function pagesUnderWay(folder: string): Row[] {
  const copy = mkdtempSync(join(tmpdir(), 'zhishou-dead-'))
  try {
    for (const name of readdirSync(folder).filter((one) => /^log\.db(-wal)?$/.test(one)))
      cpSync(join(folder, name), join(copy, name))
    const db = openSqlite(join(copy, 'log.db'), 'bulk')
    try {
      return db.all(`SELECT id, attempts, state FROM page
        WHERE bundle_id IS NULL AND state IN ('planned', 'claimed', 'unknown', 'accepted')`)
    } finally {
      db.close()
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function windowOf({ id, attempts, state }: Row, sends: readonly FakeSend[]): CrashWindow {
  if (state === 'planned') return 'planned'
  if (state === 'unknown') return 'unknown'
  if (state === 'accepted') return 'accepted, no report'
  const mine = (send: FakeSend) =>
    pageOf(send) === id && (send.form.get('StatusCallback') ?? '').endsWith(`/${Number(attempts)}`)
  const sent = sends.find(mine)
  if (!sent) return 'claimed, not sent'
  return sent.sid === null ? 'on the wire' : 'taken, not recorded'
}
