import type { Request, RequestHandler } from 'express'
import { isOffice } from '../../domain/authority.ts'
import type { Person } from '../../domain/book/book.ts'
import { hasToken } from '../machine.ts'
import { sendProblem } from '../problem.ts'
import { readerOf } from '../reader.ts'
import type { Room } from '../room.ts'

/** Who calls the API: the holder of the token, with the rights of the office, or somebody who is signed in. */
export type Caller = { person: Person | null; isOffice: boolean; from: string }

const callers = new WeakMap<Request, Caller>()

/** Lets the token and signed-in people through; everybody else gets a 401 that says how to come back. */
export function knowCaller(room: Room): RequestHandler {
  return (req, res, next) => {
    const { person, from } = readerOf(req)
    if (hasToken(req, room.deps.config.apiToken)) callers.set(req, { person: null, isOffice: true, from })
    else if (person) callers.set(req, { person, isOffice: isOffice(room.deps.book.current(), person.id), from })
    else {
      res.set('www-authenticate', 'Bearer')
      return sendProblem(res, 401, 'Not signed in', 'Send the API token as a bearer token, or sign in.')
    }
    next()
  }
}

export function callerOf(req: Request): Caller {
  const caller = callers.get(req)
  if (!caller) throw new Error('a route of the API was reached without its caller being known')
  return caller
}

/** For routes of the office alone: to everybody else they do not exist. */
export const officeOnly: RequestHandler = (req, res, next) => {
  if (callerOf(req).isOffice) return next()
  sendProblem(res, 404, 'Not found')
}
