import { day, type Instant } from '../instant.ts'

/** What a server showed of itself in a full handshake; every name passed `cleanText`. */
export type Certificate = {
  /** SHA-256 in hexadecimal: what tells one certificate from another. */
  fingerprint: string
  subject: string
  /** The names it is good for, the first of them. */
  names: string[]
  /** Who signed it, and who signed that, the first of them. */
  issuers: string[]
  fromAt: Instant
  endsAt: Instant
  /** Such as `RSA 2048` or `EC P-256`. */
  key: string
}

/** How many days before its end a certificate is told of. */
export const warningDays = [30, 14, 7, 1] as const
export type WarningDays = (typeof warningDays)[number]

/**
 * The last of the warning days that has come, or null while there is more time, and once it has ended: then the site
 * fails for everybody and is told as that.
 */
export function warningDue(endsAt: Instant, now: Instant): WarningDays | null {
  if (endsAt <= now) return null
  return warningDays.findLast((days) => endsAt - now <= days * day) ?? null
}

/** A certificate to be told of, and the sites that showed it. */
export type CertificateWarning = { certificate: Certificate; days: WarningDays; siteIds: string[] }

/** What is to be told now. One certificate is one warning, however many sites show it. */
export function certificateWarnings(
  seen: ReadonlyMap<string, Certificate>,
  siteIds: Iterable<string>,
  now: Instant,
): CertificateWarning[] {
  const warnings = new Map<string, CertificateWarning>()
  for (const siteId of siteIds) {
    const certificate = seen.get(siteId)
    const days = certificate ? warningDue(certificate.endsAt, now) : null
    if (!certificate || days === null) continue
    const known = warnings.get(certificate.fingerprint)
    if (known) known.siteIds.push(siteId)
    else warnings.set(certificate.fingerprint, { certificate, days, siteIds: [siteId] })
  }
  return [...warnings.values()]
}
