import type { ActionDeps } from '../actions/deps.ts'
import { bundleDue } from '../actions/incident/bundle-pages.ts'
import { followReader, readerLeft } from '../actions/incident/follow-reader.ts'
import { handOverPage, textAgain } from '../actions/incident/hand-over-page.ts'
import { noteUnreached } from '../actions/incident/note-page.ts'
import { recordDelivery, recordShown } from '../actions/incident/record-delivery.ts'
import { type ChannelId, channelFacts, channelIds } from '../domain/channel.ts'
import { type Attempt, channelOf, type Page } from '../domain/incident/page.ts'
import { type Instant, second } from '../domain/instant.ts'
import { clockFor } from '../domain/texts/render-context.ts'
import { wordingOf } from '../domain/texts/render-message.ts'
import type { Channel, SendOrder, SendOutcome } from '../paging/channel.ts'
import type { Clock } from './clock.ts'
import type { InFlight } from './in-flight.ts'
import { within } from './within.ts'

export type DeliveryDeps = {
  actions: ActionDeps
  channels: ReadonlyMap<ChannelId, Channel>
  clock: Clock
  inFlight: InFlight
}

/** What one delivery loop remembers between its ticks; all of it may be forgotten in a crash. */
type Loop = DeliveryDeps & {
  /** Pages being sent now, by id. */
  sending: Set<string>
  /** Those of them that are courtesies. */
  courtesies: Set<string>
  /** Pages a provider is being asked about now. */
  asking: Set<string>
  /** How often the provider was asked about an attempt. */
  asked: Map<string, number>
}

/** A send may take this long before its outcome is unknown; the claim stands a little longer. */
const sendLimitMs = 10 * second
const claimMs = 15 * second
/** How many sends may be under way at once: a provider that hangs must not hold up the others. */
const mostAtOnce = 40
/** A roster tells hundreds of people at once: half of the line stays free for what must arrive. */
const mostCourtesies = 20
/** A page that no provider has taken for this long counts as not reaching its reader, and goes on being tried. */
const unreachableMs = 60 * second
/** While there is another channel: so long after it was planned at most, it goes on over that one (within 60 s). */
const nextChannelMs = 30 * second
const courtesyPatienceMs = 600 * second
const longestBackOffMs = 15 * second
/** When, after its outcome became unknown, the provider is asked about a message. */
const askAfterMs = [2 * second, 5 * second, 10 * second] as const
const listPatienceMs = 20 * second
const mostAttempts = 3
/** A call may last so long, with its ringing; while it does, the provider is asked no more often than that. */
const longestCallMs = 300 * second
const askAboutCallMs = 10 * second
/** Channels whose silence means something. */
const reporting = channelIds.filter((id) => channelFacts[id].reports)

export interface Delivery {
  /** Sends what is due, now. */
  kick(): void
  /** Sends what is due, finds out what became of the unknown, and moves on from what nobody received. */
  tick(): void
}

/** The outbox: claim before the first byte, outcome after, and no page whose fate nobody looks into. */
export function createDelivery(deps: DeliveryDeps): Delivery {
  const loop: Loop = { ...deps, sending: new Set(), courtesies: new Set(), asking: new Set(), asked: new Map() }
  let isClaiming = false

  const kick = () => {
    if (isClaiming) return
    isClaiming = true
    deps.inFlight.run('claim pages', async () => {
      try {
        await sendDue(loop)
      } finally {
        isClaiming = false
      }
    })
  }
  return {
    kick,
    tick() {
      kick()
      deps.inFlight.run('resolve pages', () => resolveUnknown(loop))
      deps.inFlight.run('watch deliveries', () => watchSilence(loop))
    },
  }
}

async function sendDue(loop: Loop): Promise<void> {
  const { sending, clock, inFlight } = loop
  for (;;) {
    const room = mostAtOnce - sending.size
    if (room <= 0) return
    const now = clock.now()
    await bundleDue(loop.actions, now)
    const courtesyLimit = Math.max(0, mostCourtesies - loop.courtesies.size)
    const claimed = await loop.actions.log.pages.claimDue(now, now + claimMs, { limit: room, courtesyLimit })
    if (claimed.length === 0) return
    for (const { page, attempt } of claimed) {
      sending.add(page.id)
      if (page.urgency === 'courtesy') loop.courtesies.add(page.id)
      inFlight.run(`send ${page.id}`, async () => {
        try {
          await sendOne(loop, page, attempt)
        } finally {
          sending.delete(page.id)
          loop.courtesies.delete(page.id)
        }
      })
    }
  }
}

