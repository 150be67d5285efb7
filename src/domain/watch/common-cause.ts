import type { Failure } from './probe.ts'

/** A site that does not open, with what others may share with it. `platform`: what it stands on or where it is hosted. */
export type Ailing = { siteId: string; failure: Failure; address: string | null; platform: string | null }

/** What several have in common, the narrowest first: one server, one platform, one network, or names that nobody tells. */
export type SharedKind = 'server' | 'platform' | 'network' | 'names'
export type CommonCause = { kind: SharedKind; value: string; siteIds: string[] }

/** Fewer may fail together by chance. */
const fewest = 3

const kinds: readonly [SharedKind, (site: Ailing) => string | null][] = [
  ['server', ({ address }) => address],
  ['platform', ({ platform }) => platform],
  ['network', ({ address }) => (address === null ? null : networkOf(address))],
  ['names', ({ failure }) => (failure.kind === 'dns' ? 'dns' : null)],
]

/**
 * What explains most of the sites that do not open, then most of the rest, and so on; each site is explained once.
 * Whoever is called at night asks one server room instead of thirty offices (PROBING rule 5).
 */
export function commonCauses(ailing: readonly Ailing[]): CommonCause[] {
  const largest = kinds.flatMap(([kind, sharedOf]) => groupsOf(kind, ailing, sharedOf)).reduce(larger, null)
  if (largest === null) return []
  const explained = new Set(largest.siteIds)
  return [largest, ...commonCauses(ailing.filter(({ siteId }) => !explained.has(siteId)))]
}

/** What all of them have in common; null when nothing is. */
export function sharedByAll(ailing: readonly Ailing[]): SharedKind | null {
  const [cause] = commonCauses(ailing)
  return cause !== undefined && cause.siteIds.length === ailing.length ? cause.kind : null
}

/** Those of one kind that are large enough. */
function groupsOf(
  kind: SharedKind,
  ailing: readonly Ailing[],
  sharedOf: (site: Ailing) => string | null,
): CommonCause[] {
  const groups = Map.groupBy(ailing, sharedOf)
  groups.delete(null)
  const causes = [...groups].map(([value, sites]) => ({
    ...{ kind, value: value ?? '' },
    siteIds: sites.map(({ siteId }) => siteId),
  }))
  return causes.filter(({ siteIds }) => siteIds.length >= fewest)
}

/** Of two of the same size the earlier one, which is the narrower. */
function larger(best: CommonCause | null, next: CommonCause): CommonCause {
  return best !== null && best.siteIds.length >= next.siteIds.length ? best : next
}

/** The network that an address is usually given out with: /24 of IPv4, /48 of IPv6. */
function networkOf(address: string): string {
  if (!address.includes(':')) return `${address.split('.').slice(0, 3).join('.')}.0/24`
  const [head = ''] = address.split('::')
  return `${head.split(':').slice(0, 3).join(':')}::/48`
}
