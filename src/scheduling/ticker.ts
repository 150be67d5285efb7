import schedule, { type Job } from 'node-schedule'
import { second } from '../domain/instant.ts'

export type TickerDeps = {
  monotonic(): number
  onError(error: unknown): void
}

/** Ticks closer together than this are one: node-schedule fires once for every second a clock jumped over. */
const shortestMs = 0.5 * second
/** Without a tick for this long the job is made anew: after a backward jump it would wait for the old wall time. */
const longestMs = 3 * second

/**
 * A tick each second from node-schedule, guarded against what it does when the clock is set or the process was
 * paused: never a burst of ticks, never silence, never an error that ends the process, never two at once.
 */
export function everySecond(run: () => void, deps: TickerDeps): () => void {
  let lastTickAt = deps.monotonic()
  const tick = () => {
    const now = deps.monotonic()
    if (now - lastTickAt < shortestMs) return
    lastTickAt = now
    run()
  }
  let job = start(tick, deps)
  const watchdog = setInterval(() => {
    if (deps.monotonic() - lastTickAt < longestMs) return
    job.cancel()
    job = start(tick, deps)
    tick()
  }, second)
  return () => {
    clearInterval(watchdog)
    job.cancel()
  }
}

function start(tick: () => void, deps: TickerDeps): Job {
  const job = schedule.scheduleJob('* * * * * *', tick)
  // A throwing job without this listener would end the process.
  job.on('error', deps.onError)
  return job
}
