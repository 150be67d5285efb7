import type { X509Certificate } from 'node:crypto'
import { cleanText } from '../domain/clean-text.ts'
import type { Certificate } from '../domain/watch/certificate.ts'

export type Certificates = {
  /** Keeps what the site's server has shown in a full handshake. */
  note(siteId: string, shown: X509Certificate): void
  /** The last one seen of each site. */
  seen(): ReadonlyMap<string, Certificate>
}

const forgetMs = 25 * 60 * 60 * 1000
const sweepMs = 60 * 60 * 1000
const mostIssuers = 6
const mostNames = 20
const longestName = 120

/** The certificates of all sites; one that many share is held once, a site not seen for a day is let go. */
export function createCertificates(monotonic: () => number): Certificates {
  const bySite = new Map<string, Certificate>()
  const notedAt = new Map<string, number>()
  const known = new Map<string, Certificate>()
  let sweptAt = monotonic()
  const sweep = (now: number) => {
    sweptAt = now
    for (const [siteId, at] of notedAt) {
      if (now - at < forgetMs) continue
      notedAt.delete(siteId)
      bySite.delete(siteId)
    }
    const used = new Set(bySite.values())
    for (const [identity, certificate] of known) if (!used.has(certificate)) known.delete(identity)
  }
  return {
    note: (siteId, shown) => {
      const fingerprint = shown.fingerprint256.replaceAll(':', '').toLowerCase()
      // A server that sends the missing part of its chain shows the same certificate.
      const issuers = issuersOf(shown)
      const identity = [fingerprint, ...issuers].join('\n')
      const certificate = known.get(identity) ?? { ...factsOf(shown, fingerprint), issuers }
      known.set(identity, certificate)
      bySite.set(siteId, certificate)
      const now = monotonic()
      notedAt.set(siteId, now)
      if (now - sweptAt >= sweepMs) sweep(now)
    },
    seen: () => bySite,
  }
}

/** What is worth knowing of a certificate. Whatever it says of itself is somebody else's text and is cleaned. */
function factsOf(shown: X509Certificate, fingerprint: string): Omit<Certificate, 'issuers'> {
  return {
    fingerprint,
    subject: commonName(shown.subject),
    names: namesIn(shown.subjectAltName ?? ''),
    fromAt: shown.validFromDate.getTime(),
    endsAt: shown.validToDate.getTime(),
    key: keyOf(shown),
  }
}

function issuersOf(shown: X509Certificate): string[] {
  const issuers: string[] = []
  let one: X509Certificate | undefined = shown
  while (one && issuers.length < mostIssuers) {
    const name = commonName(one.issuer)
    if (issuers.at(-1) !== name) issuers.push(name)
    one = one.issuerCertificate
  }
  return issuers
}

/** `CN=…` of the lines in which Node writes a name, else its organisation, else all of it. */
function commonName(lines: string | undefined): string {
  const parts = (lines ?? '').slice(0, 4096).split('\n')
  const named = parts.find((part) => part.startsWith('CN=')) ?? parts.find((part) => part.startsWith('O='))
  return cleanText(named ? named.slice(named.indexOf('=') + 1) : parts.join(', '), longestName)
}

/** `DNS:a, DNS:b, IP Address:1.2.3.4` as names. */
function namesIn(alternatives: string): string[] {
  return alternatives
    .slice(0, 8192)
    .split(', ')
    .map((one) => cleanText(one.slice(one.indexOf(':') + 1), longestName))
    .filter((name) => name !== '')
    .slice(0, mostNames)
}

function keyOf(shown: X509Certificate): string {
  const { asymmetricKeyType = '', asymmetricKeyDetails: details } = shown.publicKey
  if (details?.modulusLength) return `${asymmetricKeyType.toUpperCase()} ${details.modulusLength}`
  return details?.namedCurve ? `EC ${details.namedCurve}` : asymmetricKeyType.toUpperCase()
}
