import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CallbackQueue } from './twilio-callbacks.ts'
import { type CallRecord, callResource, type Ringing } from './twilio-calls.ts'
import { type Asked, type Description, openDescription } from './twilio-description.ts'
import { accepts, answerError, answerFault, answerJson, type Fault } from './twilio-faults.ts'
import { FakeLine } from './twilio-line.ts'
import { type FakeMessage, listOf, resourceOf } from './twilio-messages.ts'
import { FakePhone } from './twilio-phone.ts'
import { type Problem, problemOf, problemOfCall, problemOfMessage } from './twilio-problems.ts'
import { type Delivery, FakeTexts } from './twilio-texts.ts'

export type { Delivery, FakeMessage, FakePhone, Fault }

export type FakeTwilioOptions = {
  accountSid?: string
  authToken?: string
  port?: number
  /** Where replies are posted; may be set later, when the service under test knows its port. */
  publicUrl?: string
  /** The clock that stamps messages and by which calls take time: stories run on a virtual one. */
  now?: () => number
  after?: (ms: number, run: () => void) => () => void
}

/** One POST of a message, whatever became of it. */
export type FakeSend = { to: string; body: string; form: URLSearchParams; fault: Fault | null; sid: string | null }

/** Starts a provider on the loopback: the paths of Twilio's API for texts and calls over real HTTP, with phones behind. */
export async function startFakeTwilio(options: FakeTwilioOptions = {}): Promise<FakeTwilio> {
  const twilio = new FakeTwilio(options, await openDescription())
  await twilio.listen(options.port ?? 0)
  return twilio
}

