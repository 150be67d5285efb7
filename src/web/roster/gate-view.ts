import type { Book, Period } from '../../domain/book.ts'
import type { Clash, Gap } from '../../domain/coverage.ts'
import { isoOf } from '../../domain/instant.ts'
import { addressWith } from '../desk/register-view.ts'
import { knownCoverage } from '../duty/known-coverage.ts'
import type { Reader } from '../reader.ts'

/** One reason why a roster cannot be published, in words, with the link that mends it. */
export type GateLine = { text: string; href: string }

/** Every gap and clash of a period, to the minute; empty when it may be published. */
export function gateOf(book: Book, reader: Reader, period: Period): GateLine[] {
  const { gaps, clashes } = knownCoverage(book, period)
  return [
    ...gaps.map((gap) => gapLine(book, reader, period, gap)),
    ...clashes.map((clash) => clashLine(book, reader, clash)),
  ]
}

function gapLine(book: Book, { words, format }: Reader, period: Period, gap: Gap): GateLine {
  const zone = book.settings.timezone
  const site = book.sites.get(gap.siteId)
  const query = {
    site: gap.siteId,
    role: gap.role,
    from: isoOf(gap.fromAt, zone).slice(0, 16),
    to: isoOf(gap.toAt, zone).slice(0, 16),
  }
  const span = words.roster.span(shortMoment(format.stamp(gap.fromAt)), shortMoment(format.stamp(gap.toAt)))
  return {
    text: words.roster.gap(site?.shortName ?? site?.name ?? gap.siteId, span, words.watch.role[gap.role]),
    href: addressWith(`/periods/${period.id}/shifts/new`, query),
  }
}

function clashLine(book: Book, { words, format }: Reader, clash: Clash): GateLine {
  const say = words.roster.clash
  const nameOf = (id: string) => book.sites.get(id)?.shortName ?? book.sites.get(id)?.name ?? id
  const span = words.roster.span(shortMoment(format.stamp(clash.fromAt)), shortMoment(format.stamp(clash.toAt)))
  const href = `/shifts/${clash.shiftIds[1]}`
  if (clash.kind === 'two_leads') return { text: say.twoLeads(nameOf(clash.siteId), span), href }
  const person = book.people.get(clash.personId)?.name ?? clash.personId
  if (clash.kind === 'both_roles') return { text: say.bothRoles(person, nameOf(clash.siteId), span), href }
  return { text: say.twoPlaces(person, nameOf(clash.siteIds[0]), nameOf(clash.siteIds[1]), span), href }
}

/** `10-01 08:30` of a full stamp: month and day stand where a dispute is possible. */
function shortMoment(stamp: string): string {
  return stamp.slice(5, 16)
}
