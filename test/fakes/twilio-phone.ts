import type { FakeMessage } from './twilio-messages.ts'

export type PhoneDeps = {
  messages: () => readonly FakeMessage[]
  reply: (from: string, body: string, options: ReplyOptions) => Promise<ReplyResult>
}
/** `unheard`: the webhook is not called, as while the service is down; the text waits in the provider's list. */
export type ReplyOptions = { unheard?: boolean }
/** Status of the webhook's answer (0: nobody answered, null: not called) and the text that it sent back. */
export type ReplyResult = { status: number | null; answer: string | null; sid: string }

/** A phone in a story: what it shows, and what its owner types. */
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

  /** The oldest unread text that contains all parts; it counts as read from now on. */
  expectText(...parts: string[]): FakeMessage {
    const found = this.unread().find(({ body }) => parts.every((part) => body.includes(part)))
    if (!found) throw new Error(`${this.number} has no unread text with ${JSON.stringify(parts)}. ${this.#shown()}`)
    found.read = true
    return found
  }

  expectNothing(): void {
    if (this.unread().length > 0) throw new Error(`${this.number} should have no unread text. ${this.#shown()}`)
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
