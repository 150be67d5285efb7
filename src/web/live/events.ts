import { sendProblem } from '../problem.ts'
import { readerOf } from '../reader.ts'
import type { Screen } from '../room.ts'
import { type Stream, sendBeat } from './streams.ts'

/** `GET /events`: facts about what has just changed, and a heartbeat. The open page decides what to show. */
export const liveEvents: Screen = (router, { deps, streams }) => {
  router.get('/events', (req, res) => {
    const { person } = readerOf(req)
    if (!person) return sendProblem(res, 401, 'Not signed in')
    res.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    const sessionId = req.sessionID
    const stream: Stream = {
      sessionId,
      res,
      isEntitled: async () => {
        const current = deps.book.current().people.get(person.id)
        const isHere = current !== undefined && !current.disabled
        return isHere && (await deps.log.sessions.read(sessionId, deps.now())) !== null
      },
      onError: (error) => deps.logger.warn({ err: error }, 'a live page could not be checked'),
    }
    streams.add(stream)
    sendBeat(res)
    const unsubscribe = deps.changes.subscribe((change) => {
      res.write(`event: change\ndata: ${JSON.stringify(change)}\n\n`)
    })
    res.on('close', () => {
      unsubscribe()
      streams.remove(stream)
    })
  })
}
