import type { Request, Response } from 'express'
import {
  type Actor,
  acknowledge,
  addNote,
  askForHelp,
  confirmRecovery,
  type Moved,
  pass,
  rejectRecovery,
  renewAcknowledgement,
  reportMended,
  undoAcknowledgement,
  writeProgress,
} from '../../actions/incident/respond.ts'
import { type Cause, causes, type Incident, takenAt } from '../../domain/incident/incident.ts'
import type { Instant } from '../../domain/instant.ts'
import { plainNote } from '../../domain/plain-note.ts'
import type { WebDeps } from '../deps.ts'
import { showMissing } from '../faults.ts'
import { fieldsOf, valuesOf } from '../form.ts'
import { type Reader, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import type { Typed } from './dock-view.ts'
import { meaningOf } from './meaning.ts'
import { showIncident } from './page.ts'
import { refusalText, staleText } from './refusal.ts'

/** What was posted: the words, and the version and meaning of the page they were typed on. */
export type Posted = Typed & { version: number; shown: string }
type Act = (deps: WebDeps, actor: Actor, posted: Posted, now: Instant) => Promise<Moved>

/** One entry for each act of the page; the last part of its address is its name. */
const acts: Record<string, Act> = {
  acknowledge: (deps, actor, _posted, now) => acknowledge(deps, actor, now),
  'take-over': (deps, actor, _posted, now) => acknowledge(deps, { ...actor, takeOver: true }, now),
  undo: (deps, actor, _posted, now) => undoAcknowledgement(deps, actor, now),
  pass: (deps, actor, _posted, now) => pass(deps, actor, now),
  progress: (deps, actor, posted, now) => writeProgress(deps, { ...actor, note: wordsIn(posted) }, now),
  renew: (deps, actor, _posted, now) => renewAcknowledgement(deps, actor, now),
  help: (deps, actor, _posted, now) => askForHelp(deps, actor, now),
  mended: (deps, actor, posted, now) => reportMended(deps, { ...actor, ...causeAndNote(posted) }, now),
  confirm: (deps, actor, posted, now) => confirmRecovery(deps, { ...actor, ...causeAndNote(posted) }, now),
  reject: (deps, actor, posted, now) => rejectRecovery(deps, { ...actor, note: posted.why }, now),
  note: (deps, actor, posted, now) => addNote(deps, { ...actor, note: posted.note }, now),
}

/** `POST /incidents/:id/:act`. Answers with a redirect, or with the page again and the reason. */
export const incidentActs: Screen = (router, room) => {
  router.post('/incidents/:id/:act', async (req, res) => {
    const { id, act: name } = req.params
    const act = Object.hasOwn(acts, name) ? acts[name] : undefined
    const incident = await room.deps.log.incidents.find(id)
    if (!act || !incident) return showMissing(room, req, res)
    const posted = readAct(req)
    const missing = validate(name, posted, signedInReader(req))
    if (missing) return showIncident(room, req, res, incident, { refusal: missing, typed: posted, status: 422 })
    const moved = await perform(room, req, { act, posted, incident })
    await answer(room, req, res, moved, posted)
  })
}

/** Carries out the act on the version that was shown, or on the newest one when the button still means the same. */
export async function perform(
  room: Room,
  req: Request,
  order: { act: Act; posted: Posted; incident: Incident },
): Promise<Moved> {
  const { person, now } = signedInReader(req)
  const { act, posted, incident } = order
  const actor: Actor = { incidentId: incident.id, personId: person.id, via: 'web', shownVersion: posted.version }
  const moved = await act(room.deps, actor, posted, now)
  const meansTheSame = moved.kind === 'stale' && posted.shown === meaningOf(moved.incident)
  if (!meansTheSame) return moved
  return act(room.deps, { ...actor, shownVersion: moved.incident.version }, posted, now)
}

export async function answer(room: Room, req: Request, res: Response, moved: Moved, posted: Posted): Promise<void> {
  const reader = signedInReader(req)
  switch (moved.kind) {
    case 'missing':
      return showMissing(room, req, res)
    case 'stale':
      return showIncident(room, req, res, moved.incident, {
        refusal: staleText(reader, moved.incident),
        typed: posted,
        status: 409,
      })
    case 'refused': {
      const refusal = refusalText(room, reader, moved.incident, moved.reason)
      return showIncident(room, req, res, moved.incident, { refusal, typed: posted, status: 409 })
    }
    case 'moved':
      return seeOther(req, res, `/incidents/${moved.incident.id}`, doneText(reader, moved))
  }
}

function doneText({ words, format }: Reader, { incident, reason }: Extract<Moved, { kind: 'moved' }>): string {
  const { done } = words.incident
  const until = incident.acknowledgementExpiresAt
  if (reason === 'renewed') return done.renewed(until === null ? '' : format.clockSeconds(until))
  const tookAt = takenAt(incident)
  if (reason === 'acknowledged_late' && incident.acknowledgedBy && tookAt !== null) {
    return done.late(incident.acknowledgedBy.name, format.clockSeconds(tookAt))
  }
  const plain: Record<string, string | ((text: string) => string)> = { ...done, late: done.noted }
  const text = Object.hasOwn(plain, reason) ? plain[reason] : undefined
  return typeof text === 'string' ? text : done.noted
}

function validate(name: string, posted: Posted, { words }: Reader): string | null {
  const needsWords = name === 'progress' ? wordsIn(posted) === '' : name === 'note' && posted.note === ''
  return needsWords ? words.incident.act.noteMissing : null
}

const mostLetters = 500

export function readAct(req: Request): Posted {
  const { version, shown, note, cause, why } = fieldsOf(req)
  const clean = (text: string | undefined) => plainNote(text ?? '', mostLetters)
  return {
    version: version !== undefined && /^\d{1,9}$/.test(version) ? Number(version) : -1,
    shown: shown ?? '',
    note: clean(note),
    cause: cause ?? '',
    why: clean(why),
    quick: valuesOf(req, 'quick').map(clean).slice(0, 8),
  }
}

/** The chosen phrases and the typed words as one line. */
function wordsIn({ quick, note }: Posted): string {
  return [...quick, note].filter(Boolean).join('；')
}

function causeAndNote({ cause, note }: Posted): { cause: Cause | null; note: string } {
  return { cause: causes.find((known) => known === cause) ?? null, note }
}
