import type { Request, Response } from 'express'
import { noteSignOut, type SignIn, signIn } from '../../actions/people/accounts.ts'
import { minute } from '../../domain/instant.ts'
import { normaliseMobile } from '../../domain/phone.ts'
import { errorLookup, type FieldError, fieldsOf } from '../form.ts'
import { ownPath } from '../own-path.ts'
import { type Reader, readerOf } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { beginSession, endSession } from '../sessions.ts'
import { seeOther, showPage } from '../show.ts'

/** `GET`, `POST /sign-in` and `POST /sign-out`. A woken person lands here, so the code page is offered first. */
export const signInAndOut: Screen = (router, room) => {
  router.get('/sign-in', async (req, res) => {
    if (readerOf(req).person) return res.redirect(303, ownPath(req.query['next']))
    await view(room, req, res, { mobile: '', next: ownPath(req.query['next']) })
  })
  router.post('/sign-in', (req, res) => submit(room, req, res))
  router.post('/sign-out', async (req, res) => {
    const { person, from, now } = readerOf(req)
    if (person) await noteSignOut(room.deps, { personId: person.id, personName: person.name, from }, now)
    room.streams.endOfSession(req.sessionID)
    await endSession(req)
    res.redirect(303, '/sign-in')
  })
}

async function submit(room: Room, req: Request, res: Response): Promise<void> {
  const { mobile = '', password = '', next } = fieldsOf(req)
  const { from, now } = readerOf(req)
  const read = normaliseMobile(mobile)
  const order = { mobile: read.ok ? read.e164 : null, password, from, limit: room.deps.signInLimit }
  const outcome = await signIn(room.deps, order, now)
  if (outcome.kind === 'signed_in') {
    await beginSession(req, outcome.person)
    return seeOther(req, res, ownPath(next))
  }
  await view(room, req, res, { mobile, next: ownPath(next), refused: outcome })
}

type Refused = Exclude<SignIn, { kind: 'signed_in' }>
type Shown = { mobile: string; next: string; refused?: Refused }

async function view(room: Room, req: Request, res: Response, { mobile, next, refused }: Shown): Promise<void> {
  const { words } = readerOf(req)
  const errors: FieldError[] = refused ? [{ field: 'password', text: refusalOf(readerOf(req), refused) }] : []
  if (refused?.kind === 'wait') res.set('retry-after', String(secondsUntil(refused.until, readerOf(req).now)))
  await showPage(room, req, res, {
    template: 'door/sign-in',
    title: words.door.signIn,
    status: refused ? (refused.kind === 'wait' ? 429 : 422) : 200,
    view: { mobile, next, errors, errorOf: errorLookup(errors) },
  })
}

function refusalOf({ words, now }: Reader, refused: Refused): string {
  if (refused.kind === 'wrong') return words.door.wrong(refused.triesLeft)
  return words.door.wait(Math.ceil((refused.until - now) / minute))
}

function secondsUntil(until: number, now: number): number {
  return Math.max(1, Math.ceil((until - now) / 1000))
}
