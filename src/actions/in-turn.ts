const turns = new WeakMap<object, Promise<unknown>>()

/**
 * Runs `work` once everything begun earlier on the same `store` has ended. Within one process nobody then loses a race
 * on it: thirty sites that fall in the same instant would otherwise all reach for the same next number.
 */
export function inTurn<T>(store: object, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(store) ?? Promise.resolve()).then(work)
  const ended = turn.catch(() => undefined) // the error is its caller's; the next one takes its own turn
  turns.set(store, ended)
  return turn
}
