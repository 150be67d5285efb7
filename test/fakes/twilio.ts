import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CallbackQueue, postSigned } from './twilio-callbacks.ts'
import { accepts, answerError, answerFault, answerJson, type Fault } from './twilio-faults.ts'
import { type FakeMessage, listOf, resourceOf } from './twilio-messages.ts'
import { FakePhone, type ReplyOptions, type ReplyResult } from './twilio-phone.ts'

export type { FakeMessage, FakePhone, Fault }

export type FakeTwilioOptions = {
  accountSid?: string
  authToken?: string
  port?: number
  /** Where replies are posted; may be set later, when the service under test knows its port. */
  publicUrl?: string
  /** The clock that stamps messages: stories run on a virtual one. */
  now?: () => number
}

/** What becomes of a text after it was accepted. `silent`: it arrives, but no callback ever says so. */
export type Delivery = 'delivered' | 'silent' | `fail:${number}`

/** One POST of a message, whatever became of it. */
export type FakeSend = { to: string; body: string; form: URLSearchParams; fault: Fault | null; sid: string | null }

const senderOfService = '+15005550006'

/** Starts a provider on the loopback: the paths of Twilio's Messages API over real HTTP, and phones behind it. */
export async function startFakeTwilio(options: FakeTwilioOptions = {}): Promise<FakeTwilio> {
  const twilio = new FakeTwilio(options)
  await twilio.listen(options.port ?? 0)
  return twilio
}

