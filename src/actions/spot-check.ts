import type { Instant } from '../domain/instant.ts'
import type { ActionDeps } from './deps.ts'

/** The code of a spot check was typed. Answers whether it came in time. */
export async function answerSpotCheck(
  deps: ActionDeps,
  { id }: { id: string; personId: string; via: 'code' | 'reply' },
  now: Instant,
): Promise<boolean> {
  const { spotChecks } = deps.log.records
  for (;;) {
    const check = await spotChecks.find(id)
    if (check?.state !== 'sent') return false
    const ended = { state: 'ended', outcome: 'at_post', answeredAt: now, dueAt: null } as const
    if ((await spotChecks.save({ ...check, ...ended, version: check.version + 1 })) === 'saved') return true
  }
}
