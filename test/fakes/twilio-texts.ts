import { type CallbackQueue, postSigned } from './twilio-callbacks.ts'
import type { FakeMessage } from './twilio-messages.ts'
import type { ReplyOptions, ReplyResult } from './twilio-phone.ts'

/** What becomes of a text after it was accepted. `silent`: it arrives, but no callback ever says so. */
export type Delivery = 'delivered' | 'silent' | `fail:${number}`

export type TextsDeps = {
  accountSid: string
  authToken: string
  now: () => number
  /** Where replies are posted. */
  publicUrl: () => string
  callbacks: CallbackQueue
}

const senderOfService = '+15005550006'

/** The texts of the fake provider: delivered or not, with their reports, and replies to them. */
export class FakeTexts {
  readonly messages: FakeMessage[] = []
  readonly #deps: TextsDeps
  readonly #deliveries = new Map<string, Delivery>()
  #delivery: Delivery = 'delivered'
  #upcoming = 0

  constructor(deps: TextsDeps) {
    this.#deps = deps
  }

  setDelivery(delivery: Delivery, number?: string): void {
    if (number === undefined) this.#delivery = delivery
    else this.#deliveries.set(number, delivery)
  }

  /** Deliveries that have not begun to report. */
  pending(): number {
    return this.#upcoming
  }

  create(form: URLSearchParams): FakeMessage {
    const [to, body, from] = [form.get('To') ?? '', form.get('Body') ?? '', form.get('From') ?? senderOfService]
    return this.#add({ direction: 'outbound-api', to, from, body, statusCallback: form.get('StatusCallback') })
  }

  /** Afterwards, so that the answer to the POST is on its way first, as it usually is. */
  deliver(message: FakeMessage): void {
    const delivery = this.#deliveries.get(message.to) ?? this.#delivery
    message.arrived = !delivery.startsWith('fail:')
    this.#upcoming++
    setImmediate(() => {
      this.#upcoming--
      if (delivery === 'silent') return
      const last = message.arrived ? 'delivered' : 'undelivered'
      const code = message.arrived ? null : Number(delivery.slice('fail:'.length))
      for (const status of ['queued', 'sent', last] as const)
        this.#report(message, status, status === last ? code : null)
    })
  }

  async receive(from: string, body: string, { unheard = false, times = 1 }: ReplyOptions): Promise<ReplyResult> {
    const { accountSid, authToken, publicUrl } = this.#deps
    const to = this.messages.findLast((sent) => sent.to === from)?.from ?? senderOfService
    const { sid } = this.#add({ direction: 'inbound', from, to, body, statusCallback: null })
    if (unheard) return { status: null, answer: null, sid }
    const ids = { AccountSid: accountSid, ApiVersion: '2010-04-01', MessageSid: sid, SmsSid: sid }
    const params = { ...ids, From: from, To: to, Body: body, NumMedia: '0', NumSegments: '1' }
    const bring = () => postSigned(authToken, `${publicUrl()}/twilio/sms`, params)
    const brought = await Promise.all(Array.from({ length: times }, bring))
    const { status, text } = brought.find((one) => one.status === 200) ?? brought[0] ?? { status: 0, text: '' }
    const answer = status === 200 ? messageOf(text) : null
    if (answer !== null) this.#answer({ to: from, from: to, body: answer })
    return { status, answer, sid }
  }

  #add(facts: Pick<FakeMessage, 'direction' | 'to' | 'from' | 'body' | 'statusCallback'>): FakeMessage {
    const sid = `SM${(this.messages.length + 1).toString(16).padStart(32, '0')}`
    const isInbound = facts.direction === 'inbound'
    const status = isInbound ? 'received' : 'queued'
    const createdAt = this.#deps.now()
    const message: FakeMessage = { ...facts, sid, status, errorCode: null, createdAt, arrived: false, read: false }
    this.messages.push(message)
    return message
  }

  #report(message: FakeMessage, status: FakeMessage['status'], errorCode: number | null): void {
    Object.assign(message, { status, errorCode })
    if (message.statusCallback === null) return
    const { sid, to: To, from: From } = message
    const ids = { AccountSid: this.#deps.accountSid, ApiVersion: '2010-04-01', MessageSid: sid, SmsSid: sid, To, From }
    const error = errorCode === null ? {} : { ErrorCode: String(errorCode) }
    const params = { ...ids, MessageStatus: status, SmsStatus: status, ...error }
    this.#deps.callbacks.add({ url: message.statusCallback, params })
  }

  /** What the webhook sent back reaches the phone as a text of its own. */
  #answer(text: { to: string; from: string; body: string }): void {
    const message = this.#add({ direction: 'outbound-reply', statusCallback: null, ...text })
    Object.assign(message, { status: 'delivered', arrived: true })
  }
}

/** The text within the first `<Message>` of TwiML; null when the webhook answers nothing. */
function messageOf(twiml: string): string | null {
  const found = /<Message>([\s\S]*?)<\/Message>/.exec(twiml)?.[1]
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }
  return found?.replace(/&\w+;/g, (entity) => entities[entity] ?? entity) ?? null
}
