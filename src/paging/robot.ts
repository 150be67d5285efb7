import type { Instant } from '../domain/instant.ts'
import { groupText } from '../domain/texts/group-text.ts'
import type { Channel, SendOrder, SendOutcome } from './channel.ts'
import { askProvider, failureOf, fieldsOf, type ProviderAnswer } from './provider-request.ts'
import { createTurns, type SendLimit, type Turns } from './send-limit.ts'

/** A group's robot. Its address is a secret: whoever has it can speak to the group. */
export type Robot = { url: string; secret: string | null }

/** `everybody`: the group of all units that have none of their own. */
type Robots = { everybody: Robot | null; byUnit: ReadonlyMap<string, Robot> }

export type RobotConfig = {
  robots: Robots
  now: () => Instant
  monotonic: () => number
  /** In [0, 1): spreads retries. Handed in so that a story can be told twice. */
  random: () => number
}

/** Where one message goes and what it is. */
type RobotMessage = { url: string; body: unknown }

/** What tells one provider of group robots from another. */
type Dialect = {
  id: 'wecom' | 'dingtalk' | 'feishu'
  limits: readonly SendLimit[]
  messageFor(robot: Robot, order: SendOrder, text: string, now: Instant): RobotMessage
  /** The provider's own code in its answer, 0 when it took the message; null when there is none. */
  codeOf(fields: Record<string, unknown>): number | null
  /** Whether it was sent too often, of which nothing was processed. */
  isTooOften(code: number, fields: Record<string, unknown>): boolean
  /** For how long a robot that was sent too often stays shut. */
  shutMs: number
  /** Codes after which the message may have been posted all the same. */
  unclear: ReadonlySet<number>
}

/**
 * Texts into a group, addressed to their person and without the code (`groupText`). There is no list that could be
 * asked what became of a message, and no word on whether anybody read it.
 */
export function robotChannel(dialect: Dialect, config: RobotConfig): Channel {
  const turnsByUrl = new Map<string, Turns>()
  const turnsOf = ({ url }: Robot): Turns => {
    const turns = turnsByUrl.get(url) ?? createTurns(dialect.limits, config.monotonic)
    turnsByUrl.set(url, turns)
    return turns
  }
  return {
    id: dialect.id,
    leavesHouse: true,
    send: (order, signal) => send(dialect, config, { order, signal, turnsOf }),
    find: async () => ({ kind: 'unavailable' }),
    check: async () => null,
    received: async () => [],
  }
}

type Sending = { order: SendOrder; signal: AbortSignal; turnsOf: (robot: Robot) => Turns }

async function send(
  dialect: Dialect,
  { robots, now, random }: RobotConfig,
  { order, signal, turnsOf }: Sending,
): Promise<SendOutcome> {
  const robot = (order.unitId === null ? undefined : robots.byUnit.get(order.unitId)) ?? robots.everybody
  if (!robot) return { kind: 'refused', reason: `${dialect.id}:no_address` }
  const turns = turnsOf(robot)
  const waitMs = turns.take()
  if (waitMs > 0) return { kind: 'retry', afterMs: waitMs, reason: `${dialect.id}:own_limit` }
  const { url, body } = dialect.messageFor(robot, order, groupText(order), now())
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  const answer = await askProvider({ url, headers, body: JSON.stringify(body) }, signal)
  const outcome = outcomeOf(dialect, answer, order, random())
  // A refusal by the provider for its own rate is one for every message to this group.
  if (outcome.kind === 'retry' && outcome.afterMs >= dialect.shutMs) turns.pause(outcome.afterMs)
  return outcome
}

/** These providers say no with status 200 and a code of their own, some of them with 400 and the code. */
function outcomeOf(dialect: Dialect, answer: ProviderAnswer, order: SendOrder, random: number): SendOutcome {
  const failed = failureOf(answer, order.attempt, random)
  const mayHoldCode = answer.kind === 'answered' && (failed === null || failed.kind === 'refused')
  const fields = mayHoldCode ? fieldsOf(answer.text) : null
  const code = fields ? dialect.codeOf(fields) : null
  if (fields && code !== null && code !== 0) {
    const reason = `${dialect.id}:${code}`
    if (dialect.isTooOften(code, fields)) return { kind: 'retry', afterMs: dialect.shutMs, reason }
    return dialect.unclear.has(code) ? { kind: 'unknown', reason } : { kind: 'refused', reason }
  }
  if (failed) return failed
  // The robots give a message no name; ours stands in its place.
  if (code === 0) return { kind: 'accepted', providerId: `${order.pageId}/${order.attempt}`, state: 'accepted' }
  return { kind: 'unknown', reason: 'malformed' }
}

/** A code where the provider writes one; null for anything but a whole number. */
export function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}

/** The 11 digits by which the providers know a mainland member of a group; null for any other number. */
export function memberMobile(e164: string): string | null {
  return /^\+86(1\d{10})$/.exec(e164)?.[1] ?? null
}
