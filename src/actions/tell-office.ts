import { findDuty } from '../domain/duty.ts'
import type { Instant } from '../domain/instant.ts'
import type { Message } from '../domain/texts/message.ts'
import type { ActionDeps } from './deps.ts'
import { tellPeople } from './tell-people.ts'

/** A text about the watch itself, once for each person of the duty office and each `occasion`. */
export function tellOffice(deps: ActionDeps, occasion: string, message: Message, now: Instant): Promise<string[]> {
  const { office } = findDuty(deps.book.current(), '', now)
  const notices = office.map((person) => ({ person, occasion, message, urgency: 'page', audience: 'office' }) as const)
  return tellPeople(deps, notices, now)
}
