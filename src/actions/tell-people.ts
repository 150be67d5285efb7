import type { Person } from '../domain/book/book.ts'
import type { Audience, ChannelKind } from '../domain/book/settings.ts'
import { canBePaged } from '../domain/duty.ts'
import type { NewPage, Urgency } from '../domain/incident/page.ts'
import { courtesyAt } from '../domain/incident/quiet-hours.ts'
import { routeOf } from '../domain/incident/route.ts'
import { day, type Instant, minute } from '../domain/instant.ts'
import type { Message } from '../domain/texts/message.ts'
import { clockFor } from '../domain/texts/render-context.ts'
import { renderMessage } from '../domain/texts/render-message.ts'
import type { Key } from '../storage/ports.ts'
import type { ActionDeps } from './deps.ts'

/** One text or call that belongs to no incident. A person is told once for each occasion, however often it is planned. */
export type Notice = {
  person: Person
  occasion: string
  message: Message
  code?: string
  urgency: Urgency
  audience?: Audience
  /** A text, unless it is to be a call. */
  channel?: ChannelKind
}

/**
 * Plans the texts, in the readers' own words, and answers their ids. Whoever has no number is passed over: screens say
 * so. A courtesy waits for the morning, except to somebody on shift.
 */
export async function tellPeople(deps: ActionDeps, notices: readonly Notice[], now: Instant): Promise<string[]> {
  const pages = notices.flatMap((notice) => pageOf(deps, notice, now))
  await deps.log.pages.plan(pages)
  for (const { id } of pages) deps.changes.publish({ kind: 'page', pageId: id, incidentId: null })
  return pages.map(({ id }) => id)
}

function pageOf(deps: ActionDeps, notice: Notice, now: Instant): NewPage[] {
  const { person, occasion: step, message, urgency, audience = 'staff', channel = 'sms' } = notice
  if (!canBePaged(person)) return []
  const book = deps.book.current()
  const language = person.language ?? book.settings.language
  const code = notice.code ?? null
  const dueAt = urgency === 'page' ? now : courtesyAt(book, person.id, now)
  const clock = clockFor(book.settings, { language, to: person.mobile }, dueAt)
  return [
    {
      id: `watch.${step}.${person.id}`,
      incidentId: null,
      step,
      personId: person.id,
      personName: person.name,
      audience,
      channel,
      route: routeOf(book, person, channel, deps.channels),
      to: person.mobile,
      language,
      message,
      text: renderMessage(message, { ...clock, code, resent: false }),
      code,
      urgency,
      plannedAt: now,
      dueAt,
    },
  ]
}

/** What a code is to open, before it is drawn. */
export type KeyOrder = Omit<Key, 'code'>

const mostDraws = 50

/**
 * A code for each order, by person; one that the person holds for the same thing already is kept. Throws when the code
 * space is so full that none is left to draw.
 */
export async function giveCodes(
  deps: ActionDeps,
  orders: readonly KeyOrder[],
  now: Instant,
): Promise<Map<string, string>> {
  const codes = new Map<string, string>()
  let missing: KeyOrder[] = []
  for (const order of orders) {
    const held = await deps.log.keys.codeOf(order.personId, order.purpose, order.subject, now)
    if (held === null) missing.push(order)
    else codes.set(order.personId, held)
  }
  for (let draw = 0; missing.length > 0; draw++) {
    if (draw >= mostDraws) throw new Error(`no free code was drawn in ${mostDraws} draws for ${missing.length} people`)
    const keys = missing.map((order) => ({ ...order, code: deps.draw.code() }))
    const taken = new Set((await deps.log.keys.give(keys)).map(({ personId }) => personId))
    for (const { personId, code } of keys) if (!taken.has(personId)) codes.set(personId, code)
    missing = missing.filter(({ personId }) => taken.has(personId))
  }
  return codes
}

/** How long the code of a test text proves a number. */
const numberCodeDays = 7

/**
 * A test text to each person: whether the channel and the number work; its code proves the number. Two presses within
 * one minute are one text.
 */
export async function sendTests(deps: ActionDeps, people: readonly Person[], now: Instant): Promise<string[]> {
  const reachable = people.filter(canBePaged)
  const press = Math.floor(now / minute)
  const expiresAt = now + numberCodeDays * day
  const orders = reachable.map(({ id, mobile }) => {
    return { personId: id, purpose: 'number', subject: `${mobile} ${press}`, expiresAt } as const
  })
  const codes = await giveCodes(deps, orders, now)
  const notices = reachable.map((person): Notice => {
    const code = codes.get(person.id) ?? ''
    return { person, occasion: `test.${press}`, message: { key: 'test' }, code, urgency: 'page' }
  })
  return tellPeople(deps, notices, now)
}
