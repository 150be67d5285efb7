import type { Response } from 'express'

/** Open pages that listen. Kept in one place so that signing out can end them. */
export type Streams = {
  add(stream: Stream): void
  remove(stream: Stream): void
  endOfSession(sessionId: string): void
}
/** `isEntitled` is asked at every heartbeat, so that a reader who has left hears nothing more. */
export type Stream = { sessionId: string; res: Response; isEntitled(): Promise<boolean>; onError(error: unknown): void }

const heartbeatMs = 3000
/** More open pages than anybody has. Beyond it the oldest is ended, or one session could take every connection. */
const mostOfSession = 20
/** A reader who has taken in nothing for so many bytes is gone, whatever the connection says. */
const mostUnreadBytes = 64 * 1024

/** Sends every open stream a heartbeat each three seconds: that is how a page knows that it is live. */
export function createStreams(): Streams {
  const open = new Set<Stream>()
  let timer: NodeJS.Timeout | null = null
  const stopWhenEmpty = () => {
    if (open.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
  const end = (stream: Stream) => {
    open.delete(stream)
    stream.res.end()
    stopWhenEmpty()
  }
  const beat = () => {
    for (const stream of open) {
      if (stream.res.writableLength > mostUnreadBytes) stream.res.destroy()
      else stream.isEntitled().then((isEntitled) => (isEntitled ? sendBeat(stream.res) : end(stream)), stream.onError)
    }
  }
  return {
    add(stream) {
      const ofSession = [...open].filter(({ sessionId }) => sessionId === stream.sessionId)
      for (const oldest of ofSession.slice(0, Math.max(0, ofSession.length - mostOfSession + 1))) end(oldest)
      open.add(stream)
      timer ??= setInterval(beat, heartbeatMs).unref()
    },
    remove(stream) {
      open.delete(stream)
      stopWhenEmpty()
    },
    endOfSession(sessionId) {
      for (const stream of open) if (stream.sessionId === sessionId) end(stream)
    },
  }
}

export function sendBeat(res: Response): void {
  res.write('event: beat\ndata: {}\n\n')
}
