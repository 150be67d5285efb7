import type { Role } from './book.ts'
import type { PersonRef } from './incident.ts'
import type { Instant } from './instant.ts'
import type { RecordBody } from './record.ts'

/** How a 查岗 ended (DOMAIN §3): reached at the post, reached elsewhere, no answer, busy, switched off, no such number. */
export type SpotOutcome = 'at_post' | 'not_at_post' | 'no_answer' | 'busy' | 'switched_off' | 'no_such_number'

/** 查岗 of one person on duty. `subject` is the site. */
export type SpotCheck = RecordBody & {
  state: 'planned' | 'sent' | 'ended' | 'cancelled'
  personId: string
  periodId: string | null
  person: PersonRef
  role: Role
  siteName: string
  by: PersonRef | null
  means: 'text' | 'call'
  tries: number
  outcome: SpotOutcome | null
  answeredAt: Instant | null
  note: string
}
