import type { Request, Response, Router } from 'express'
import {
  type Actor,
  acknowledge,
  confirmRecovery,
  type Moved,
  pass,
  rejectRecovery,
  undoAcknowledgement,
  voidIncident,
} from '../../actions/incident/respond.ts'
import { hasStanding, highestStanding } from '../../domain/authority.ts'
import { type Cause, causes, type Incident, incidentStates } from '../../domain/incident/incident.ts'
import { instantOf } from '../../domain/instant.ts'
import { plainNote } from '../../domain/plain-note.ts'
import type { IncidentFilter } from '../../storage/ports.ts'
import { refusalText, staleText } from '../incidents/refusal.ts'
import { sendProblem } from '../problem.ts'
import { readerOf } from '../reader.ts'
import type { Room } from '../room.ts'
import { callerOf } from './caller.ts'
import { choice, momentIn, sightOf, sliceOf, textIn } from './request.ts'
import { changeShape, eventShape, incidentShape, pageShape } from './shapes.ts'

export function incidentRoutes(router: Router, room: Room): void {
  const { log } = room.deps
  router.get('/incidents', async (req, res) => {
    const { items, next } = await log.incidents.list(filterOf(req, room), sliceOf(req))
    res.json({ items: items.map((incident) => incidentShape(sightOf(req, room), incident)), next })
  })
  router.get('/incidents/:id', async (req, res) => {
    const incident = await log.incidents.find(req.params.id)
    if (!incident) return sendProblem(res, 404, 'Not found')
    res.json(await wholeIncident(req, room, incident))
  })
  router.post('/incidents/:id/:act', async (req, res) => {
    const act = acts.get(req.params.act)
    const incident = act && (await log.incidents.find(req.params.id))
    if (!act || !incident) return sendProblem(res, 404, 'Not found')
    const personId = actingPerson(req)
    if (personId === null) return sendProblem(res, 422, 'personId is needed', 'Say who acts: {"personId": "…"}.')
    const moved = await act(room, { incidentId: incident.id, personId, via: 'api' }, req)
    await answer(req, res, room, moved)
  })
  router.use('/pages', (req, res, next) => (mayReadPages(req, room) ? next() : sendProblem(res, 404, 'Not found')))
  router.get('/pages/:id', async (req, res) => {
    const page = await wholePage(req, room, req.params.id)
    if (!page) return sendProblem(res, 404, 'Not found')
    const history = await log.pages.history(req.params.id)
    res.json({ ...page, history: history.map((change) => changeShape(sightOf(req, room), change)) })
  })
  router.get('/pages', async (req, res) => {
    const incidentId = textIn(req.query['incident'])
    const { items, next } = await log.pages.list(incidentId ? { incidentId } : {}, sliceOf(req))
    res.json({ items: await Promise.all(items.map((page) => wholePage(req, room, page.id))), next })
  })
}

/** As the outbox: whoever works on a site may see what was sent, of rosters and people as well as of outages. */
function mayReadPages(req: Request, { deps }: Room): boolean {
  const { isOffice, person } = callerOf(req)
  return isOffice || hasStanding(highestStanding(deps.book.current(), person?.id ?? '', deps.now()), 'staff')
}

type DoAct = (room: Room, actor: Actor, req: Request) => Promise<Moved>

/** A map, so that no name reaches into an object's own past (`__proto__`, `constructor`). */
const acts = new Map<string, DoAct>(
  Object.entries({
    acknowledge: ({ deps }, actor, req) => {
      return acknowledge(deps, { ...actor, takeOver: fieldOf(req, 'takeOver') === true }, deps.now())
    },
    undo: ({ deps }, actor) => undoAcknowledgement(deps, actor, deps.now()),
    pass: ({ deps }, actor) => pass(deps, actor, deps.now()),
    confirm: ({ deps }, actor, req) => {
      return confirmRecovery(deps, { ...actor, cause: causeOf(req), note: textOf(req, 'note') }, deps.now())
    },
    reject: ({ deps }, actor, req) => rejectRecovery(deps, { ...actor, note: textOf(req, 'note') }, deps.now()),
    void: async ({ deps }, actor, req) => {
      const reason = textOf(req, 'reason')
      return voidIncident(deps, { ...actor, reason }, deps.now())
    },
  } satisfies Record<string, DoAct>),
)

/** The token acts for whomever it names; a person acts for themselves, and the office for anybody. */
function actingPerson(req: Request): string | null {
  const caller = callerOf(req)
  const named = textIn(fieldOf(req, 'personId'))
  if (caller.isOffice) return named ?? caller.person?.id ?? null
  return caller.person?.id ?? null
}

async function answer(req: Request, res: Response, room: Room, moved: Moved): Promise<void> {
  if (moved.kind === 'moved') {
    res.json({ result: moved.reason, incident: await wholeIncident(req, room, moved.incident) })
    return
  }
  if (moved.kind === 'missing') {
    // The office sees every incident, so to it "not yours" would be a riddle.
    if (callerOf(req).isOffice)
      return sendProblem(res, 409, 'not_entitled', 'This person may not do this to this incident.')
    return sendProblem(res, 404, 'Not found')
  }
  const reader = readerOf(req)
  if (moved.kind === 'stale') return sendProblem(res, 409, 'stale', staleText(reader, moved.incident))
  sendProblem(res, 409, moved.reason, refusalText(room, reader, moved.incident, moved.reason))
}

async function wholeIncident(req: Request, room: Room, incident: Incident) {
  const sight = sightOf(req, room)
  const { incidents, pages } = room.deps.log
  const found = await pages.ofIncident(incident.id)
  return {
    ...incidentShape(sight, incident),
    events: (await incidents.events(incident.id)).map((event) => eventShape(sight, event)),
    pages: await Promise.all(found.map((page) => wholePage(req, room, page.id))),
  }
}

async function wholePage(req: Request, room: Room, pageId: string) {
  const { pages } = room.deps.log
  const page = await pages.find(pageId)
  return page ? pageShape(sightOf(req, room), page, await pages.attempts([page.bundleId ?? page.id])) : null
}

function filterOf(req: Request, room: Room): IncidentFilter {
  const { timezone } = room.deps.book.current().settings
  const state = choice(req.query['state'], incidentStates)
  const siteId = textIn(req.query['site'])
  const from = momentIn(req.query['from'], (text) => instantOf(text, timezone))
  const to = momentIn(req.query['to'], (text) => instantOf(text, timezone))
  return {
    ...(state ? { states: [state] } : {}),
    ...(siteId ? { siteId } : {}),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  }
}

function causeOf(req: Request): Cause | null {
  return choice(fieldOf(req, 'cause'), causes)
}

function textOf(req: Request, name: string): string {
  return plainNote(textIn(fieldOf(req, name)) ?? '', 2_000)
}

function fieldOf(req: Request, name: string): unknown {
  const body: unknown = req.body
  return typeof body === 'object' && body !== null ? new Map(Object.entries(body)).get(name) : undefined
}
