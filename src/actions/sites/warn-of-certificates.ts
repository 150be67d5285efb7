import { audienceOf, canBePaged, findDuty } from '../../domain/duty.ts'
import type { Instant } from '../../domain/instant.ts'
import { type Certificate, type CertificateWarning, certificateWarnings } from '../../domain/watch/certificate.ts'
import type { ActionDeps } from '../deps.ts'
import { type Notice, tellPeople } from '../tell-people.ts'

/** By fingerprint: the step that was told last and of which sites, and when the certificate ends. */
type Told = Record<string, { days: number; siteIds: string[]; endsAt: Instant }>

const noticeKey = 'certificates.told'

/**
 * Tells the people on duty of certificates that are about to end, 30, 14, 7 and 1 days before: each once for each
 * certificate and step, as a courtesy, also where many sites show it and over restarts.
 */
export async function warnOfCertificates(
  deps: ActionDeps,
  seen: ReadonlyMap<string, Certificate>,
  now: Instant,
): Promise<void> {
  const warnings = certificateWarnings(seen, deps.book.current().sites.keys(), now)
  if (warnings.length === 0) return
  const told = JSON.parse((await deps.log.notices.get(noticeKey))?.value ?? '{}') as Told // written only here
  const fresh = warnings.flatMap((warning) => untoldOf(told, warning))
  if (fresh.length === 0) return
  // Told first: a text has an identity, so a process that ends in between sends no second one.
  const notices = fresh.flatMap((warning) => noticesOf(deps, warning, now))
  await tellPeople(deps, notices, now)
  for (const { certificate, days, siteIds } of fresh) {
    const before = told[certificate.fingerprint]
    const earlier = before?.days === days ? before.siteIds : []
    told[certificate.fingerprint] = { days, siteIds: [...earlier, ...siteIds], endsAt: certificate.endsAt }
  }
  const standing = Object.entries(told).filter(([, { endsAt }]) => endsAt > now)
  await deps.log.notices.set(noticeKey, JSON.stringify(Object.fromEntries(standing)), now)
}

/** The part of a warning that was not told yet: of sites whose looks came later than those of others, too. */
function untoldOf(told: Told, warning: CertificateWarning): CertificateWarning[] {
  const before = told[warning.certificate.fingerprint]
  if (!before || before.days > warning.days) return [warning]
  // A clock that was set back brings an earlier step again.
  if (before.days < warning.days) return []
  const known = new Set(before.siteIds)
  const siteIds = warning.siteIds.filter((siteId) => !known.has(siteId))
  return siteIds.length > 0 ? [{ ...warning, siteIds }] : []
}

/** To each reader about the first of their own sites, in the order of the book. */
function noticesOf(deps: ActionDeps, { certificate, days, siteIds }: CertificateWarning, now: Instant): Notice[] {
  const book = deps.book.current()
  const { fingerprint, endsAt } = certificate
  const sitesOf = Map.groupBy(
    siteIds.flatMap((siteId) => readersOf(deps, siteId, now).map((person) => ({ siteId, person }))),
    ({ person }) => person,
  )
  return [...sitesOf].map(([person, theirs]): Notice => {
    const site = book.sites.get(theirs[0]?.siteId ?? '')
    const named = { name: site?.name ?? '', short: site?.shortName ?? null }
    const message = { key: 'certificate' as const, site: named, count: theirs.length, endsAt, days }
    return { person, occasion: `certificate.${fingerprint.slice(0, 32)}.${days}`, message, urgency: 'courtesy' }
  })
}

/** Who is on duty for the site; its lead where no staff can be told, the office where nobody else can. */
function readersOf(deps: ActionDeps, siteId: string, now: Instant) {
  const duty = findDuty(deps.book.current(), siteId, now)
  const rungs = (['staff', 'lead', 'office'] as const).map((audience) => audienceOf(duty, audience).filter(canBePaged))
  return rungs.find((people) => people.length > 0) ?? []
}
