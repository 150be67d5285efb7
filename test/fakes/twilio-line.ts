import { type CallbackQueue, postSigned } from './twilio-callbacks.ts'
import { type CallRecord, type CallStatus, type Ringing, secondsOf } from './twilio-calls.ts'
import { parseTwiml, type Verb } from './twilio-twiml.ts'

export type LineDeps = {
  accountSid: string
  authToken: string
  now: () => number
  /** Runs once after so many milliseconds; the answer takes it back. */
  after: (ms: number, run: () => void) => () => void
  callbacks: CallbackQueue
}

/** Slow speech: about four characters in a second. */
const msPerCharacter = 250
/** More TwiML than this in one call is a loop without end. */
const mostDocuments = 30

/** The calls of the fake provider: they ring, are answered, follow the TwiML as Twilio does, and report their states. */
export class FakeLine {
  readonly calls: CallRecord[] = []
  /** TwiML that Twilio would not have followed, and addresses that did not answer with any. */
  readonly faults: string[] = []
  readonly #deps: LineDeps
  readonly #plays = new Map<CallRecord, Play>()
  readonly #ringing = new Map<string, Ringing>()
  #ringsFor: Ringing = 'rings'
  #busy = 0

  constructor(deps: LineDeps) {
    this.#deps = deps
  }

  /** What phones do from now on when they are called: all of them, or the one with this number. */
  setRinging(ringing: Ringing, number?: string): void {
    if (number === undefined) this.#ringsFor = ringing
    else this.#ringing.set(number, ringing)
  }

  /** What is under way by itself: being connected, or asking what to say. */
  pending(): number {
    return this.#busy
  }

  create(form: URLSearchParams): CallRecord {
    const call: CallRecord = {
      sid: `CA${(this.calls.length + 1).toString(16).padStart(32, '0')}`,
      to: form.get('To') ?? '',
      from: form.get('From') ?? '',
      status: 'queued',
      createdAt: this.#deps.now(),
      answeredAt: null,
      endedAt: null,
      url: form.get('Url') ?? '',
      statusCallback: form.get('StatusCallback'),
      events: form.getAll('StatusCallbackEvent'),
      timeoutSeconds: Number(form.get('Timeout') ?? 60),
      said: [],
      keys: [],
      read: false,
    }
    this.calls.push(call)
    return call
  }

