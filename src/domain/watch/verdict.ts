import type { ProbeRule } from '../book/settings.ts'
import type { Instant } from '../instant.ts'
import type { Sample } from './probe.ts'

export const verdicts = ['up', 'suspect', 'down', 'recovering', 'unknown'] as const
/** What the probes see of a site. What people did about it is the incident's state: two marks, never merged. */
export type Verdict = (typeof verdicts)[number]

export type SiteState = {
  siteId: string
  verdict: Verdict
  /** Since when the verdict stands. */
  since: Instant
  /** Failed looks in the present run of failures, the newest last, at most as many as the verdict needs. */
  failures: Sample[]
  /** Good looks in a row while down. */
  goods: number
  lastGoodAt: Instant | null
  last: Sample | null
}

export type Change =
  | 'none'
  | 'became_suspect'
  | 'went_down'
  | 'failed_again'
  | 'fell_back'
  | 'recovering'
  | 'came_up'
  | 'cleared'

export type Judgement = {
  state: SiteState
  change: Change
  /** Good looks in a row that brought it up; 0 when it did not come up. */
  goods: number
}

/** A site nobody has looked at yet. */
export function unseen(siteId: string, now: Instant): SiteState {
  return { siteId, verdict: 'unknown', since: now, failures: [], goods: 0, lastGoodAt: null, last: null }
}

/**
 * The verdict after one more look. Down needs as many failures in a row as one look and its re-probes make (3 by
 * default); up again needs `goodToRecover` good looks, the later at least `goodSpacingSeconds` after the earlier.
 * The order of arrival decides; a look that began before the one last judged is history and changes nothing. Looks
 * overlap by their time limit at most: one that seems older than that was made after somebody set the clock back.
 */
export function judge(state: SiteState, sample: Sample, rule: ProbeRule): Judgement {
  const olderMs = state.last ? state.last.at - sample.at : 0
  if (olderMs > 0 && olderMs <= 2 * rule.timeoutSeconds * 1000) return because(state, 'none')
  return sample.ok ? judgeGood(state, sample, rule) : judgeFailure(state, sample, rule)
}

function judgeGood(state: SiteState, sample: Sample, rule: ProbeRule): Judgement {
  const seen = { ...state, last: sample }
  if (state.verdict === 'up') return because(seen, 'none') // which has no failures: `upSince` forgot them
  if (state.verdict === 'unknown' || state.verdict === 'suspect') {
    const change = state.verdict === 'suspect' ? 'cleared' : 'came_up'
    return because(upSince(seen, sample.at), change, 1)
  }
  const spaced = state.lastGoodAt === null || Math.abs(sample.at - state.lastGoodAt) >= rule.goodSpacingSeconds * 1000
  const goods = spaced ? state.goods + 1 : state.goods
  if (goods >= rule.goodToRecover) return because(upSince(seen, sample.at), 'came_up', goods)
  const lastGoodAt = spaced ? sample.at : state.lastGoodAt
  if (state.verdict === 'recovering') return because({ ...seen, goods, lastGoodAt }, 'none')
  return because({ ...seen, verdict: 'recovering', since: sample.at, goods, lastGoodAt }, 'recovering')
}

function judgeFailure(state: SiteState, sample: Sample, rule: ProbeRule): Judgement {
  const seen = { ...state, last: sample, goods: 0, lastGoodAt: null }
  if (state.verdict === 'down') return because(seen, 'failed_again')
  if (state.verdict === 'recovering') {
    return because({ ...seen, verdict: 'down', since: state.failures[0]?.at ?? sample.at }, 'fell_back')
  }
  const failures = [...state.failures, sample]
  if (failures.length >= failuresForDown(rule)) {
    return because({ ...seen, verdict: 'down', since: failures[0]?.at ?? sample.at, failures }, 'went_down')
  }
  if (state.verdict === 'suspect') return because({ ...seen, failures }, 'none')
  return because({ ...seen, verdict: 'suspect', since: sample.at, failures }, 'became_suspect')
}

function because(state: SiteState, change: Change, goods = 0): Judgement {
  return { state, change, goods }
}

function upSince(state: SiteState, at: Instant): SiteState {
  return { ...state, verdict: 'up', since: at, failures: [], goods: 0, lastGoodAt: null }
}

/** One look and its re-probes. */
export function failuresForDown(rule: ProbeRule): number {
  return rule.recheckSeconds.length + 1
}

/**
 * The state after the wall clock jumped by `byMs`: what is compared with now keeps its distance from it. The outage of a
 * site that is down keeps the moments under which its incident is known.
 */
export function followClock(state: SiteState, byMs: number): SiteState {
  const moved = {
    ...state,
    lastGoodAt: state.lastGoodAt === null ? null : state.lastGoodAt + byMs,
    last: state.last && { ...state.last, at: state.last.at + byMs },
  }
  if (state.verdict === 'down' || state.verdict === 'recovering') return moved
  const failures = state.failures.map((sample) => ({ ...sample, at: sample.at + byMs }))
  return { ...moved, since: state.since + byMs, failures }
}

/**
 * The verdict when no look has come in for two intervals: `unknown`, never a stale green. A site that is down, or not
 * yet up again, stays so: an outage does not end because nobody looked.
 */
export function judgeSilence(state: SiteState, rule: ProbeRule, now: Instant): SiteState {
  const limit = (2 * rule.intervalSeconds + rule.timeoutSeconds) * 1000
  const lookedAt = state.last?.at ?? state.since
  if (now - lookedAt < limit || state.verdict === 'unknown') return state
  if (state.verdict === 'down' || state.verdict === 'recovering') return state
  return { ...state, verdict: 'unknown', since: now, failures: [], goods: 0, lastGoodAt: null }
}
