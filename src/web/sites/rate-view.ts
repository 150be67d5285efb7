import { day } from '../../domain/instant.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'

/** The week's unreachable rate against the amber line (3 %) and the veto (5 % or more). */
export type RateView = {
  text: string
  label: string
  detail: string
  run: number
  tone: 'fine' | 'amber' | 'veto' | 'none'
}

const vetoShare = 0.05
const amberShare = 0.03
/** The drawing ends at 6 %. */
const widest = 0.06
const width = 300

/** The official week: failed looks over all looks of seven days, ≥ 5 % is the veto (国办秘函〔2019〕19号). */
export async function rateOf(room: Room, reader: Reader, siteId: string): Promise<RateView> {
  const { probes, failures } = await room.deps.log.samples.count(siteId, reader.now - 7 * day, reader.now)
  return rateView(reader, probes, failures)
}

/** Failure rates round up to two decimals, so that a failure never reads as none; the veto is judged on the counts. */
export function rateView({ words, format }: Reader, probes: number, failures: number): RateView {
  const say = words.site.rate
  if (probes === 0) return { text: '—', label: say.none, detail: say.none, run: 0, tone: 'none' }
  const share = failures / probes
  const text = `${roundedUpShare(probes, failures)} %`
  return {
    text,
    label: say.label(text),
    detail: say.detail(format.count(failures), format.count(probes)),
    run: Math.max(failures > 0 ? 3 : 0, Math.round((Math.min(share, widest) / widest) * width)),
    tone: share >= vetoShare ? 'veto' : share >= amberShare ? 'amber' : 'fine',
  }
}

/** Hundredths of a percent, rounded up in whole numbers: floating point would lift an exact 5.00 to 5.01. */
export function roundedUpShare(probes: number, failures: number): string {
  return (Math.ceil((failures * 10_000) / probes) / 100).toFixed(2)
}
