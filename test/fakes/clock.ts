import type { Instant } from '../../src/domain/instant.ts'
import type { Clock } from '../../src/scheduling/clock.ts'

type Timer = { dueAt: number; everyMs: number | null; run: () => void }

/** A clock that stands still until a story moves it. Its monotonic side runs along with the wall side. */
export type FakeClock = Clock & {
  /**
   * Moves on by so many milliseconds, timer by timer in their order; after each one `settle` waits until nothing is
   * under way but what waits for the clock itself.
   */
  advance(ms: number, settle: () => Promise<void>): Promise<void>
  /** Sets the wall clock alone, as an administrator or a time server does. */
  setWall(at: Instant): void
}

export function fakeClock(startAt: Instant): FakeClock {
  let mono = 1_000
  let offset = startAt - mono
  const timers = new Set<Timer>()
  const add = (timer: Timer) => {
    timers.add(timer)
    return () => {
      timers.delete(timer)
    }
  }
  const fire = (timer: Timer) => {
    if (timer.everyMs === null) timers.delete(timer)
    else timer.dueAt += timer.everyMs
    timer.run()
  }
  const nextDue = (until: number): Timer | undefined => {
    let next: Timer | undefined
    for (const timer of timers) if (timer.dueAt <= until && (!next || timer.dueAt < next.dueAt)) next = timer
    return next
  }
  return {
    now: () => mono + offset,
    monotonic: () => mono,
    after: (ms, run) => add({ dueAt: mono + Math.max(0, ms), everyMs: null, run }),
    everySecond: (run) => add({ dueAt: mono + 1000, everyMs: 1000, run }),
    setWall(at) {
      offset = at - mono
    },
    async advance(ms, settle) {
      const until = mono + ms
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        mono = Math.max(mono, timer.dueAt)
        fire(timer)
        await settle()
      }
      mono = until
      await settle()
    },
  }
}
