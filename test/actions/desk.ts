import { onTestFinished } from 'vitest'
import { createChanges } from '../../src/actions/changes.ts'
import type { ActionDeps, LiveChange } from '../../src/actions/deps.ts'
import { createTries } from '../../src/actions/people/tries.ts'
import type { BookFile } from '../../src/domain/book/book.ts'
import { defaultSettings } from '../../src/domain/book/settings.ts'
import { codeAlphabet } from '../../src/domain/code.ts'
import { judge, type SiteState, unseen } from '../../src/domain/watch/verdict.ts'
import { openMemoryBook } from '../../src/storage/book/memory-book.ts'
import { openLog } from '../../src/storage/log/open-log.ts'
import { failure } from '../domain/night.ts'
import { bookWith, opening, shift } from '../domain/roster.ts'

/** The first moment at which something happens: an hour into the shift of 陈海涛, whom 李明 leads. */
export const now = opening + 3_600_000

export const rosteredBook = bookWith({
  shifts: [shift('x-staff', 0, 24), shift('x-lead', 0, 24, { role: 'lead', personId: 'p-li' })],
})

export type Desk = ActionDeps & { heard: LiveChange[] }

/** Real stores in memory, codes drawn in order, and an ear for what is published. */
export async function openDesk(book: BookFile = rosteredBook): Promise<Desk> {
  const log = openLog(':memory:')
  onTestFinished(() => log.close())
  const heard: LiveChange[] = []
  let drawn = 0
  const letter = (power: number) => codeAlphabet.charAt(Math.floor(drawn / 32 ** power) % 32)
  const changes = createChanges(() => undefined)
  changes.subscribe((change) => heard.push(change))
  const draw = {
    code() {
      drawn++
      return [3, 2, 1, 0].map(letter).join('')
    },
    token: () => `token-${drawn++}`,
  }
  return {
    book: await openMemoryBook(book),
    log,
    channels: new Set(['sms']),
    changes,
    draw,
    tries: createTries(),
    heard,
  }
}

/** The judgement that calls a site down at `at`. */
export function wentDown(siteId: string, at: number): { state: SiteState; change: 'went_down'; goods: number } {
  let state = unseen(siteId, at - 60_000)
  for (const ago of [17_000, 12_000, 0]) {
    state = judge(state, { ...failure(at - ago), siteId }, defaultSettings.probe).state
  }
  return { state, change: 'went_down', goods: 0 }
}

export async function codeOf(desk: ActionDeps, incidentId: string, personId: string): Promise<string> {
  const code = (await desk.log.incidents.codes(incidentId)).get(personId)
  if (code === undefined) throw new Error(`${personId} has no code for ${incidentId}`)
  return code
}