export class FakeTwilio {
  readonly accountSid: string
  readonly authToken: string
  publicUrl: string
  /** Messages and calls younger than this are not listed yet. */
  listLagMs = 0
  /** Every send, call or text, meets this fault while it is set, after the faults of `nextSends` and `nextCalls`. */
  everySend: Fault | null = null
  /** Every listing and look-up meets this fault while it is set. */
  everyRead: Exclude<Fault, `accept${string}`> | null = null
  /** False: a provider that has texts only. */
  knowsCalls = true
  readonly line: FakeLine
  readonly #now: () => number
  // A client that gives up in the middle of its own request is no concern of ours.
  readonly #server = createServer((request, response) => {
    this.#handle(request, response).catch(() => response.destroy())
  })
  readonly #description: Description
  readonly #texts: FakeTexts
  readonly #sends: FakeSend[] = []
  readonly #invalid: string[] = []
  readonly #hanging = new Set<ServerResponse>()
  readonly #callbacks: CallbackQueue
  #faults: Fault[] = []
  #callFaults: Fault[] = []
  #callSends = 0

  constructor(options: FakeTwilioOptions, description: Description) {
    this.#description = description
    this.accountSid = options.accountSid ?? `AC${'0'.repeat(31)}1`
    this.authToken = options.authToken ?? 'fake-auth-token'
    this.publicUrl = options.publicUrl ?? ''
    this.#now = options.now ?? Date.now
    this.#callbacks = new CallbackQueue(this.authToken)
    const { accountSid, authToken } = this
    const deps = { accountSid, authToken, now: this.#now, callbacks: this.#callbacks }
    this.#texts = new FakeTexts({ ...deps, publicUrl: () => this.publicUrl })
    this.line = new FakeLine({ ...deps, after: options.after ?? afterRealTime })
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
    const { messages } = this.#texts
    const reply = this.#texts.receive.bind(this.#texts)
    return new FakePhone(number, { messages: () => messages, line: this.line, reply })
  }

  /** Every phone that was ever written to or wrote, with its conversation, oldest first. */
  phones(): { number: string; messages: FakeMessage[] }[] {
    const ours = (message: FakeMessage) => (message.direction === 'inbound' ? message.from : message.to)
    const byPhone = Map.groupBy(this.#texts.messages, ours)
    return [...byPhone].map(([number, messages]) => ({ number, messages }))
  }

  /** Everything accepted, and everything received. */
  messages(): readonly FakeMessage[] {
    return this.#texts.messages
  }

  sends(): readonly FakeSend[] {
    return this.#sends
  }

  /** How often a call was asked for, whatever became of it. */
  callSends(): number {
    return this.#callSends
  }

  /** The next sends of texts meet these faults, one each. */
  nextSends(...faults: Fault[]): void {
    this.#faults.push(...faults)
  }

  /** Faults that no send has met yet are called off. */
  clearFaults(): void {
    this.#faults = []
  }

  /** The same for calls. */
  nextCalls(...faults: Fault[]): void {
    this.#callFaults.push(...faults)
  }

  /** What becomes of accepted texts from now on: of all, or of those to one number. */
  setDelivery(delivery: Delivery, number?: string): void {
    this.#texts.setDelivery(delivery, number)
  }

  /** What phones do from now on when they are called: all of them, or the one with this number. */
  setRinging(ringing: Ringing, number?: string): void {
    this.line.setRinging(ringing, number)
  }

  holdCallbacks(): void {
    this.#callbacks.hold()
  }

  releaseCallbacks(how: { times?: number; reversed?: boolean } = {}): void {
    this.#callbacks.release(how)
  }

  /** Callbacks still on their way, and what will bring some by itself; held ones are not. */
  pendingCallbacks(): number {
    return this.#callbacks.pending() + this.#texts.pending() + this.line.pending()
  }

  /** Callbacks that were not answered with 2xx. */
  refusedCallbacks(): readonly string[] {
    return this.#callbacks.refused
  }

  /** Requests that Twilio's own description does not allow, and TwiML that it would not follow. */
  invalid(): readonly string[] {
    return [...this.#invalid, ...this.line.faults]
  }

  /** Requests deliberately left unanswered and still open. */
  hanging(): number {
    return this.#hanging.size
  }

  /** Texts on phones that no story has looked for. */
  unexpected(): FakeMessage[] {
    return this.#texts.messages.filter(({ arrived, read }) => arrived && !read)
  }

  /** Calls that no story has looked for. */
  unexpectedCalls(): CallRecord[] {
    return this.line.calls.filter(({ read }) => !read)
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', this.apiBase)
    const form = new URLSearchParams(await bodyOf(request))
    if (!this.#isAuthentic(request)) return answerError(response, 401, 20003, 'Authenticate')
    const asked = { method: request.method ?? 'GET', path, query, form }
    const operation = path.includes(this.accountSid) ? this.#description.operationOf(asked) : null
    if (!operation || (operation.endsWith('Call') && !this.knowsCalls)) {
      return answerError(response, 404, 20404, `The requested resource ${path} was not found`)
    }
    const faults = this.#description.faultsOfRequest(asked)
    this.#invalid.push(...faults.map((fault) => `${operation}: ${fault}`))
    if (operation === 'CreateMessage') this.#createMessage(form, response, problemOfMessage(form) ?? problemOf(faults))
    else if (operation === 'CreateCall') this.#createCall(form, response, problemOfCall(form) ?? problemOf(faults))
    else this.#read(operation, asked, response, problemOf(faults))
  }

  #isAuthentic({ headers }: IncomingMessage): boolean {
    const expected = Buffer.from(`${this.accountSid}:${this.authToken}`).toString('base64')
    return headers.authorization === `Basic ${expected}`
  }

  #read(operation: string, { path, query }: Asked, response: ServerResponse, problem: Problem | null): void {
    const body = this.#found(operation, path, query)
    if (problem) answerError(response, 400, problem.code, problem.message)
    else if (this.everyRead) answerFault(this.everyRead, response, () => this.#leaveOpen(response))
    else if (body) this.#answer(operation, response, 200, body)
    else answerError(response, 404, 20404, `The requested resource ${path} was not found`)
  }

  #found(operation: string, path: string, query: URLSearchParams): object | undefined {
    const { accountSid } = this
    const oldEnough = ({ createdAt }: { createdAt: number }) => createdAt <= this.#now() - this.listLagMs
    const sid = /(\w+)\.json$/.exec(path)?.[1]
    const message = (one: FakeMessage) => resourceOf(one, accountSid)
    const call = (one: CallRecord) => callResource(one, accountSid)
    const one = <T extends { sid: string }>(all: readonly T[]) => all.find((known) => known.sid === sid)
    switch (operation) {
      case 'ListMessage': {
        const messages = this.#texts.messages.filter(oldEnough)
        return listOf(messages, query, { name: 'messages', resource: message, accountSid })
      }
      case 'ListCall':
        return listOf(this.line.calls.filter(oldEnough), query, { name: 'calls', resource: call, accountSid })
      case 'FetchMessage': {
        const found = one(this.#texts.messages)
        return found && message(found)
      }
      default: {
        const found = one(this.line.calls)
        return found && call(found)
      }
    }
  }

  #createMessage(form: URLSearchParams, response: ServerResponse, problem: Problem | null): void {
    const fault = this.#faults.shift() ?? this.everySend
    const message = !problem && accepts(fault ?? undefined) ? this.#texts.create(form) : null
    const [to, body] = [form.get('To') ?? '', form.get('Body') ?? '']
    this.#sends.push({ to, body, form, fault, sid: message?.sid ?? null })
    const resource = message && resourceOf(message, this.accountSid)
    this.#answerSend('CreateMessage', response, { problem, fault, resource })
    if (message) this.#texts.deliver(message)
  }

  #createCall(form: URLSearchParams, response: ServerResponse, problem: Problem | null): void {
    const fault = this.#callFaults.shift() ?? this.everySend
    const call = !problem && accepts(fault ?? undefined) ? this.line.create(form) : null
    this.#callSends++
    this.#answerSend('CreateCall', response, { problem, fault, resource: call && callResource(call, this.accountSid) })
    if (call) this.line.connect(call)
  }

  #answerSend(
    operation: string,
    response: ServerResponse,
    { problem, fault, resource }: { problem: Problem | null; fault: Fault | null; resource: object | null },
  ): void {
    if (problem) answerError(response, 400, problem.code, problem.message)
    else if (fault) answerFault(fault, response, () => this.#leaveOpen(response))
    else if (resource) this.#answer(operation, response, 201, resource)
  }

  /** Our own answers keep to the description as well, or a story would prove nothing about the real ones. */
  #answer(operation: string, response: ServerResponse, status: number, body: object): void {
    const faults = this.#description.faultsOfAnswer(operation, status, body)
    this.#invalid.push(...faults.map((fault) => `answer to ${operation}: ${fault}`))
    answerJson(response, status, body)
  }

  #leaveOpen(response: ServerResponse): void {
    this.#hanging.add(response)
    response.once('close', () => this.#hanging.delete(response))
  }
}

function afterRealTime(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms).unref()
  return () => clearTimeout(timer)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
