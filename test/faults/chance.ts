/** Chance that can be repeated: the same seed draws the same faults (mulberry32, a public-domain generator). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function oneOf<T>(chance: () => number, things: readonly T[]): T {
  const drawn = things[Math.floor(chance() * things.length)]
  if (drawn === undefined) throw new Error('nothing to draw from')
  return drawn
}
