import type { Request, Response } from 'express'
import { standingOf, voidIncident } from '../../actions/incident/respond.ts'
import { type Incident, isLive } from '../../domain/incident/incident.ts'
import { showMissing } from '../faults.ts'
import { errorLookup } from '../form.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { answer, type Posted, perform, readAct } from './acts.ts'
import { meaningOf } from './meaning.ts'

/** `GET`, `POST /incidents/:id/void`: a page of its own, since it ends the paging for good. The office only. */
export const voidPage: Screen = (router, room) => {
  router.get('/incidents/:id/void', async (req, res) => {
    const incident = await findVoidable(room, req, req.params.id)
    if (!incident) return showMissing(room, req, res)
    await view(room, req, res, incident, null)
  })

  router.post('/incidents/:id/void', async (req, res) => {
    const incident = await room.deps.log.incidents.find(req.params.id)
    if (!incident || !isForOffice(room, req, incident)) return showMissing(room, req, res)
    const posted = readAct(req)
    if (isLive(incident) && posted.why === '') return view(room, req, res, incident, posted)
    const moved = await perform(room, req, {
      act: (deps, actor, { why }, now) => voidIncident(deps, { ...actor, reason: why }, now),
      posted,
      incident,
    })
    await answer(room, req, res, moved, posted)
  })
}

async function findVoidable(room: Room, req: Request, id: string): Promise<Incident | null> {
  const incident = await room.deps.log.incidents.find(id)
  return incident && isLive(incident) && isForOffice(room, req, incident) ? incident : null
}

function isForOffice(room: Room, req: Request, incident: Incident): boolean {
  const { person, now } = signedInReader(req)
  return standingOf(room.deps, person.id, incident, now) === 'office'
}

async function view(room: Room, req: Request, res: Response, incident: Incident, posted: Posted | null): Promise<void> {
  const { words } = signedInReader(req)
  const { act } = words.incident
  const title = act.voidTitle(incident.siteName)
  const errors = posted ? [{ field: 'why', text: act.voidMissing }] : []
  await showPage(room, req, res, {
    template: 'incidents/void',
    title,
    nav: 'incidents',
    status: posted ? 422 : 200,
    view: {
      title,
      back: `/incidents/${incident.id}`,
      version: incident.version,
      shown: meaningOf(incident),
      errors,
      errorOf: errorLookup(errors),
    },
  })
}
