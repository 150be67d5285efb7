import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BookFile } from '../../src/domain/book/book.ts'
import type { FakeSend } from '../fakes/twilio.ts'
import { cast } from '../flows/cast.ts'
import { isOver, type Rig, type Whole } from './rig.ts'

export const dutyPhone = cast.duty.mobile

/** What became of every message, counted from the provider's own book. */
export type Account = {
  incidents: number
  pages: number
  /** Outages that nobody was ever told of: the service says so, or the provider's book does. */
  lost: string[]
  /** Over before any text of them came through, the request to confirm included: the reminder will be the first. */
  overUntold: string[]
  /** Pages that the provider took more than once: marked as sent again under the same code, or not. */
  doubles: { marked: string[]; unmarked: string[] }
  /** Levels of one run of a ladder that fired more than once. */
  escalatedTwice: string[]
  /** What people wrote is there in one piece. */
  isBookWhole: boolean
}

/** Compares what the service knows with what the provider took. */
export async function settle(rig: Rig): Promise<Account> {
  const incidents = await rig.wholes()
  const [marked, unmarked] = [true, false].map((isMarked) =>
    doublesOf(rig)
      .filter((double) => double.isMarked === isMarked)
      .map(wordsOfDouble),
  )
  const untold = untoldBy(taken(rig), incidents)
  return {
    incidents: incidents.length,
    pages: incidents.reduce((sum, { pages }) => sum + pages.length, 0),
    lost: incidents.filter((one) => isLost(one, untold)).map(whyUntold),
    overUntold: incidents.filter((one) => one.toldAt === null && !isLost(one, untold)).map(({ id }) => id),
    doubles: { marked: marked ?? [], unmarked: unmarked ?? [] },
    escalatedTwice: incidents.filter(isEscalatedTwice).map(({ id }) => id),
    isBookWhole: isBookWhole(rig),
  }
}

/**
 * An outage that is over is asked about by the reminder; one that is not has nothing but its texts. Whoever took it with
 * a code read it in one: that of a bundle which names it as still open is no page of its own.
 */
function isLost({ id, state, toldAt, acknowledgedAt, dueAt }: Whole, untold: ReadonlySet<string>): boolean {
  if (toldAt !== null) return acknowledgedAt === null && untold.has(id)
  return !isOver(state) && (state !== 'recovered' || dueAt === null)
}

function whyUntold({ id, state, toldAt, pages, events }: Whole): string {
  const fates = pages.map((page) => `${page.id} ${page.state} ${page.reason} ${page.attempts.map((one) => one.state)}`)
  return `${id} ${state} told ${toldAt}: ${fates.join('; ')} after ${events.map(({ kind }) => kind)}`
}

/** One page that the provider took more than once, with what each of its sends met. */
export type Double = { page: string; isMarked: boolean; sends: FakeSend[] }

/** By the page in the address that each attempt gave: that is its identity, whatever its words. */
export function doublesOf(rig: Rig): Double[] {
  return [...Map.groupBy(taken(rig), pageOf)]
    .filter(([, sends]) => sends.length > 1)
    .map(([page, sends]) => {
      const codes = new Set(sends.map(({ body }) => /码([2-9A-Z]{4})/.exec(body)?.[1]))
      return { page, isMarked: codes.size === 1 && sends.slice(1).every(({ body }) => body.includes('重发')), sends }
    })
}

function wordsOfDouble({ page, sends }: Double): string {
  return `${page} (${sends.map(({ fault }) => fault ?? 'fine').join(' → ')})`
}

const taken = (rig: Rig) => rig.twilio.sends().filter(({ sid }) => sid !== null)

/** The page that a send is for. */
export function pageOf({ form }: FakeSend): string {
  return /\/twilio\/status\/([^/]+)\//.exec(form.get('StatusCallback') ?? '')?.[1] ?? ''
}

/** Incidents of which these texts tell nobody, neither by a page of their own nor together with others. */
function untoldBy(texts: readonly FakeSend[], incidents: readonly Whole[]): Set<string> {
  const told = new Set(texts.map(pageOf))
  const isUntold = ({ pages }: Whole) => !pages.some(({ id, bundleId }) => told.has(bundleId ?? id))
  return new Set(incidents.filter(isUntold).map(({ id }) => id))
}

/** By the provider's own book: incidents it took no text of for the person on duty, and texts of no incident that is known. */
export async function tallyWithProvider(rig: Rig): Promise<{ untold: string[]; unknown: string[] }> {
  const incidents = await rig.wholes()
  const texts = taken(rig)
  const toDuty = texts.filter(({ to }) => to === dutyPhone)
  const known = new Set(incidents.flatMap(({ pages }) => pages.map(({ id, bundleId }) => bundleId ?? id)))
  const unknown = texts.filter((text) => !known.has(pageOf(text)))
  return { untold: [...untoldBy(toDuty, incidents)], unknown: unknown.map(({ body }) => body) }
}

const beginnings = ['relapsed', 'acknowledgement_expired', 'rejected']

function isEscalatedTwice({ events }: Whole): boolean {
  let fired = new Set<string>()
  for (const { kind, level, tell } of events) {
    if (beginnings.includes(kind)) fired = new Set()
    if (kind !== 'escalated') continue
    if (fired.has(`${level} ${tell}`)) return true
    fired.add(`${level} ${tell}`)
  }
  return false
}

function isBookWhole(rig: Rig): boolean {
  const book = JSON.parse(readFileSync(join(rig.folder, 'book.json'), 'utf8')) as BookFile // our own file
  return book.sites?.length === rig.sites.length && book.people?.length === Object.keys(cast).length
}

/** Incidents that somebody was told they have, and that nobody has. */
export async function forgottenAcknowledgements(rig: Rig, acknowledged: ReadonlySet<string>): Promise<string[]> {
  const incidents = await rig.incidents()
  return incidents
    .filter(({ id, acknowledgedAt }) => acknowledged.has(id) && acknowledgedAt === null)
    .map(({ id }) => id)
}
