import type { Person } from '../domain/book.ts'
import { canBePaged, findDuty } from '../domain/duty.ts'
import type { Instant } from '../domain/instant.ts'
import type { Message } from '../domain/message.ts'
import type { NewPage } from '../domain/page.ts'
import { renderMessage } from '../domain/render-message.ts'
import type { ActionDeps } from './deps.ts'

/** A text about the watch itself, once for each person of the duty office and each `occasion`. */
export function tellOffice(deps: ActionDeps, occasion: string, message: Message, now: Instant): Promise<string[]> {
  const { office } = findDuty(deps.book.current(), '', now)
  return planWatchPages(deps, office, { occasion, message, code: null }, now)
}

/** A test text to one person: whether the channel and the number work. */
export function sendTest(deps: ActionDeps, person: Person, now: Instant): Promise<string[]> {
  return planWatchPages(
    deps,
    [person],
    { occasion: `test.${now}`, message: { key: 'test' }, code: deps.draw.code() },
    now,
  )
}

async function planWatchPages(
  deps: ActionDeps,
  people: readonly Person[],
  words: { occasion: string; message: Message; code: string | null },
  now: Instant,
): Promise<string[]> {
  const { settings } = deps.book.current()
  const { occasion: step, message, code } = words
  const pages = people.filter(canBePaged).map((person): NewPage => {
    const language = person.language ?? settings.language
    const { timezone: zone, signature } = settings
    return {
      id: `watch.${step}.${person.id}`,
      incidentId: null,
      step,
      personId: person.id,
      personName: person.name,
      audience: 'office',
      channel: 'sms',
      to: person.mobile,
      language,
      message,
      text: renderMessage(message, { language, code, now, zone, signature, resent: false }),
      code,
      urgency: 'page',
      plannedAt: now,
      dueAt: now,
    }
  })
  await deps.log.pages.plan(pages)
  for (const { id } of pages) deps.changes.publish({ kind: 'page', pageId: id, incidentId: null })
  return pages.map(({ id }) => id)
}
