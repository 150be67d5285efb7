import type { Twilio } from 'twilio'
import type { Instant } from '../domain/instant.ts'
import { attemptStateOf } from '../domain/texts/delivery.ts'
import type { DeliveryReport, InboundText } from '../storage/ports.ts'
import type { Channel, Found, SendOrder, SendOutcome } from './channel.ts'
import { openTwilio, type TwilioAccount } from './twilio-client.ts'
import { outcomeOfError } from './twilio-outcome.ts'
import { addressFor, createdAt, toSecond } from './twilio-resource.ts'

/** From which number or service texts go out. */
export type SmsSender = { from: string } | { messagingServiceSid: string }

export type TwilioSmsConfig = TwilioAccount & {
  sender: SmsSender
  /** How Twilio reaches us with delivery states. */
  publicUrl: string
  /** In [0, 1): spreads retries. Handed in so that a story can be told twice. */
  random: () => number
}

/** Twilio drops a text that still waits in its queue then: an outage told ten minutes late has been told elsewhere. */
const validitySeconds = 600
const listed = 50
/** Inbound pages of 100 read at most, newest first; more texts than that in one gap are nobody's replies. */
const mostInboundPages = 20

type Message = Awaited<ReturnType<Twilio['messages']['list']>>[number]
/** The library types the page after the first one more loosely; this much both have. */
type InboundPage = { instances: Message[]; nextPage(): Promise<InboundPage> | undefined }

/** Texts by Twilio's Messages API, classified so that a crash or a lost answer neither loses nor doubles a page. */
export function twilioSms(config: TwilioSmsConfig): Channel {
  return {
    id: 'sms',
    leavesHouse: true,
    send: (order, signal) => send(config, order, signal),
    find: (order, since) => find(config, order, since),
    check: (providerId) => check(config, providerId),
    received: (since) => received(config, since),
  }
}

async function send(config: TwilioSmsConfig, order: SendOrder, signal: AbortSignal): Promise<SendOutcome> {
  try {
    const client = await openTwilio(config, signal)
    const message = await client.messages.create({
      to: order.to,
      body: order.text,
      ...config.sender,
      statusCallback: addressFor('status', config.publicUrl, order),
      validityPeriod: validitySeconds,
    })
    if (!message.sid) return { kind: 'unknown', reason: 'malformed' }
    return { kind: 'accepted', providerId: message.sid, state: attemptStateOf(message.status) ?? 'accepted' }
  } catch (error) {
    return outcomeOfError(error, order.attempt, config.random())
  }
}

/**
 * Lists what was sent to that number. Not filtered by the day of sending: that is rounded to days, and a queued
 * message has none. The whole text must agree, since one person's texts about one incident share their code.
 */
async function find(config: TwilioSmsConfig, order: SendOrder, since: Instant): Promise<Found> {
  try {
    const client = await openTwilio(config)
    const from = 'from' in config.sender ? { from: config.sender.from } : {}
    const messages = await client.messages.list({ to: order.to, ...from, pageSize: listed, limit: listed })
    const message = messages.find((sent) => isIt(sent, order, since))
    return message ? { kind: 'found', report: reportOf(message) } : { kind: 'absent' }
  } catch {
    return { kind: 'unavailable' } // the caller decides how long it may stay so
  }
}

function isIt(message: Message, { text, code }: SendOrder, since: Instant): boolean {
  if (message.direction === 'inbound' || createdAt(message) < toSecond(since)) return false
  const body = message.body ?? ''
  return (code === null || body.includes(code)) && lettersOf(body).includes(lettersOf(text))
}

/** Letters and figures alone: the provider may swap quotes and dashes, and puts a line before a trial account's texts. */
function lettersOf(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '')
}

async function check(config: TwilioSmsConfig, providerId: string): Promise<DeliveryReport | null> {
  try {
    const client = await openTwilio(config)
    return reportOf(await client.messages(providerId).fetch())
  } catch {
    return null // cannot say now: the caller asks again, and counts silence as not delivered
  }
}

function reportOf({ status, sid, errorCode }: Message): DeliveryReport {
  return {
    state: attemptStateOf(status) ?? 'accepted',
    providerId: sid,
    errorCode: errorCode ? String(errorCode) : null,
  }
}

async function received(config: TwilioSmsConfig, since: Instant): Promise<InboundText[]> {
  const client = await openTwilio(config)
  const to = 'from' in config.sender ? { to: config.sender.from } : {}
  const texts: InboundText[] = []
  let page: InboundPage | undefined = await client.messages.page({ ...to, pageSize: 100 })
  for (let read = 1; page; read++) {
    const { instances }: InboundPage = page
    texts.push(...instances.filter((message) => isInbound(message, since)).map(inboundOf))
    const oldest = instances.at(-1)
    if (!oldest || createdAt(oldest) < toSecond(since) || read === mostInboundPages) break
    page = await page.nextPage()
  }
  return texts.toSorted((a, b) => a.at - b.at)
}

function isInbound(message: Message, since: Instant): boolean {
  return message.direction === 'inbound' && createdAt(message) >= toSecond(since)
}

function inboundOf(message: Message): InboundText {
  return { providerId: message.sid, from: message.from, body: message.body ?? '', at: createdAt(message) }
}
