import { topicOf } from '../../src/domain/incident/bundle.ts'
import type { Incident, IncidentEvent } from '../../src/domain/incident/incident.ts'
import { isLive } from '../../src/domain/incident/incident.ts'
import type { Page } from '../../src/domain/incident/page.ts'
import { minute, second } from '../../src/domain/instant.ts'
import type { Message } from '../../src/domain/texts/message.ts'
import type { World } from './world.ts'

/** A promise of the pager that was not kept, with everything that is needed to see why. */
export class Broken extends Error {}

function promise(isKept: boolean, what: string, facts: unknown): void {
  if (!isKept) throw new Broken(`${what}\n${JSON.stringify(facts, null, 1)}`)
}

/** Asked as the first byte of a page leaves: somebody still wants it (invariants I6, and no stale page). */
export function checkTry(world: World, pageId: string): void {
  const about = world.log.rows(
    `SELECT page.wanted_state AS wanted, incident.state AS state FROM page
     LEFT JOIN incident ON incident.id = page.incident_id
     WHERE (page.id = ? OR page.bundle_id = ?) AND page.urgency = 'page' AND page.incident_id IS NOT NULL`,
    pageId,
    pageId,
  )
  const isWanted = about.length === 0 || about.some(({ wanted, state }) => wanted === state)
  promise(isWanted, 'I6: a page left that nobody wants any more', { pageId, about })
}

/** Asked after every moment. */
export async function checkAll(world: World): Promise<void> {
  promise(world.faults.length === 0, 'nothing failed inside', world.faults.map(String))
  const incidents = world.log.incidents()
  for (const incident of incidents) checkIncident(world, incident)
  await checkPages(world)
  checkFanOut(world)
}

function checkIncident(world: World, incident: Incident): void {
  const { state, dueAt } = incident
  if (isLive(incident)) {
    const same = world.log.rows(
      "SELECT id FROM incident WHERE site_id = ? AND state IN ('paging', 'acknowledged', 'recovered')",
      incident.siteId,
    )
    promise(same.length === 1, 'I2: one live incident a site', same)
  }
  if (state === 'paging' || state === 'acknowledged') {
    promise(dueAt !== null, 'I9: an open incident waits for the clock', incident)
    const isLate = dueAt !== null && dueAt < world.now - 10 * second && world.aliveSince < world.now - 10 * second
    promise(!isLate, 'I5: an escalation begins within 10 s of its moment', { now: world.now, incident })
  }
  // In the order in which they were written: with a clock that was set back that is not the order of their times.
  const rows = world.log.rows('SELECT body FROM event WHERE incident_id = ? ORDER BY id', incident.id)
  const events = rows.map(({ body }) => JSON.parse(String(body)) as IncidentEvent) // ours
  checkLevels(incident, events)
  checkEnd(incident, events)
}

/** I8: closed by machine and human, in that order, with no failure between the two. */
function checkEnd(incident: Incident, events: readonly IncidentEvent[]): void {
  if (incident.state !== 'closed') return
  const turns = events.map(({ kind }) => kind).filter((kind) => ['relapsed', 'recovered', 'confirmed'].includes(kind))
  const isWhole = incident.confirmedBy !== null && incident.confirmedAt !== null && incident.recoveredAt !== null
  promise(isWhole && turns.slice(-2).join() === 'recovered,confirmed', 'I8: closed by machine and human', {
    incident,
    turns,
  })
}

const beginnings: readonly IncidentEvent['kind'][] = ['relapsed', 'acknowledgement_expired', 'rejected']

/** I5: within one run of the ladder each level fires once, and never an earlier one after a later one. */
function checkLevels(incident: Incident, events: readonly IncidentEvent[]): void {
  let fired = new Set<string>()
  let highest = -1
  for (const event of events) {
    if (beginnings.includes(event.kind)) {
      fired = new Set()
      highest = -1
    }
    if (event.kind !== 'escalated') continue
    const rung = `${event.level} ${event.tell}`
    promise(!fired.has(rung) && event.level >= highest, 'I5: a level fires once', { incident: incident.id, events })
    fired.add(rung)
    highest = event.level
  }
}

async function checkPages(world: World): Promise<void> {
  const now = world.now
  const rows = world.log.rows(
    `SELECT page.id AS id, page.state AS state, due_at, urgency, updated_at FROM page
     LEFT JOIN attempt ON page_id = page.id AND n = attempts WHERE page.state IN ('planned', 'claimed', 'unknown')`,
  )
  for (const row of rows) {
    const since = Math.max(Number(row['state'] === 'planned' ? row['due_at'] : row['updated_at']), world.aliveSince)
    const limit = row['state'] === 'planned' ? 5 * second : 45 * second
    const isLate = row['urgency'] === 'page' && now - since > limit
    promise(!isLate, row['state'] === 'planned' ? 'I1: what is due begins within 5 s' : 'I4: unknown is short', {
      now,
      row,
    })
  }
  for (const { taken, tries } of [world.sms, world.second]) {
    const byPage = Map.groupBy(taken, ({ order }) => order.pageId)
    for (const [pageId, messages] of byPage) {
      if (messages.length < 2) continue
      const history = await world.actions.log.pages.history(pageId)
      const unknowns = history.filter(({ state }) => state === 'unknown').length
      promise(messages.length <= 1 + unknowns, 'I3: accepted twice without an unknown outcome', { messages, history })
      const isSentThoughFound = messages.some(
        ({ foundAt }) => foundAt !== null && messages.some(({ at }) => at > foundAt),
      )
      promise(!isSentThoughFound, 'I3: sent again although the list had shown it', messages)
      const codes = new Set(messages.map(({ order }) => order.code))
      promise(codes.size === 1, 'I3: sent again under another code', messages)
      promise(
        messages.slice(1).every(({ order }) => order.text.includes('重发') || tries.length === 0),
        'I3: unmarked',
        messages,
      )
    }
  }
  const owners = new Map<string, string>()
  for (const { order } of [...world.sms.taken, ...world.second.taken]) {
    if (order.code === null) continue
    const known = owners.get(order.code) ?? order.to
    promise(known === order.to, 'I10: one code, one person', order)
    owners.set(order.code, order.to)
  }
}

/** I15: texts about several sites come at most once a minute and four times in a quarter of an hour to one person. */
function checkFanOut(world: World): void {
  const first = [...world.sms.tries, ...world.second.tries].filter(
    ({ order, monoMs }) => order.attempt === 1 && monoMs >= world.clockSetAtMono,
  )
  for (const tries of Map.groupBy(first, ({ order }) => order.to).values()) {
    const down = tries.flatMap(({ order, monoMs }) => {
      const row = world.log.rows('SELECT body, incident_id FROM page WHERE id = ?', order.pageId)[0]
      const message = (JSON.parse(String(row?.['body'])) as Page).message // ours
      return isDown(message) ? [{ monoMs, incident: row?.['incident_id'] ?? order.pageId }] : []
    })
    for (const [i, one] of down.entries()) {
      const others = down.slice(0, i).filter(({ incident }) => incident !== one.incident)
      const lately = others.filter(({ monoMs }) => one.monoMs - monoMs < 15 * minute)
      const isTooSoon = lately.some(({ monoMs }) => one.monoMs - monoMs < minute - second)
      promise(!isTooSoon && lately.length < 4, 'I15: bounded fan-out', { one, down })
    }
  }
}

function isDown(message: Message): boolean {
  return message.key === 'bundle' ? message.topic === 'down' : topicOf(message) === 'down'
}
