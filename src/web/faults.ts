import type { ErrorRequestHandler, Express, Request, Response } from 'express'
import { StoreFailure } from '../storage/ports.ts'
import { ownPath } from './own-path.ts'
import { sendProblem } from './problem.ts'
import { knownReader } from './reader.ts'
import type { Room } from './room.ts'
import { showPage } from './show.ts'
import { wordsOf } from './words.ts'

/** The same page for what does not exist and for what is not the reader's. */
export async function showMissing(room: Room, req: Request, res: Response): Promise<void> {
  if (isForMachines(req)) return sendProblem(res, 404, 'Not found')
  const { missing } = wordsFor(room, req).frame
  await showPage(room, req, res, { status: 404, template: 'faults/missing', title: missing.title, view: {} })
}

export function setUpMissingPage(app: Express, room: Room): void {
  app.use((req, res) => showMissing(room, req, res))
}

/** The last handler: logs what went wrong under a number, and shows the reader that number and nothing else. */
export function setUpFaultPage(app: Express, room: Room): void {
  const onFault: ErrorRequestHandler = async (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    const refused = statusOf(error)
    const { frame } = wordsFor(room, req)
    if (refused !== null) {
      const text = refused === 413 ? frame.tooLarge : frame.missing.text
      if (isForMachines(req)) return sendProblem(res, refused, 'The request could not be read')
      res.status(refused).type('text/plain').send(text)
      return
    }
    if (error instanceof StoreFailure) {
      room.deps.logger.error({ err: error, method: req.method, path: req.path }, 'a request could not be saved')
      if (isForMachines(req)) return sendProblem(res, 507, 'Not saved', frame.unsaved.text)
      return showUnsaved(room, req, res)
    }
    const id = room.deps.draw.code()
    room.deps.logger.error({ err: error, id, method: req.method, path: req.path }, 'a request failed')
    if (isForMachines(req)) return sendProblem(res, 500, 'Something went wrong', `number ${id}`)
    await showFault(room, req, res, frame.broken(id))
  }
  app.use(onFault)
}

/** Nothing was changed, and nothing typed is lost: the page holds the form, to be sent again once there is room. */
async function showUnsaved(room: Room, req: Request, res: Response): Promise<void> {
  const { unsaved } = wordsFor(room, req).frame
  const body: unknown = req.body
  const typed = typeof body === 'object' && body !== null && !Buffer.isBuffer(body) ? Object.entries(body) : []
  // A password is not printed into a page: whoever typed one types it again.
  const hasSecret = typed.some(([name]) => name.includes('password'))
  const fields = typed.flatMap(([name, value]) =>
    [value].flat().flatMap((one) => (typeof one === 'string' ? { name, value: one } : [])),
  )
  const action = fields.length > 0 && !hasSecret ? ownPath(req.originalUrl) : null
  const view = { text: unsaved.text, again: unsaved.again, action, fields }
  try {
    await showPage(room, req, res, { status: 507, template: 'faults/unsaved', title: unsaved.title, view })
  } catch (error) {
    room.deps.logger.error({ err: error }, 'the page about a disk that takes no writes failed as well')
    res.status(507).type('text/plain').send(unsaved.text)
  }
}

/** The fault may lie in what the frame needs, so the page falls back on one plain sentence. */
async function showFault(room: Room, req: Request, res: Response, sentence: string): Promise<void> {
  try {
    await showPage(room, req, res, { status: 500, template: 'faults/broken', title: sentence, view: { sentence } })
  } catch (error) {
    room.deps.logger.error({ err: error }, 'the page about a fault failed as well')
    res.status(500).type('text/plain').send(sentence)
  }
}

/** What the body parser and the router refuse: a request that is too large or malformed is the sender's fault. */
function statusOf(error: unknown): number | null {
  const status: unknown = typeof error === 'object' && error !== null && 'status' in error ? error.status : null
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null
}

/** In the reader's language, or the book's when the request failed before the reader was known. */
export function wordsFor(room: Room, req: Request) {
  return knownReader(req)?.words ?? wordsOf(room.deps.book.current().settings.language)
}

function isForMachines(req: Request): boolean {
  return req.path.startsWith('/api/') || req.path === '/events'
}
