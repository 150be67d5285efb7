import type { Book } from '../../domain/book.ts'
import { audienceOf, findDuty } from '../../domain/duty.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Instant } from '../../domain/instant.ts'
import { levelDueAt, levelsOf, rungsOf } from '../../domain/ladder.ts'
import { policyOf } from '../../domain/policy.ts'
import type { Audience, ChannelKind } from '../../domain/settings.ts'
import type { Reader } from '../reader.ts'

/** Whom the ladder tells next, and when; by today's duty, as the ladder itself will see it. */
export type NextRung = { at: Instant; names: string[] }

export function nextRung(
  book: Book,
  channels: ReadonlySet<ChannelKind>,
  reader: Reader,
  incident: Incident,
): NextRung | null {
  if (incident.state !== 'paging') return null
  const policy = policyOf(book.settings, channels)
  const duty = findDuty(book, incident.siteId, reader.now)
  const audiences = new Set(rungsOf(incident.level, policy).map(({ tell }) => tell))
  const names = [...audiences].flatMap((audience) => namesOf(reader, duty, audience))
  return { at: incident.dueAt ?? levelDueAt(incident, incident.level, policy), names: [...new Set(names)] }
}

/** The levels after the next one, until the ladder only repeats itself. */
export function laterRungs(
  book: Book,
  channels: ReadonlySet<ChannelKind>,
  reader: Reader,
  incident: Incident,
): NextRung[] {
  const policy = policyOf(book.settings, channels)
  const duty = findDuty(book, incident.siteId, reader.now)
  const later: NextRung[] = []
  for (let index = incident.level + 1; index < levelsOf(policy).length; index++) {
    const names = rungsOf(index, policy).flatMap(({ tell }) => namesOf(reader, duty, tell))
    later.push({ at: levelDueAt(incident, index, policy), names: [...new Set(names)] })
  }
  return later
}

/** The office is one body; the others are people. */
function namesOf(reader: Reader, duty: ReturnType<typeof findDuty>, audience: Audience): string[] {
  if (audience === 'office') return duty.office.length > 0 ? [reader.words.watch.role.office] : []
  return audienceOf(duty, audience).map(({ name }) => name)
}