  /** Rings, after the answer to the POST is on its way. */
  connect(call: CallRecord): void {
    const ringing = this.#ringing.get(call.to) ?? this.#ringsFor
    this.#busy++
    setImmediate(() => {
      this.#busy--
      this.#report(call, 'initiated')
      if (ringing.startsWith('failed:')) return this.#end(call, 'failed', ringing.slice('failed:'.length))
      if (ringing === 'busy') return this.#end(call, 'busy')
      this.#report(call, 'ringing')
      if (ringing === 'no-answer') return this.#end(call, 'no-answer')
      if (ringing === 'voicemail') return void this.answer(call)
      this.#deps.after(call.timeoutSeconds * 1000, () => {
        if (call.status === 'ringing') this.#end(call, 'no-answer')
      })
    })
  }

  /** The phone is picked up; resolves once the first words were said and a key is waited for. */
  async answer(call: CallRecord): Promise<void> {
    if (call.status !== 'ringing') throw new Error(`the call to ${call.to} does not ring: ${call.status}`)
    call.answeredAt = this.#deps.now()
    this.#report(call, 'in-progress')
    await this.#fetch(call, call.url, {})
  }

  /** Presses a key; resolves once what follows was said. */
  async press(call: CallRecord, key: string): Promise<void> {
    const waiting = this.#plays.get(call)?.waiting
    if (!waiting) throw new Error(`nobody waits for a key in the call to ${call.to}: ${call.status}`)
    call.keys.push(key)
    this.#plays.get(call)?.cancel()
    await this.#fetch(call, waiting.action, { Digits: key, msg: 'Gather End' })
  }

  hangUp(call: CallRecord): void {
    this.#end(call, call.status === 'in-progress' ? 'completed' : 'no-answer')
  }

  /** The form that Twilio posts while a call is under way, as `answer` and `press` sent it. */
  formOf(call: CallRecord, more: Record<string, string>): Record<string, string> {
    const { sid: CallSid, to: To, from: From, status: CallStatus } = call
    const ids = { AccountSid: this.#deps.accountSid, ApiVersion: '2010-04-01', CallSid }
    return { ...ids, To, From, Called: To, Caller: From, Direction: 'outbound-api', CallStatus, ...more }
  }

  async #fetch(call: CallRecord, url: string, more: Record<string, string>): Promise<void> {
    const documents = (this.#plays.get(call)?.documents ?? 0) + 1
    this.#busy++
    const address = new URL(url, call.url).href
    const { status, text } = await postSigned(this.#deps.authToken, address, this.formOf(call, more))
    this.#busy--
    if (call.status !== 'in-progress') return
    try {
      if (status !== 200 || documents > mostDocuments) throw new Error(`${status} ${text}`)
      this.#play(call, parseTwiml(text), documents)
    } catch (error) {
      this.faults.push(`${url}: ${String(error)}`)
      this.#end(call, 'completed')
    }
  }

  /** Says what there is to say until a key is waited for, or the call ends. */
  #play(call: CallRecord, verbs: Verb[], documents: number): void {
    let ms = 0
    const heard: string[] = []
    const say = (spoken: readonly Verb[]) => {
      for (const verb of spoken) {
        if (verb.kind === 'say') heard.push(verb.text)
        ms += verb.kind === 'say' ? verb.text.length * msPerCharacter : verb.kind === 'pause' ? verb.seconds * 1000 : 0
      }
    }
    for (const [index, verb] of verbs.entries()) {
      if (verb.kind === 'redirect') return void this.#fetch(call, verb.url, {})
      if (verb.kind === 'hangup') break
      if (verb.kind !== 'gather') {
        say([verb])
        continue
      }
      say(verb.says)
      call.said.push(heard.join(''))
      const goOn = () => this.#play(call, verbs.slice(index + 1), documents)
      const cancel = this.#deps.after(ms + verb.timeoutSeconds * 1000, goOn)
      this.#plays.set(call, { documents, waiting: { action: verb.action }, cancel })
      return
    }
    if (heard.length > 0) call.said.push(heard.join(''))
    const cancel = this.#deps.after(ms, () => this.#end(call, 'completed'))
    this.#plays.set(call, { documents, waiting: null, cancel })
  }

  #end(call: CallRecord, status: CallStatus, sipCode?: string): void {
    if (call.endedAt !== null) return
    call.endedAt = this.#deps.now()
    this.#plays.get(call)?.cancel()
    this.#plays.delete(call)
    this.#report(call, status, sipCode)
  }

  #report(call: CallRecord, status: CallStatus, sipCode?: string): void {
    call.status = status
    const event = status === 'initiated' || status === 'ringing' ? status : call.endedAt ? 'completed' : 'answered'
    if (call.statusCallback === null || !call.events.includes(event)) return
    const seconds = secondsOf(call)
    const duration = seconds === null ? {} : { CallDuration: String(seconds), Duration: '1' }
    const sip = sipCode === undefined ? {} : { SipResponseCode: sipCode }
    const facts = { Timestamp: new Date(this.#deps.now()).toUTCString(), CallbackSource: 'call-progress-events' }
    this.#deps.callbacks.add({ url: call.statusCallback, params: this.formOf(call, { ...facts, ...duration, ...sip }) })
  }
}

/** Where a call is in its TwiML: how many documents it has followed, and where a key would be sent. */
type Play = { documents: number; waiting: { action: string } | null; cancel: () => void }
