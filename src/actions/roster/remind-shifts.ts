import { courtesyAt } from '../../domain/incident/quiet-hours.ts'
import { dateOf, type Instant, minute, momentOn } from '../../domain/instant.ts'
import { eveReminders, type Reminder, startReminders } from '../../domain/roster/reminders.ts'
import type { ActionDeps } from '../deps.ts'
import { tellPeople } from '../tell-people.ts'

/** A start that was missed longer ago than this, because nothing ran, is not told any more. */
const staleMs = 30 * minute

/**
 * The evening before, once a day from the hour of the setting on: also after a restart later that evening. Whom it would
 * reach only in the morning is told when the shift begins: by then 明天 is wrong.
 */
export async function remindEve(deps: ActionDeps, now: Instant): Promise<void> {
  const book = deps.book.current()
  const { timezone, eveReminderAt } = book.settings
  const today = dateOf(now, timezone)
  if (now < momentOn(today, eveReminderAt, timezone)) return
  if ((await deps.log.notices.get('remind.eve'))?.value === today) return
  const inTime = eveReminders(book, now).filter(({ person }) => {
    return dateOf(courtesyAt(book, person.id, now), timezone) === today
  })
  await tell(deps, inTime, 'eve', now)
  await deps.log.notices.set('remind.eve', today, now)
}

/** At the start of a shift: who was there before, who leads, until when. */
export async function tellStarts(deps: ActionDeps, now: Instant): Promise<void> {
  const last = Number((await deps.log.notices.get('shift.start'))?.value ?? now)
  const since = Math.max(Math.min(last, now), now - staleMs)
  await tell(deps, startReminders(deps.book.current(), since, now), 'start', now)
  await deps.log.notices.set('shift.start', String(now), now)
}

function tell(deps: ActionDeps, reminders: readonly Reminder[], kind: string, now: Instant): Promise<string[]> {
  const notices = reminders.map(({ person, startsAt, message }) => {
    return { person, occasion: `${kind}.${startsAt}`, message, urgency: 'courtesy' } as const
  })
  return tellPeople(deps, notices, now)
}
