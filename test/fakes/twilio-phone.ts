import type { CallRecord } from './twilio-calls.ts'
import type { FakeLine } from './twilio-line.ts'
import type { FakeMessage } from './twilio-messages.ts'

export type PhoneDeps = {
  messages: () => readonly FakeMessage[]
  line: FakeLine
  reply: (from: string, body: string, options: ReplyOptions) => Promise<ReplyResult>
}
/**
 * `unheard`: the webhook is not called, as while the service is down; the text waits in the provider's list. `times`:
 * the provider brings it so often, all at once.
 */
export type ReplyOptions = { unheard?: boolean; times?: number }
/** Status of the webhook's answer (0: nobody answered, null: not called) and the text that it sent back. */
export type ReplyResult = { status: number | null; answer: string | null; sid: string }

/** A phone in a story: what it shows, what its owner types, and how it is answered when it rings. */
export class FakePhone {
  readonly number: string
  readonly #deps: PhoneDeps

  constructor(number: string, deps: PhoneDeps) {
    this.number = number
    this.#deps = deps
  }

  /** What the phone shows, oldest first. */
  texts(): FakeMessage[] {
    return this.#deps.messages().filter(({ to, arrived }) => to === this.number && arrived)
  }

  unread(): FakeMessage[] {
    return this.texts().filter(({ read }) => !read)
  }

  /** Every call to it, oldest first. */
  calls(): readonly CallRecord[] {
    return this.#deps.line.calls.filter(({ to }) => to === this.number)
  }

  /** The oldest unread text that contains all parts; it counts as read from now on. */
  expectText(...parts: string[]): FakeMessage {
    const found = this.unread().find(({ body }) => parts.every((part) => body.includes(part)))
    if (!found) throw new Error(`${this.number} has no unread text with ${JSON.stringify(parts)}. ${this.#shown()}`)
    found.read = true
    return found
  }

  /** The oldest call that no story has looked for yet; it may ring or have ended. It counts as expected from now on. */
  expectCall(): FakeCall {
    const found = this.calls().find(({ read }) => !read)
    if (!found) throw new Error(`${this.number} was not called. ${this.#shown()}`)
    found.read = true
    return new FakeCall(found, this.#deps.line)
  }

  /** Picks it up. */
  async answer(): Promise<FakeCall> {
    const call = this.expectCall()
    await call.answer()
    return call
  }

  expectNothing(): void {
    if (this.unread().length > 0) throw new Error(`${this.number} should have no unread text. ${this.#shown()}`)
    if (this.calls().some(({ read }) => !read)) throw new Error(`${this.number} should not have been called`)
  }

  /** Sends a text to the service. */
  reply(body: string, options: ReplyOptions = {}): Promise<ReplyResult> {
    return this.#deps.reply(this.number, body, options)
  }

  #shown(): string {
    const lines = this.texts().map(({ read, body }) => `  ${read ? 'read  ' : 'unread'} ${body}`)
    return lines.length > 0 ? `It shows:\n${lines.join('\n')}` : 'It shows nothing.'
  }
}

/** One call at the ear of the person called. */
export class FakeCall {
  readonly record: CallRecord
  readonly #line: FakeLine

  constructor(record: CallRecord, line: FakeLine) {
    this.record = record
    this.#line = line
  }

  /** What was said last: up to where a key is waited for, or the end. */
  get said(): string {
    return this.record.said.at(-1) ?? ''
  }

  answer(): Promise<void> {
    return this.#line.answer(this.record)
  }

  press(key: string): Promise<void> {
    return this.#line.press(this.record, key)
  }

  hangUp(): void {
    this.#line.hangUp(this.record)
  }
}
