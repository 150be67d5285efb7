import * as fc from 'fast-check'
import type { CodeAct } from '../../src/actions/incident/enter-code.ts'
import { minute, second } from '../../src/domain/instant.ts'
import { type Mood, moods } from './provider.ts'
import type { World } from './world.ts'

/** Something that happens to the town, so long after the happening before it. */
export type Happening = { afterMs: number } & (
  | { kind: 'site_fails' | 'site_opens'; site: number }
  | { kind: 'types'; person: number; act: CodeAct | null }
  | { kind: 'mood'; mood: Mood; second: boolean }
  | { kind: 'crash'; when: 'now' | 'before' | 'after' }
  | { kind: 'clock'; byMs: number }
)

const afterMs = fc.oneof(
  fc.integer({ min: 0, max: 20 }).map((s) => s * second),
  fc.integer({ min: 0, max: 40 }).map((m) => m * minute),
)
const site = fc.nat(3)
const act = fc.constantFrom(null, 'acknowledge', 'confirm', 'reject', 'pass', 'undo') as fc.Arbitrary<CodeAct | null>

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('site_fails' as const), site, afterMs }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('site_opens' as const), site, afterMs }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('types' as const), person: fc.nat(4), act, afterMs }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('mood' as const),
      mood: fc.constantFrom(...moods),
      second: fc.boolean(),
      afterMs,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      when: fc.constantFrom('now' as const, 'before' as const, 'after' as const),
      afterMs,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      byMs: fc.constantFrom(-2, -1, 1, 24).map((h) => h * 60 * minute),
      afterMs,
    }),
  },
)

/** A day with trouble. The rest of it is quiet. */
export const troubledDay = fc.array(happening, { minLength: 4, maxLength: 30 })

export async function happen(world: World, one: Happening): Promise<void> {
  switch (one.kind) {
    case 'site_fails':
      return world.siteFails(one.site)
    case 'site_opens':
      return world.siteOpens(one.site)
    case 'types':
      return world.types(one.person, one.act)
    case 'mood': {
      const provider = one.second ? world.second : world.sms
      provider.mood = one.mood
      return
    }
    case 'crash':
      if (one.when === 'now') return world.restart()
      world.sms.nextCrash = one.when
      return
    case 'clock':
      return world.setsClock(one.byMs)
  }
}
