import type { Request, Response } from 'express'
import { findInvited, useInvitation } from '../../actions/people/accounts.ts'
import { shortestPassword } from '../../actions/people/passwords.ts'
import { errorLookup, type FieldError, fieldsOf } from '../form.ts'
import { readerOf } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { beginSession } from '../sessions.ts'
import { seeOther, showPage } from '../show.ts'
import { passwordErrors } from './password-field.ts'

/** `GET`, `POST /welcome/:token`: a person sets their own password by a link that works once. */
export const welcome: Screen = (router, room) => {
  router.get('/welcome/:token', (req, res) => view(room, req, res, req.params.token, []))
  router.post('/welcome/:token', async (req, res) => {
    const { token } = req.params
    const { words, from, now } = readerOf(req)
    const { password = '', again = '' } = fieldsOf(req)
    const errors = passwordErrors(password, again, words)
    if (errors.length > 0) return view(room, req, res, token, errors)
    const person = await useInvitation(room.deps, { token, password, from }, now)
    if (!person) return showGone(room, req, res)
    await beginSession(req, person)
    await seeOther(req, res, '/', words.door.welcome.saved)
  })
}

async function view(room: Room, req: Request, res: Response, token: string, errors: FieldError[]): Promise<void> {
  const { words, now } = readerOf(req)
  const person = await findInvited(room.deps, token, now)
  if (!person) return showGone(room, req, res)
  const title = words.door.welcome.title(person.name)
  await showPage(room, req, res, {
    template: 'door/welcome',
    title,
    status: errors.length > 0 ? 422 : 200,
    view: { title, token, shortest: shortestPassword, errors, errorOf: errorLookup(errors) },
  })
}

async function showGone(room: Room, req: Request, res: Response): Promise<void> {
  const { gone } = readerOf(req).words.door.welcome
  await showPage(room, req, res, { template: 'door/gone', title: gone.title, status: 404, view: gone })
}