async function sendOne(deps: DeliveryDeps, claimed: Page, attempt: Attempt): Promise<void> {
  // A later try stays with the number of the first: that is where the provider is asked about it.
  const page = attempt.n === 1 ? await followReader(deps.actions, claimed) : claimed
  if (page === null) return noteReaderLeft(deps, claimed)
  const outcome = await send(deps, page, attempt)
  const now = deps.clock.now()
  const { actions } = deps
  const at = { pageId: page.id, n: attempt.n }
  switch (outcome.kind) {
    case 'accepted': {
      const report = { state: outcome.state, providerId: outcome.providerId, errorCode: null }
      await recordDelivery(actions, { ...at, report }, now)
      return
    }
    case 'shown':
      return recordShown(actions, page, now)
    case 'refused':
      return handOverPage(actions, page, { reason: outcome.reason, mayHaveArrived: false }, now)
    case 'retry':
      return retry(deps, page, outcome, now)
    case 'unknown': {
      const report = { state: 'unknown', providerId: null, errorCode: outcome.reason } as const
      await recordDelivery(actions, { ...at, report }, now)
    }
  }
}

function noteReaderLeft({ actions, clock }: DeliveryDeps, page: Page): Promise<void> {
  return handOverPage(actions, page, { reason: readerLeft, mayHaveArrived: false }, clock.now())
}

async function send(deps: DeliveryDeps, page: Page, attempt: Attempt): Promise<SendOutcome> {
  const channel = deps.channels.get(channelOf(page))
  if (!channel) return { kind: 'refused', reason: 'no_channel' }
  try {
    return await within(deps.clock, sendLimitMs, (signal) => channel.send(orderOf(deps, page, attempt), signal))
  } catch (error) {
    // A channel answers, it does not throw. Should one do so after all, bytes may have left: that is unknown.
    return { kind: 'unknown', reason: error instanceof Error ? error.name : 'thrown' }
  }
}

/** What the channel needs to know; where the person is found today, since an address may have been mended meanwhile. */
function orderOf({ actions }: DeliveryDeps, page: Page, attempt: Attempt): SendOrder {
  const { id: pageId, to, code, language, personName, message } = page
  const book = actions.book.current()
  const person = book.people.get(page.personId)
  const context = { ...clockFor(book.settings, page, attempt.claimedAt), code, resent: page.reason === 'resent' }
  return {
    pageId,
    attempt: attempt.n,
    to,
    email: person?.email ?? null,
    personId: page.personId,
    personName,
    unitId: person?.unitId ?? null,
    text: attempt.text,
    code,
    language,
    wording: wordingOf(message, context),
  }
}

/** Never processed by the provider: safe to send again, soon. Whoever stands behind the reader does not wait for it. */
async function retry(
  deps: DeliveryDeps,
  page: Page,
  outcome: { afterMs: number; reason: string },
  now: Instant,
): Promise<void> {
  const { actions } = deps
  const waited = await triedForMs(actions, page, now)
  const hasNext = page.hop + 1 < page.route.length
  if (hasNext ? waited >= nextChannelMs : page.urgency === 'courtesy' && waited > courtesyPatienceMs)
    return handOverPage(actions, page, { reason: outcome.reason, mayHaveArrived: false }, now)
  const backOff = Math.min(longestBackOffMs, Math.max(outcome.afterMs, 2 ** Math.min(triesOf(page), 10) * 100))
  const isLate = waited >= unreachableMs
  const reason = isLate ? 'unreachable' : outcome.reason
  await actions.log.pages.replan(page, { dueAt: now + backOff, text: page.text, reason }, now)
  if (isLate && page.reason !== 'unreachable') await noteUnreached(actions, page, outcome.reason, now)
}

/** How long ago it was first tried; what it waited before that, for the morning or for others, is nobody's failure. */
async function triedForMs(actions: ActionDeps, page: Page, now: Instant): Promise<number> {
  const [first] = await actions.log.pages.attempts([page.id])
  // A clock set forward moves the plan along and no claim; the plan is never the later one otherwise.
  return now - Math.max(page.plannedAt, first?.claimedAt ?? now)
}

