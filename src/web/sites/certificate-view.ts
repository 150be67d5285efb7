import { day } from '../../domain/instant.ts'
import type { Certificate } from '../../domain/watch/certificate.ts'
import type { Sample } from '../../domain/watch/probe.ts'
import type { Reader } from '../reader.ts'

/** The certificate as it was last shown: until when, for which names, signed by whom, and how the last look began. */
export type CertificateView = { head: string; isLate: boolean; lines: string[] }

const mostNames = 3
const lateDays = 14

/** Null for a site that is not looked at over https. What a restart has forgotten is told by the looks alone. */
export function certificateOf(
  { words, format, now }: Reader,
  shown: Certificate | null,
  samples: readonly Sample[],
): CertificateView | null {
  const say = words.site.certificate
  const last = samples.findLast(({ certificateEndsAt }) => certificateEndsAt !== undefined)
  const endsAt = shown?.endsAt ?? last?.certificateEndsAt
  if (endsAt === undefined) return null
  const daysLeft = Math.floor((endsAt - now) / day)
  const handshake = samples.findLast((sample) => sample.handshake !== undefined)?.handshake
  const names = shown?.names ?? []
  const lines = [
    ...(names.length > 0 ? [say.names(words.frame.listOf(names.slice(0, mostNames)), names.length - mostNames)] : []),
    ...(shown && shown.issuers.length > 0 ? [say.issuer(shown.issuers[0] ?? '', shown.key)] : []),
    ...(handshake ? [say.handshake[handshake]] : []),
  ]
  return { head: say.until(format.stamp(endsAt).slice(0, 10), daysLeft), isLate: daysLeft < lateDays, lines }
}
