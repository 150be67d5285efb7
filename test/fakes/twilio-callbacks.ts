import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'

type Callback = { url: string; params: Record<string, string> }

/** Posts a form as Twilio does, signed over the address and the fields. Status 0: nobody answered. */
export async function postSigned(
  authToken: string,
  url: string,
  params: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const headers = { connection: 'close', 'x-twilio-signature': getExpectedTwilioSignature(authToken, url, params) }
  try {
    const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(params) })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    return { status: 0, text: String(error) }
  }
}

/** Sends callbacks one after the other, in the order in which they came, unless they are held. */
export class CallbackQueue {
  #waiting: Callback[] = []
  #inFlight = 0
  #held = false
  readonly #authToken: string
  readonly refused: string[] = []

  constructor(authToken: string) {
    this.#authToken = authToken
  }

  add(callback: Callback): void {
    this.#waiting.push(callback)
    void this.#send()
  }

  hold(): void {
    this.#held = true
  }

  /** Lets go of what was held; `times` of each, newest first when `reversed`. */
  release({ times = 1, reversed = false }: { times?: number; reversed?: boolean } = {}): void {
    const copies = Array.from({ length: times }, () => this.#waiting).flat()
    this.#waiting = reversed ? copies.toReversed() : copies
    this.#held = false
    void this.#send()
  }

  /** Callbacks on their way or waiting their turn; held ones are not on their way. */
  pending(): number {
    return this.#inFlight + (this.#held ? 0 : this.#waiting.length)
  }

  async #send(): Promise<void> {
    if (this.#inFlight > 0 || this.#held) return
    const callback = this.#waiting.shift()
    if (!callback) return
    this.#inFlight++
    const { status } = await postSigned(this.#authToken, callback.url, callback.params)
    if (status < 200 || status >= 300)
      this.refused.push(
        `${status} ${callback.url} ${callback.params['MessageStatus'] ?? callback.params['CallStatus']}`,
      )
    this.#inFlight--
    await this.#send()
  }
}