/** Tries over the channel it has come to. */
function triesOf({ attempts, hopAttempts }: Page): number {
  return attempts - hopAttempts
}

async function resolveUnknown(loop: Loop): Promise<void> {
  for (const { page, attempt } of await loop.actions.log.pages.unresolved(loop.clock.now())) {
    if (!loop.sending.has(page.id)) askOnce(loop, page, () => resolveOne(loop, page, attempt))
  }
}

/** Asks the provider about a page unless it is being asked already. */
function askOnce(loop: Loop, page: Page, ask: () => Promise<void>): void {
  const { asking, inFlight } = loop
  if (asking.has(page.id)) return
  asking.add(page.id)
  inFlight.run(`ask about ${page.id}`, async () => {
    try {
      await ask()
    } finally {
      asking.delete(page.id)
    }
  })
}

/**
 * What became of a message whose sending has an unknown outcome: the provider's list is asked at 2, 5 and 10 s. Not
 * there at 10 s, or no list to be had for 20 s: it is sent again with the same code, marked 重发, at most twice; over
 * the next channel at once where the provider cannot even be asked. A courtesy is never sent again.
 */
async function resolveOne(deps: Loop, page: Page, attempt: Attempt): Promise<void> {
  const { clock, actions } = deps
  const channel = deps.channels.get(channelOf(page))
  const age = () => clock.now() - attempt.updatedAt
  if (!channel) return handOverPage(actions, page, { reason: 'no_channel', mayHaveArrived: true }, clock.now())
  if (attempt.state === 'claimed') {
    const report = { state: 'unknown', providerId: null, errorCode: 'no_outcome' } as const
    await recordDelivery(actions, { pageId: page.id, n: attempt.n, report }, clock.now())
    return
  }
  const key = `${page.id}#${attempt.n}`
  const times = deps.asked.get(key) ?? 0
  if (age() < (askAfterMs[times] ?? askAfterMs[2] + (times - 2) * 5 * second)) return
  deps.asked.set(key, times + 1)
  const answer = await channel.find(orderOf(deps, page, attempt), attempt.claimedAt - 60 * second)
  const now = clock.now()
  if (answer.kind === 'found') {
    await recordDelivery(actions, { pageId: page.id, n: attempt.n, report: answer.report }, now)
    return
  }
  const patience = answer.kind === 'absent' ? askAfterMs[2] : listPatienceMs
  if (age() < patience) return
  const isSilent = answer.kind === 'unavailable' && page.hop + 1 < page.route.length
  if (isSilent || page.urgency === 'courtesy' || triesOf(page) >= mostAttempts)
    return handOverPage(actions, page, { reason: 'unknown_outcome', mayHaveArrived: true }, now)
  const again = { dueAt: now, text: textAgain(actions, page, now), reason: 'resent' }
  await actions.log.pages.replan(page, again, now)
}

/** Accepted and never heard of again: the provider is asked once more, then the next person is told. */
async function watchSilence(loop: Loop): Promise<void> {
  const { actions, clock } = loop
  const limitMs = actions.book.current().settings.deliverySilenceSeconds * second
  for (const { page, attempt } of await actions.log.pages.silentSince(clock.now() - limitMs, reporting)) {
    const isHeardOf = isCall(attempt) && clock.now() - attempt.updatedAt < askAboutCallMs
    if (!isHeardOf) askOnce(loop, page, () => checkSilent(loop, page, attempt))
  }
}

function isCall({ channel }: Attempt): boolean {
  return channelFacts[channel].kind === 'voice'
}

async function checkSilent(deps: DeliveryDeps, page: Page, attempt: Attempt): Promise<void> {
  const { actions, clock } = deps
  const channel = deps.channels.get(channelOf(page))
  const report =
    channel && attempt.providerId ? await channel.check(attempt.providerId, orderOf(deps, page, attempt)) : null
  if (report) {
    const after = await recordDelivery(actions, { pageId: page.id, n: attempt.n, report }, clock.now())
    if (after && after.state !== 'accepted') return
    // It still rings, or somebody still listens: unlike a text, a call tells its end.
    if (isCall(attempt) && clock.now() - attempt.claimedAt < longestCallMs) return
  }
  await handOverPage(actions, page, { reason: 'no_delivery_report', mayHaveArrived: true }, clock.now())
}
