import type { BookFile } from '../../src/domain/book/book.ts'
import { type Behaviour, type LocalSite, type SiteFarm, startSiteFarm } from '../fakes/site-farm.ts'
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio.ts'
import { bookOf, cast } from '../flows/cast.ts'
import {
  apiToken,
  type Folder,
  freePort,
  makeFolder,
  type Running,
  startProcess,
  twilioEnv,
  untilAnswered,
  untilReady,
} from '../flows/process.ts'

// The small numbers of a drill: real processes cannot be fast-forwarded.
const drill = {
  probe: { intervalSeconds: 0.5, timeoutSeconds: 2, recheckSeconds: [0.1, 0.2], goodSpacingSeconds: 0.2 },
  ladder: [
    { afterMinutes: 0, tell: 'staff' as const, by: ['sms' as const] },
    { afterMinutes: 0.1, tell: 'lead' as const, by: ['sms' as const] },
  ],
  ladderRepeatMinutes: 5,
  bundleSeconds: 1,
}

const patienceMs = 120_000

export type IncidentFacts = {
  id: string
  siteId: string
  state: string
  toldAt: string | null
  acknowledgedAt: string | null
  acknowledgementExpiresAt: string | null
  /** When the watch looks at it again by itself. */
  dueAt: string | null
}
export type Whole = IncidentFacts & {
  events: { kind: string; level?: number; tell?: string }[]
  /** `bundleId`: the page that told it together with others. */
  pages: {
    id: string
    bundleId: string | null
    state: string
    reason: string | null
    attempts: { state: string }[]
  }[]
}

/** The real service as a process that may be killed at any moment, with real sites, and a provider that keeps count. */
export class Rig {
  readonly farm: SiteFarm
  readonly sites: LocalSite[]
  readonly twilio: FakeTwilio
  readonly #folder: Folder
  readonly #env: Record<string, string>
  running: Running
  /** Milliseconds from each start to the first answer that it is ready. */
  readonly readyMs: number[] = []
  /** The same where the provider hung: before any rung is judged, its list of replies is waited for three seconds. */
  readonly readyUnheardMs: number[] = []
  /** Incidents that are over and were looked at since: nothing about them changes any more. */
  readonly #finished = new Map<string, Whole>()
  /** Sites, by id, that are out of order at this moment. */
  readonly #failing = new Set<string>()

  private constructor(parts: {
    farm: SiteFarm
    sites: LocalSite[]
    twilio: FakeTwilio
    folder: Folder
    env: Record<string, string>
    running: Running
  }) {
    this.farm = parts.farm
    this.sites = parts.sites
    this.twilio = parts.twilio
    this.#folder = parts.folder
    this.#env = parts.env
    this.running = parts.running
  }

  /** `settings` over those of the drill, `env` over the process's own. */
  static async open(
    siteCount: number,
    { settings = {}, env: more = {} }: { settings?: BookFile['settings']; env?: Record<string, string> } = {},
  ): Promise<Rig> {
    const farm = await startSiteFarm()
    const twilio = await startFakeTwilio()
    const folder = makeFolder()
    const sites: LocalSite[] = []
    for (let i = 0; i < siteCount; i++) sites.push(await farm.add(`望海市第${i}号政府网站`))
    const contact = { leadPersonId: cast.lead.id, contactPersonIds: [cast.duty.id] }
    const listed = sites.map(({ url }, i) => ({
      id: `s${i}`,
      name: `望海市第${i}号政府网站`,
      url,
      unitId: 'u-xingang',
      ...contact,
    }))
    folder.write(bookOf(listed, [], { ...drill, ...settings }))
    const port = await freePort()
    twilio.publicUrl = `http://127.0.0.1:${port}`
    const env = {
      ...twilioEnv(twilio, twilio.publicUrl),
      ...{ DATA_DIR: folder.path, PORT: String(port), PROBE_ALLOW_NETWORKS: '127.0.0.0/8' },
      ...more,
    }
    const running = await startProcess(env)
    const rig = new Rig({ farm, sites, twilio, folder, env, running })
    await untilReady(running)
    return rig
  }