export class FakeTwilio {
  readonly accountSid: string
  readonly authToken: string
  publicUrl: string
  /** Messages younger than this are not listed yet. */
  listLagMs = 0
  /** Every send meets this fault while it is set, after the faults of `nextSends`. */
  everySend: Fault | null = null
  /** Every listing and look-up meets this fault while it is set. */
  everyRead: Exclude<Fault, `accept${string}`> | null = null
  readonly #now: () => number
  // A client that gives up in the middle of its own request is no concern of ours.
  readonly #server = createServer((request, response) => {
    this.#handle(request, response).catch(() => response.destroy())
  })
  readonly #messages: FakeMessage[] = []
  readonly #sends: FakeSend[] = []
  readonly #hanging = new Set<ServerResponse>()
  readonly #deliveries = new Map<string, Delivery>()
  readonly #callbacks: CallbackQueue
  #delivery: Delivery = 'delivered'
  #faults: Fault[] = []
  #upcoming = 0

  constructor(options: FakeTwilioOptions) {
    this.accountSid = options.accountSid ?? `AC${'0'.repeat(31)}1`
    this.authToken = options.authToken ?? 'fake-auth-token'
    this.publicUrl = options.publicUrl ?? ''
    this.#now = options.now ?? Date.now
    this.#callbacks = new CallbackQueue(this.authToken)
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
  }

  /** What TWILIO_API_BASE is set to. */
  get apiBase(): string {
    const address = this.#server.address() as AddressInfo // listening on TCP, never on a pipe
    return `http://127.0.0.1:${address.port}`
  }

  phone(number: string): FakePhone {
    const messages = () => this.#messages
    return new FakePhone(number, { messages, reply: (from, body, how) => this.#receive(from, body, how) })
  }

  /** Every phone that was ever written to or wrote, with its conversation, oldest first. */
  phones(): { number: string; messages: FakeMessage[] }[] {
    const ours = (message: FakeMessage) => (message.direction === 'inbound' ? message.from : message.to)
    const byPhone = Map.groupBy(this.#messages, ours)
    return [...byPhone].map(([number, messages]) => ({ number, messages }))
  }

  /** Everything accepted, and everything received. */
  messages(): readonly FakeMessage[] {
    return this.#messages
  }

  sends(): readonly FakeSend[] {
    return this.#sends
  }

  /** The next sends meet these faults, one each. */
  nextSends(...faults: Fault[]): void {
    this.#faults.push(...faults)
  }

  /** What becomes of accepted texts from now on: of all, or of those to one number. */
  setDelivery(delivery: Delivery, number?: string): void {
    if (number === undefined) this.#delivery = delivery
    else this.#deliveries.set(number, delivery)
  }

  holdCallbacks(): void {
    this.#callbacks.hold()
  }

  releaseCallbacks(how: { times?: number; reversed?: boolean } = {}): void {
    this.#callbacks.release(how)
  }

  /** Callbacks still on their way; held ones are not. */
  pendingCallbacks(): number {
    return this.#callbacks.pending() + this.#upcoming
  }

  /** Callbacks that were not answered with 2xx. */
  refusedCallbacks(): readonly string[] {
    return this.#callbacks.refused
  }

  /** Requests deliberately left unanswered and still open. */
  hanging(): number {
    return this.#hanging.size
  }

  /** Texts on phones that no story has looked for. */
  unexpected(): FakeMessage[] {
    return this.#messages.filter(({ arrived, read }) => arrived && !read)
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.apiBase)
    const form = new URLSearchParams(await bodyOf(request))
    if (!this.#isAuthentic(request)) return answerError(response, 401, 20003, 'Authenticate')
    const account = `/2010-04-01/Accounts/${this.accountSid}`
    const single = new RegExp(`^${account}/Messages/(SM[0-9a-f]{32})\\.json$`).exec(url.pathname)
    if (url.pathname === `${account}/Messages.json` && request.method === 'POST') return this.#create(form, response)
    if (request.method !== 'GET') return answerError(response, 404, 20404, `no ${request.method} ${url.pathname}`)
    if (this.everyRead && (single || url.pathname === `${account}/Messages.json`)) {
      return answerFault(this.everyRead, response, () => this.#leaveOpen(response))
    }
    if (url.pathname === `${account}/Messages.json`) {
      return answerJson(response, 200, listOf(this.#listed(), url.searchParams, this.accountSid))
    }
    const message = this.#messages.find(({ sid }) => sid === single?.[1])
    if (!message) return answerError(response, 404, 20404, `nothing at ${url.pathname}`)
    answerJson(response, 200, resourceOf(message, this.accountSid))
  }

  #isAuthentic({ headers }: IncomingMessage): boolean {
    const expected = Buffer.from(`${this.accountSid}:${this.authToken}`).toString('base64')
    return headers.authorization === `Basic ${expected}`
  }

  #create(form: URLSearchParams, response: ServerResponse): void {
    const fault = this.#faults.shift() ?? this.everySend ?? undefined
    const problem = fault ? null : problemOf(form)
    const message = accepts(fault) && !problem ? this.#accept(form) : null
    const [to, body] = [form.get('To') ?? '', form.get('Body') ?? '']
    this.#sends.push({ to, body, form, fault: fault ?? null, sid: message?.sid ?? null })
    if (problem) answerError(response, 400, problem.code, problem.message)
    else if (fault) answerFault(fault, response, () => this.#leaveOpen(response))
    else if (message) answerJson(response, 201, resourceOf(message, this.accountSid))
    if (message) this.#deliver(message)
  }

  #accept(form: URLSearchParams): FakeMessage {
    const [to, body, from] = [form.get('To') ?? '', form.get('Body') ?? '', form.get('From') ?? senderOfService]
    return this.#add({ direction: 'outbound-api', to, from, body, statusCallback: form.get('StatusCallback') })
  }

  #add(facts: Pick<FakeMessage, 'direction' | 'to' | 'from' | 'body' | 'statusCallback'>): FakeMessage {
    const sid = `SM${(this.#messages.length + 1).toString(16).padStart(32, '0')}`
    const isInbound = facts.direction === 'inbound'
    const status = isInbound ? 'received' : 'queued'
    const message: FakeMessage = {
      ...facts,
      sid,
      status,
      errorCode: null,
      createdAt: this.#now(),
      arrived: false,
      read: false,
    }
    this.#messages.push(message)
    return message
  }

  /** Afterwards, so that the answer to the POST is on its way first, as it usually is. */
  #deliver(message: FakeMessage): void {
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

  #report(message: FakeMessage, status: FakeMessage['status'], errorCode: number | null): void {
    Object.assign(message, { status, errorCode })
    if (message.statusCallback === null) return
    const { sid, to: To, from: From } = message
    const ids = { AccountSid: this.accountSid, ApiVersion: '2010-04-01', MessageSid: sid, SmsSid: sid, To, From }
    const error = errorCode === null ? {} : { ErrorCode: String(errorCode) }
    const params = { ...ids, MessageStatus: status, SmsStatus: status, ...error }
    this.#callbacks.add({ url: message.statusCallback, params })
  }

  async #receive(from: string, body: string, { unheard = false }: ReplyOptions): Promise<ReplyResult> {
    const to = this.#messages.findLast((sent) => sent.to === from)?.from ?? senderOfService
    const { sid } = this.#add({ direction: 'inbound', from, to, body, statusCallback: null })
    if (unheard) return { status: null, answer: null, sid }
    const ids = { AccountSid: this.accountSid, ApiVersion: '2010-04-01', MessageSid: sid, SmsSid: sid }
    const params = { ...ids, From: from, To: to, Body: body, NumMedia: '0', NumSegments: '1' }
    const { status, text } = await postSigned(this.authToken, `${this.publicUrl}/twilio/sms`, params)
    const answer = status === 200 ? messageOf(text) : null
    if (answer !== null) this.#answer({ to: from, from: to, body: answer })
    return { status, answer, sid }
  }

  /** What the webhook sent back reaches the phone as a text of its own. */
  #answer(text: { to: string; from: string; body: string }): void {
    const message = this.#add({ direction: 'outbound-reply', statusCallback: null, ...text })
    Object.assign(message, { status: 'delivered', arrived: true })
  }

  #listed(): FakeMessage[] {
    const newest = this.#now() - this.listLagMs
    return this.#messages.filter(({ createdAt }) => createdAt <= newest)
  }

  #leaveOpen(response: ServerResponse): void {
    this.#hanging.add(response)
    response.once('close', () => this.#hanging.delete(response))
  }
}

function problemOf(form: URLSearchParams): { code: number; message: string } | null {
  const to = form.get('To')
  if (!to) return { code: 21604, message: "A 'To' phone number is required." }
  if (!/^\+[1-9]\d{6,14}$/.test(to))
    return { code: 21211, message: `The 'To' number ${to} is not a valid phone number.` }
  if (!form.get('Body')) return { code: 21602, message: 'Message body is required.' }
  if (!form.get('From') && !form.get('MessagingServiceSid')) {
    return { code: 21603, message: "A 'From' phone number or a Messaging Service is required." }
  }
  const callback = form.get('StatusCallback')
  if (callback !== null && !URL.canParse(callback)) return { code: 21609, message: 'The StatusCallback is not a URL.' }
  const validity = Number(form.get('ValidityPeriod') ?? 600)
  return validity >= 1 && validity <= 36_000 ? null : { code: 21626, message: 'ValidityPeriod is out of range.' }
}

/** The text within the first `<Message>` of TwiML; null when the webhook answers nothing. */
function messageOf(twiml: string): string | null {
  const found = /<Message>([\s\S]*?)<\/Message>/.exec(twiml)?.[1]
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }
  return found?.replace(/&\w+;/g, (entity) => entities[entity] ?? entity) ?? null
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
