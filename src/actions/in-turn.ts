const turns = new WeakMap<object, Promise<unknown>>()
let turnsWithoutBreath = 0

/** So many turns in a row at most before whoever else waits for this process gets theirs: each takes about a millisecond. */
const mostInARow = 8

/**
 * Runs `work` once everything begun earlier on the same `store` has ended. Within one process nobody then loses a race
 * on it: thirty sites that fall in the same instant would otherwise all reach for the same next number. A thousand
 * sites that fall, or are answered for, in one go leave room for texts, probes and pages in between.
 */
export function inTurn<T>(store: object, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(store) ?? Promise.resolve()).then(breathe).then(work)
  const ended = turn.catch(() => undefined) // the error is its caller's; the next one takes its own turn
  turns.set(store, ended)
  return turn
}

/** For long work that waits for nothing: now and then somebody else gets their turn before it goes on. */
export async function breathe(): Promise<void> {
  turnsWithoutBreath++
  if (turnsWithoutBreath < mostInARow) return
  await pause()
}

/** Lets everybody who waits for this process have their turn, now: between the parts of one long piece of work. */
export async function pause(): Promise<void> {
  turnsWithoutBreath = 0
  await new Promise((resolve) => setImmediate(resolve))
}
