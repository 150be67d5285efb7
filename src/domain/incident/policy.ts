import type { Site } from '../book/book.ts'
import type { ChannelKind, LadderRung, Settings } from '../book/settings.ts'
import { type ChannelId, kindsOf } from '../channel.ts'
import type { Duty } from '../duty.ts'
import { type Instant, minute } from '../instant.ts'

/** The rules a decision is made by, in milliseconds. */
export type Policy = {
  ladder: readonly LadderRung[]
  repeatMs: number
  acknowledgementMs: number
  reminderMs: number
  /** Texts, calls or both, as far as there is a channel. A rung that only has others is skipped, and says so. */
  channels: ReadonlySet<ChannelKind>
}

/** Everything a decision may depend on besides the incident itself. Read once, handed down. */
export type Circumstances = {
  now: Instant
  site: Pick<Site, 'id' | 'name' | 'shortName' | 'unitId'>
  duty: Duty
  policy: Policy
  /** When a courtesy text may reach this person: now, or when the quiet hours end. */
  courtesyAt: (personId: string) => Instant
  /** Id of the incident that this decision may open. */
  newIncidentId: string
}

export function policyOf(settings: Settings, channels: ReadonlySet<ChannelId>): Policy {
  return {
    ladder: settings.ladder,
    repeatMs: settings.ladderRepeatMinutes * minute,
    acknowledgementMs: settings.acknowledgementExpiresMinutes * minute,
    reminderMs: settings.confirmationReminderMinutes * minute,
    channels: kindsOf(channels),
  }
}
