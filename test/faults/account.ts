import { cast } from '../flows/cast.ts'
import type { Rig } from './rig.ts'

/** What became of every message, counted from the provider's own book. */
export type Account = {
  incidents: number
  /** Incidents that nobody was ever told of. */
  lost: string[]
  /** Pages that the provider took more than once: marked as sent again under the same code, or not. */
  doubles: { marked: string[]; unmarked: string[] }
  /** Levels of one run of a ladder that fired more than once. */
  escalatedTwice: string[]
}

/** Compares what the service knows with what the provider took. */
export async function settle(rig: Rig): Promise<Account> {
  const incidents = await rig.incidents()
  const { marked, unmarked } = doublesOf(rig)
  const escalatedTwice: string[] = []
  for (const { id } of incidents) if (await isEscalatedTwice(rig, id)) escalatedTwice.push(id)
  const lost: string[] = []
  for (const { id, toldAt } of incidents) if (toldAt === null) lost.push(await whyUntold(rig, id))
  return { incidents: incidents.length, lost, doubles: { marked, unmarked }, escalatedTwice }
}

async function whyUntold(rig: Rig, id: string): Promise<string> {
  const { state, pages, events } = await rig.whole(id)
  const fates = pages.map((page) => `${page.id} ${page.state} ${page.reason} ${page.attempts.map((one) => one.state)}`)
  return `${id} ${state}: ${fates.join('; ')} after ${events.map(({ kind }) => kind)}`
}

/** By the page in the address that each attempt gave: that is its identity, whatever its words. */
function doublesOf(rig: Rig): Account['doubles'] {
  const doubles: Account['doubles'] = { marked: [], unmarked: [] }
  for (const [page, sends] of Map.groupBy(taken(rig), ({ form }) => pageOf(form))) {
    if (sends.length < 2) continue
    const codes = new Set(sends.map(({ body }) => /码([2-9A-Z]{4})/.exec(body)?.[1]))
    const isMarked = codes.size === 1 && sends.slice(1).every(({ body }) => body.includes('重发'))
    doubles[isMarked ? 'marked' : 'unmarked'].push(`${page} (${sends.map(({ fault }) => fault ?? 'fine').join(' → ')})`)
  }
  return doubles
}

const taken = (rig: Rig) => rig.twilio.sends().filter(({ sid }) => sid !== null)

const pageOf = (form: URLSearchParams) =>
  /\/twilio\/status\/([^/]+)\//.exec(form.get('StatusCallback') ?? '')?.[1] ?? ''

/** By the provider's own book: incidents it took no text of for the person on duty, and texts of no incident that is known. */
export async function tallyWithProvider(rig: Rig): Promise<{ untold: string[]; unknown: string[] }> {
  const texts = taken(rig)
  const toDuty = new Set(texts.filter(({ to }) => to === dutyPhone).map(({ form }) => pageOf(form)))
  const known = new Set<string>()
  const untold: string[] = []
  for (const { id } of await rig.incidents()) {
    const { pages } = await rig.whole(id)
    for (const page of pages) known.add(page.id)
    if (!pages.some((page) => toDuty.has(page.id))) untold.push(id)
  }
  return { untold, unknown: texts.filter(({ form }) => !known.has(pageOf(form))).map(({ body }) => body) }
}

const beginnings = ['relapsed', 'acknowledgement_expired', 'rejected']

async function isEscalatedTwice(rig: Rig, id: string): Promise<boolean> {
  let fired = new Set<string>()
  for (const { kind, level, tell } of (await rig.whole(id)).events) {
    if (beginnings.includes(kind)) fired = new Set()
    if (kind !== 'escalated') continue
    if (fired.has(`${level} ${tell}`)) return true
    fired.add(`${level} ${tell}`)
  }
  return false
}

/** Incidents that somebody was told they have, and that nobody has. */
export async function forgottenAcknowledgements(rig: Rig, acknowledged: ReadonlySet<string>): Promise<string[]> {
  const incidents = await rig.incidents()
  return incidents
    .filter(({ id, acknowledgedAt }) => acknowledged.has(id) && acknowledgedAt === null)
    .map(({ id }) => id)
}

export const dutyPhone = cast.duty.mobile
