import type { ActionDeps } from '../actions/deps.ts'
import { tellOffice } from '../actions/tell-office.ts'
import { type Instant, second } from '../domain/instant.ts'
import { isSuspicious } from '../domain/watch/blindness.ts'
import type { Outlook } from '../domain/watch/outlook.ts'
import { type Failure, isServerFailure, type PingResult } from '../domain/watch/probe.ts'
import type { AskGateway } from '../probing/gateway.ts'
import type { AskReference } from '../probing/reference.ts'
import type { Clock } from './clock.ts'
import { within } from './within.ts'

export type SightDeps = {
  actions: ActionDeps
  clock: Clock
  askReference: AskReference
  askGateway: AskGateway
}

const referenceLimitMs = 5 * second
/** An answer counts this long: the other sites of the same minute need not ask again. */
const answerHoldsMs = 5 * second
/** While blind the references are asked this often. */
const askAgainMs = 10 * second

/** Where to look for what blinds the watch: its own network, beyond it, its name servers; null: nobody can say. */
export type BlindSpot = 'gateway' | 'beyond' | 'names' | null

export interface Sight {
  blindSince(): Instant | null
  blindSpot(): BlindSpot
  /**
   * Asked when a site is about to be called down for `failure`: whether it is the watch that cannot see. Becomes blind,
   * and tells the duty office once, when most references cannot be reached; for a name that no name server told, also
   * when they tell none of the references' names.
   */
  isBlind(outlook: Outlook, failingSince: Instant, failure: Failure | undefined): Promise<boolean>
  /** While blind: asks the references again when it is time; true when sight has just returned. */
  lookUp(): Promise<boolean>
  /** After sight returned: tells the office how many sites are down, once they have been looked at. */
  report(down: number, sites: number): Promise<void>
  /** The wall clock jumped: the summary keeps its distance from now. */
  followClock(byMs: number): void
  /** When the summary after blindness is due; null when none is. */
  summaryAt(): Instant | null
}

export function createSight(deps: SightDeps): Sight {
  const { actions, clock } = deps
  let blindSince: Instant | null = null
  let blindSpot: BlindSpot = null
  let lastAsked = { at: Number.NEGATIVE_INFINITY, view: Promise.resolve(clearView) }
  let summary: { at: Instant; backAt: Instant; blindMs: number } | null = null

  const look = (holdsMs: number): Promise<View> => {
    if (clock.monotonic() - lastAsked.at >= holdsMs) lastAsked = { at: clock.monotonic(), view: askAll(deps) }
    return lastAsked.view
  }
  return {
    blindSince: () => blindSince,
    blindSpot: () => (blindSince === null ? null : blindSpot),
    summaryAt: () => summary?.at ?? null,
    followClock(byMs) {
      if (summary) summary = { ...summary, at: summary.at + byMs }
    },
    async isBlind(outlook, failingSince, failure) {
      if (blindSince !== null) return true
      if (!isSuspicious(outlook, failingSince, actions.book.current().settings, clock.now())) return false
      const { canReach, canName, gateway } = await look(answerHoldsMs)
      const isUnnamed = failure?.kind === 'dns' && isServerFailure(failure.code)
      if (canReach && (canName || !isUnnamed)) return false
      if (blindSince !== null) return true
      blindSince = failingSince
      blindSpot = canReach ? 'names' : gateway === 'no' ? 'gateway' : gateway === 'yes' ? 'beyond' : null
      summary = null
      await actions.log.notices.set('blind', String(failingSince), clock.now())
      await tellOffice(actions, `blind.${failingSince}`, { key: 'blind', since: failingSince }, clock.now())
      actions.changes.publish({ kind: 'notice' })
      return true
    },
    async lookUp() {
      if (blindSince === null) return false
      const { canReach, canName } = await look(askAgainMs)
      if (!canReach || !canName || blindSince === null) return false
      const now = clock.now()
      const { probe } = actions.book.current().settings
      const roundMs = (probe.intervalSeconds + Math.max(0, ...probe.recheckSeconds) + probe.timeoutSeconds) * second
      summary = { at: now + roundMs, backAt: now, blindMs: now - blindSince }
      await cancelUnsent(actions, blindSince, now)
      blindSince = null
      await actions.log.notices.clear('blind')
      actions.changes.publish({ kind: 'notice' })
      return true
    },
    async report(down, sites) {
      if (!summary) return
      const { backAt: at, blindMs: forMs } = summary
      summary = null
      await tellOffice(actions, `blind.over.${at}`, { key: 'blind.over', at, forMs, sites, down }, clock.now())
    },
  }
}

/** What the references showed: whether most can be reached, and whether name servers know any that has a name. */
type View = { canReach: boolean; canName: boolean; gateway: PingResult['answer'] }
const clearView: View = { canReach: true, canName: true, gateway: 'unknown' }

/** Most references answering means that we can see; without references there is nothing to judge sight by. */
async function askAll(deps: SightDeps): Promise<View> {
  const { references } = deps.actions.book.current().settings.blindness
  if (references.length === 0) return clearView
  const [gateway, answers] = await within(deps.clock, referenceLimitMs, (signal) => {
    const ask = async (reference: string) => ({ reference, answer: await deps.askReference(reference, signal) })
    return Promise.all([deps.askGateway(signal), Promise.all(references.map(ask))])
  })
  const named = answers.filter(({ reference }) => hasName(reference))
  return {
    gateway,
    canReach: answers.filter(({ answer }) => answer === 'reached').length * 2 >= references.length,
    canName: named.length === 0 || named.some(({ answer }) => answer !== 'no_name'),
  }
}

/** Whether a name server has to be asked for it: neither a literal address nor this machine. */
function hasName(reference: string): boolean {
  const { hostname = '' } = URL.parse(reference) ?? {}
  return /[a-z]/i.test(hostname) && !hostname.startsWith('[') && hostname !== 'localhost'
}

/** The news that the watch is blind is no news any more once it sees again. */
async function cancelUnsent(actions: ActionDeps, since: Instant, now: Instant): Promise<void> {
  const { items } = await actions.log.pages.list({ since }, { limit: 50, cursor: null })
  for (const page of items) {
    const isUnsent = page.state === 'planned' && page.step === `blind.${since}`
    if (isUnsent) await actions.log.pages.fail(page.id, 'overtaken', now)
  }
}
