import type { Book } from '../../domain/book/book.ts'
import type { Audience, LadderRung } from '../../domain/book/settings.ts'
import { type ChannelId, kindsOf } from '../../domain/channel.ts'
import { audienceOf, canBePaged, type Duty, findDuty } from '../../domain/duty.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { levelDueAt, levelsOf, rungsOf } from '../../domain/incident/ladder.ts'
import { policyOf } from '../../domain/incident/policy.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Reader } from '../reader.ts'

/** Whom the ladder tells next, and when; by today's duty, as the ladder itself will see it. */
export type NextRung = { level: number; at: Instant; names: string[] }

export function nextRung(
  book: Book,
  channels: ReadonlySet<ChannelId>,
  reader: Reader,
  incident: Incident,
): NextRung | null {
  if (incident.state !== 'paging') return null
  return comingRungs(book, channels, reader, incident)[0] ?? null
}

/** The levels after the next one, until the ladder only repeats itself. */
export function laterRungs(
  book: Book,
  channels: ReadonlySet<ChannelId>,
  reader: Reader,
  incident: Incident,
): NextRung[] {
  const policy = policyOf(book.settings, channels)
  return comingRungs(book, channels, reader, incident)
    .slice(1)
    .filter(({ level }) => level < levelsOf(policy).length)
}

/**
 * From the next level to the first repeat, those that will really tell somebody: a level whose channel does not exist
 * yet will be skipped, and announcing it would keep a person waiting for a call that never comes.
 */
function comingRungs(book: Book, channels: ReadonlySet<ChannelId>, reader: Reader, incident: Incident): NextRung[] {
  const policy = policyOf(book.settings, channels)
  const duty = findDuty(book, incident.siteId, reader.now)
  const isTold = canTell(duty, channels)
  const coming: NextRung[] = []
  for (let level = incident.level; level <= Math.max(incident.level, levelsOf(policy).length); level++) {
    const audiences = new Set(
      rungsOf(level, policy, isTold)
        .filter(isTold)
        .map(({ tell }) => tell),
    )
    const names = [...audiences].flatMap((audience) => namesOf(reader, duty, audience))
    if (names.length > 0) coming.push({ level, at: levelDueAt(incident, level, policy), names: [...new Set(names)] })
  }
  return coming
}

/** Whether a rung has somebody to tell and a way to do so: a repeat of the ladder looks for such a one. */
function canTell(duty: Duty, channels: ReadonlySet<ChannelId>): (rung: LadderRung) => boolean {
  const kinds = kindsOf(channels)
  return ({ tell, by }) => audienceOf(duty, tell).some(canBePaged) && by.some((kind) => kinds.has(kind))
}

/** The office is one body; the others are people. */
function namesOf(reader: Reader, duty: Duty, audience: Audience): string[] {
  if (audience === 'office') return duty.office.length > 0 ? [reader.words.watch.role.office] : []
  return audienceOf(duty, audience).map(({ name }) => name)
}