  async restart(): Promise<void> {
    const startedAt = performance.now()
    const isUnheard = this.twilio.everyRead === 'hang'
    this.running = await startProcess(this.#env)
    await untilReady(this.running)
    const times = isUnheard ? this.readyUnheardMs : this.readyMs
    times.push(performance.now() - startedAt)
  }

  /** What the process keeps: its DATA_DIR. */
  get folder(): string {
    return this.#folder.path
  }

  /** Another start that does not get far: killed so many milliseconds after it began. */
  async restartAndKill(afterMs: number): Promise<void> {
    this.running = await startProcess(this.#env)
    await new Promise((resolve) => setTimeout(resolve, afterMs))
    await this.running.kill('SIGKILL')
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.running.kill(signal)
  }

  async close(): Promise<void> {
    await this.running.kill('SIGKILL')
    await this.farm.close()
    await this.twilio.close()
    this.#folder.remove()
  }

  async incidents(): Promise<IncidentFacts[]> {
    const found: IncidentFacts[] = []
    for (let cursor = ''; ; ) {
      const page = (await this.#read(`/api/v1/incidents?limit=200${cursor}`)) as {
        items: IncidentFacts[]
        next: string | null
      } // our own API
      found.push(...page.items)
      if (page.next === null) return found
      cursor = `&cursor=${encodeURIComponent(page.next)}`
    }
  }

  async whole(id: string): Promise<Whole> {
    return (await this.#read(`/api/v1/incidents/${id}`)) as Whole // our own API
  }

  /** Every incident with its events and pages. */
  async wholes(): Promise<Whole[]> {
    const found: Whole[] = []
    for (const { id, state } of await this.incidents()) {
      const whole = this.#finished.get(id) ?? (await this.whole(id))
      if (isOver(state)) this.#finished.set(id, whole)
      found.push(whole)
    }
    return found
  }

  /** An audit asks more often than the service lets one caller ask: it waits its turn. */
  async #read(path: string): Promise<unknown> {
    let answer = await this.running.get(path)
    while (answer.status === 429) {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      answer = await this.running.get(path)
    }
    return answer.json()
  }

  async act(id: string, act: string, body: Record<string, string>): Promise<number> {
    const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
    const request = { method: 'POST', headers, body: JSON.stringify(body) }
    return (await fetch(`${this.running.address}/api/v1/incidents/${id}/${act}`, request)).status
  }

  /** Types the newest code that reached the phone; the answer is 0 when the service was not there to give one. */
  async typeNewest(mobile: string): Promise<{ status: number; code: string }> {
    const codes = this.twilio
      .phone(mobile)
      .texts()
      .map(({ body }) => /码([2-9A-Z]{4})/.exec(body)?.[1])
    const code = codes.findLast((found) => found !== undefined) ?? ''
    if (code === '') return { status: 0, code }
    try {
      const request = { method: 'POST', body: new URLSearchParams({ code, act: 'acknowledge' }) }
      return { status: (await fetch(`${this.running.address}/a`, request)).status, code }
    } catch {
      return { status: 0, code } // killed under the request: whether it counted is seen afterwards
    }
  }

  /** The site with this number does so from now on. */
  async behave(number: number, behaviour: Behaviour): Promise<void> {
    await this.sites[number]?.behave(behaviour)
    if (behaviour === 'ok') this.#failing.delete(`s${number}`)
    else this.#failing.add(`s${number}`)
  }

  /** The provider is well again, and everybody told who must be. */
  async calmDown(): Promise<void> {
    this.twilio.everySend = null
    this.twilio.everyRead = null
    this.twilio.listLagMs = 0
    this.twilio.clearFaults()
    this.twilio.setDelivery('delivered')
    this.twilio.releaseCallbacks()
    // Long after every patience of the outbox: whoever is not told by then was forgotten, and the account says whom.
    await this.untilTold(patienceMs)
  }

  /** Until every outage was seen and told to somebody, as the service sees it, or so long at most. */
  async untilTold(mostMs: number): Promise<void> {
    const givesUpAt = performance.now() + mostMs
    await untilAnswered(async () => {
      const live = (await this.incidents()).filter(({ state }) => !isOver(state))
      const seen = new Set(live.filter(({ state }) => state !== 'recovered').map(({ siteId }) => siteId))
      const isTold = live.every(({ toldAt }) => toldAt !== null) && this.#failing.isSubsetOf(seen)
      return isTold || performance.now() > givesUpAt
    })
  }

  /** All sites open, all incidents recovered and confirmed: the next round begins with a clean board. */
  async closeAll(): Promise<void> {
    for (const number of this.sites.keys()) await this.behave(number, 'ok')
    await untilAnswered(async () => {
      const open = (await this.incidents()).filter(({ state }) => !isOver(state))
      for (const { id, state } of open) {
        if (state === 'recovered')
          await this.act(id, 'confirm', { personId: cast.lead.id, cause: 'software', note: '' })
      }
      return open.length === 0
    })
  }
}

export function isOver(state: string): boolean {
  return state === 'closed' || state === 'voided'
}
