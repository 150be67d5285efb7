/** 0.1 s · 2ⁿ ± 10 %, as Twilio advises for 429; at most 15 s, so that a page leaves soon after the relief. */
export function backOff(attempt: number, random: number): number {
  const doubled = Math.min(15_000, 100 * 2 ** Math.min(attempt, 20))
  return Math.round(doubled * (0.9 + 0.2 * random))
}
