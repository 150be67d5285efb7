import express, { type ErrorRequestHandler, Router } from 'express'
import { replaceBook } from '../../actions/edit-book.ts'
import type { BookFile } from '../../domain/book/book.ts'
import { checkBook } from '../../domain/book/book-check.ts'
import { describeProblem } from '../../domain/book/problem-words.ts'
import { findDuty } from '../../domain/duty.ts'
import { instantOf } from '../../domain/instant.ts'
import { sendProblem } from '../problem.ts'
import { readerOf } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { callerOf, knowCaller, officeOnly } from './caller.ts'
import { incidentRoutes } from './incidents.ts'
import { openApiOf } from './openapi.ts'
import { BadMoment, momentIn, sightOf, textIn } from './request.ts'
import { sampleRoutes } from './samples.ts'
import { dutyShape, siteShape } from './shapes.ts'

/** The API for other programs (CONTRACT "HTTP"), described by its own `/api/v1/openapi.json`. */
export const api: Screen = (router, room) => {
  const v1 = Router()
  v1.get('/openapi.json', (_req, res) => {
    res.json(openApiOf(room.deps.config.version))
  })
  v1.use(knowCaller(room))
  // A whole book of a province fits into this; acts are a line or two.
  v1.use('/book', express.json({ limit: '20mb' }))
  v1.use(express.json({ limit: '100kb' }))
  lookRoutes(v1, room)
  incidentRoutes(v1, room)
  sampleRoutes(v1, room)
  bookRoutes(v1, room)
  v1.use((_req, res) => sendProblem(res, 404, 'Not found'))
  v1.use(refuseBadInput)
  router.use('/api/v1', (_req, res, next) => {
    res.set('cache-control', 'no-store')
    next()
  })
  router.use('/api/v1', v1)
}

function lookRoutes(router: Router, room: Room): void {
  const { deps } = room
  router.get('/board', async (req, res) => {
    const sight = sightOf(req, room)
    const now = deps.now()
    const states = deps.watch.siteStates()
    const incidents = new Map((await deps.log.incidents.live()).map((incident) => [incident.siteId, incident]))
    const sites = [...sight.book.sites.values()].map((site) =>
      siteShape(sight, site, { state: states.get(site.id), incident: incidents.get(site.id), now }),
    )
    res.json({ blind: deps.watch.blindSince() !== null, sites })
  })
  router.get('/duty', (req, res) => {
    const sight = sightOf(req, room)
    const site = textIn(req.query['site'])
    if (site === null || !sight.book.sites.has(site))
      return sendProblem(res, 404, 'Not found', 'There is no such site.')
    const { timezone } = sight.book.settings
    const at = momentIn(req.query['at'], (text) => instantOf(text, timezone)) ?? deps.now()
    res.json(dutyShape(sight, findDuty(sight.book, site, at)))
  })
}

function bookRoutes(router: Router, room: Room): void {
  const { deps } = room
  router.get('/book', officeOnly, (_req, res) => {
    res.json(deps.book.current().file)
  })
  router.put('/book', officeOnly, async (req, res) => {
    const checked = checkBook(req.body)
    if (!checked.ok) return sendFaults(req, res, checked.problems)
    const { person, from } = callerOf(req)
    const editor = { personId: person?.id ?? null, personName: person?.name ?? 'API', from }
    const edited = await replaceBook(deps, editor, checked.file satisfies BookFile, deps.now())
    if (edited.ok) return void res.json({ changes: edited.changes.map(({ list, id }) => `${list}/${id}`) })
    if (edited.problems.length > 0) return sendFaults(req, res, edited.problems)
    const ids = edited.orphans.map(({ id }) => id).join(', ')
    sendProblem(res, 409, 'orphaned_incidents', `Nobody would be left to tell about ${ids}.`)
  })
}

function sendFaults(
  req: express.Request,
  res: express.Response,
  problems: Parameters<typeof describeProblem>[0][],
): void {
  const { language } = readerOf(req)
  const errors = problems.map((fault) => ({
    path: fault.path,
    problem: fault.problem,
    detail: describeProblem(fault, language),
  }))
  const body = { type: 'about:blank', title: 'The book has faults; nothing was changed', status: 422, errors }
  res.status(422).type('application/problem+json').send(JSON.stringify(body))
}

const refuseBadInput: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (error instanceof BadMoment) return sendProblem(res, 422, 'bad_moment', `"${error.message}" is no moment.`)
  next(error)
}
