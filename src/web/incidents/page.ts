import type { Request, Response } from 'express'
import type { Incident } from '../../domain/incident/incident.ts'
import { showMissing } from '../faults.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { showPage } from '../show.ts'
import type { Typed } from './dock-view.ts'
import { buildIncident } from './incident-view.ts'

/** `GET /incidents/:id`: one incident, whole. */
export const incidentPage: Screen = (router, room) => {
  router.get('/incidents/:id', async (req, res) => {
    const incident = await room.deps.log.incidents.find(req.params.id)
    if (!incident) return showMissing(room, req, res)
    await showIncident(room, req, res, incident)
  })
}

/** The page itself; after a refused act with the reason on top and what was typed still in its place. */
export async function showIncident(
  room: Room,
  req: Request,
  res: Response,
  incident: Incident,
  after: { refusal: string; typed: Typed; status: number } | null = null,
): Promise<void> {
  const view = await buildIncident(room, signedInReader(req), incident, after)
  await showPage(room, req, res, {
    template: 'incidents/incident',
    title: view.title,
    status: after?.status ?? 200,
    nav: 'incidents',
    live: `incident:${incident.id}`,
    body: view.dock.kind === 'none' || view.dock.kind === 'note' ? 'has-tabs' : 'has-act',
    alarm: incident.state === 'paging' ? 1 : 0,
    view,
  })
}
