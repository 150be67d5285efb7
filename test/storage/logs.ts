import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, onTestFinished } from 'vitest'
import type { Incident } from '../../src/domain/incident/incident.ts'
import type { NewPage } from '../../src/domain/incident/page.ts'
import { openLog } from '../../src/storage/log/open-log.ts'
import type { Commit } from '../../src/storage/ports.ts'
import { midnight, night, site } from '../domain/night.ts'

/** A folder of its own for one test, gone afterwards. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'zhishou-test-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export type OpenedLog = ReturnType<typeof openLog>

function opened(where: string): OpenedLog {
  const log = openLog(where)
  onTestFinished(() => log.close())
  return log
}

/** The same promises, asked of every adapter. */
export function everyLog(name: string, contract: (open: () => OpenedLog) => void): void {
  describe(`${name}, in a file`, () => contract(() => opened(folder())))
  describe(`${name}, in memory`, () => contract(() => opened(':memory:')))
}

export function incident(id = '2026-1004-01', fields: Partial<Incident> = {}): Incident {
  const story = night()
  story.goesDown()
  return { ...story.incident(), id, siteId: site.id, ...fields }
}

export function page(id: string, fields: Partial<NewPage> = {}): NewPage {
  const words = { language: 'zh-Hans', message: { key: 'test' }, text: `text of ${id}`, code: null } as const
  const reader = {
    personId: 'p-chen',
    personName: '陈海涛',
    audience: 'staff',
    channel: 'sms',
    route: ['sms'],
    to: '+8613800000038',
  } as const
  return {
    id,
    incidentId: null,
    step: id,
    ...reader,
    ...words,
    urgency: 'page',
    plannedAt: midnight,
    dueAt: midnight,
    ...fields,
  }
}

export function commitOf(opening: Incident | null, fields: Partial<Commit> = {}): Commit {
  const nothing = { events: [], pages: [], cancelPlanned: null, codes: [], at: midnight, siteState: null }
  return { incident: opening, expectedVersion: null, ...nothing, ...fields }
}
