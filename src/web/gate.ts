import type { RequestHandler } from 'express'
import { sendProblem } from './problem.ts'
import { readerOf } from './reader.ts'
import { isRead } from './security.ts'

/** Behind it everybody is signed in. A screen that is added later stands behind it unless `screens.ts` says otherwise. */
export const gate: RequestHandler = (req, res, next) => {
  if (readerOf(req).person) return next()
  if (req.path.startsWith('/api/') || req.path === '/events') return sendProblem(res, 401, 'Not signed in')
  const back = isRead(req) && req.originalUrl !== '/' ? `?next=${encodeURIComponent(req.originalUrl)}` : ''
  res.redirect(303, `/sign-in${back}`)
}
