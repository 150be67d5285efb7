import { day } from '../../domain/instant.ts'
import { keptLookDays } from '../../domain/watch/keeping.ts'
import { firstVetoCount, meterOf, unreachableShare } from '../../domain/watch/meter.ts'
import type { Tally } from '../../domain/watch/rollup.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'

/** The week's unreachable rate against the amber line (3 %) and the veto (5 % or more), and what stands beside it. */
export type RateView = {
  text: string
  label: string
  detail: string
  /** Ordinary uptime, and what fell into filed windows. */
  beside: string
  run: number
  tone: 'fine' | 'amber' | 'veto' | 'none'
}

/** The drawing ends at 6 %. */
const widest = 0.06
const width = 300
const weekDays = 7

/** The official week, rolling: to the minute where each look is kept for as long, else from the first full hour. */
export async function rateOf({ deps }: Room, reader: Reader, siteId: string): Promise<RateView> {
  const tally = await deps.log.samples.count(siteId, reader.now - weekDays * day, reader.now)
  const book = deps.book.current()
  const isByHour = keptLookDays(book.settings.keepSamplesDays, book.sites.size) < weekDays
  return rateView(reader, tally, isByHour)
}

/** Failure rates round up to two decimals, so that a failure never reads as none; the veto is judged on the counts. */
export function rateView({ words, format }: Reader, tally: Tally, isByHour = false): RateView {
  const say = words.site.rate
  const meter = meterOf(tally)
  const { visits, failures, tone } = meter
  const beside = besideOf({ words, format }, tally, isByHour)
  if (tone === 'none') return { text: '—', label: say.none, detail: say.none, beside, run: 0, tone }
  const text = `${unreachableShare(meter)} %`
  return {
    text,
    label: say.label(text),
    detail:
      say.detail(format.count(failures), format.count(visits)) +
      words.history.vetoAt(format.count(firstVetoCount(visits))),
    beside,
    run: Math.max(failures > 0 ? 3 : 0, Math.round((Math.min(failures / visits, widest) / widest) * width)),
    tone,
  }
}

function besideOf({ words, format }: Pick<Reader, 'words' | 'format'>, tally: Tally, isByHour: boolean): string {
  const { probes, failures, plannedVisits, plannedUnreached } = tally
  const say = words.history
  if (probes === 0) return ''
  const uptime = say.uptime(goodShare(probes, failures))
  const planned = plannedVisits > 0 ? say.planned(format.count(plannedVisits), format.count(plannedUnreached)) : ''
  return uptime + planned + (isByHour ? say.byHour : '')
}

/** The share of good looks in percent, cut off after two decimals: 100 only when not one failed. */
export function goodShare(probes: number, failures: number): string {
  return (Math.floor(((probes - failures) * 10_000) / probes) / 100).toFixed(2)
}
