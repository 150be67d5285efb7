import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createChanges } from '../actions/changes.ts'
import type { ActionDeps } from '../actions/deps.ts'
import { createTries } from '../actions/people/tries.ts'
import type { Config } from '../config.ts'
import { drawCode } from '../domain/code.ts'
import type { Instant } from '../domain/instant.ts'
import { BookFileAdapter } from '../storage/book/book-file.ts'
import { openBookStore } from '../storage/book/book-store.ts'
import { openLog } from '../storage/log/open-log.ts'

/** A mistake in what was typed; the message says what would be right. */
export class CliError extends Error {}

export type Flags = { at?: string | undefined; live?: boolean | undefined }
export type Setting = { config: Config; flags: Flags; now: Instant }
/** A command answers what it prints. */
export type Command = { usage: string; says: string; run(args: string[], setting: Setting): Promise<string> }
export type OpenSetting = Setting & { actions: ActionDeps }

/** A command on the stores of DATA_DIR, which stay open only while it runs. */
export function openRead(run: (args: string[], setting: OpenSetting) => Promise<string>): Command['run'] {
  return async (args, setting) => {
    const { dataDir } = setting.config
    if (!existsSync(join(dataDir, 'log.db'))) throw new CliError(`${dataDir} 里还没有数据。DATA_DIR 指对了吗？`)
    const log = openLog(dataDir)
    try {
      const complain = (problem: unknown) => console.error(problem)
      const stamp = () => String(setting.now)
      const adapter = new BookFileAdapter(dataDir, { quarantine: complain, copyFailed: complain, stamp })
      const actions: ActionDeps = {
        book: await openBookStore(adapter),
        log,
        channels: new Set(['sms']),
        changes: createChanges(complain),
        draw: { code: () => drawCode(randomBytes), token: () => randomBytes(32).toString('base64url') },
        tries: createTries(),
      }
      return await run(args, { ...setting, actions })
    } finally {
      log.close()
    }
  }
}
