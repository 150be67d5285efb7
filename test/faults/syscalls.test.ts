import { expect, test } from 'vitest'
import { forgottenAcknowledgements, settle, tallyWithProvider } from './account.ts'
import { Rig } from './rig.ts'
import { tellStory } from './story.ts'
import { killAt } from './strace.ts'

const isFull = process.env['FULL'] === '1'
const from = Number(process.env['FROM'] ?? 1)
/** More than the story has of any call: it is told until it ends unkilled. */
const most = Number(process.env['POINTS'] ?? 2000)
/** So many towns at once, each with every so manieth point: a restart is mostly waiting. */
const lanes = isFull ? Number(process.env['LANES'] ?? 3) : 1

/** Where the send path touches the disk and the network. `sample`: which of their calls are tried on every change. */
const calls = [
  { call: 'fsync', sample: [1, 4, 9] },
  { call: 'pwrite64', sample: [4] },
  { call: 'connect', sample: [1, 2] },
  { call: 'writev', sample: [2] },
  { call: 'write', sample: [] },
  { call: 'fdatasync', sample: [] },
  { call: 'sendto', sample: [] },
  { call: 'openat', sample: [] },
  { call: 'rename', sample: [] },
] as const

const settings = {
  ladder: [
    { afterMinutes: 0, tell: 'staff' as const, by: ['sms' as const] },
    { afterMinutes: 0.02, tell: 'lead' as const, by: ['sms' as const] },
  ],
}

test.each(isFull ? calls : calls.filter(({ sample }) => sample.length > 0))(
  'killed at each $call from the first failure to the confirmation, everything is carried on by the next process',
  async ({ call, sample }) => {
    const all = Array.from({ length: most - from + 1 }, (_, i) => from + i)
    const points = isFull ? all : sample
    const walks = Array.from({ length: lanes }, (_, lane) =>
      walk(
        call,
        points.filter((_point, i) => i % lanes === lane),
      ),
    )
    const walked = await Promise.all(walks)
    const sum = (of: 'tried' | 'killed') => walked.reduce((total, one) => total + one[of], 0)
    if (!isFull) expect(sum('killed')).toBe(sample.length)
    const slowest = Math.round(Math.max(0, ...walked.flatMap(({ readyMs }) => readyMs)))
    console.log(
      `${call}: ${sum('tried')} points, killed at ${sum('killed')}, 0 lost, 0 doubled, ready after ${slowest} ms at most`,
    )
  },
  isFull ? 3_600_000 : 300_000,
)

type Walked = { tried: number; killed: number; readyMs: number[] }

/** One town, in which the story is told once for each point, until one is beyond its end. */
async function walk(call: string, points: readonly number[]): Promise<Walked> {
  const rig = await Rig.open(1, { settings, env: { UV_THREADPOOL_SIZE: '1' } })
  const answered = new Set<string>()
  const walked: Walked = { tried: 0, killed: 0, readyMs: rig.readyMs }
  try {
    for (const n of points) {
      const watch = () => killAt(rig.running.child.pid ?? 0, call, n)
      const { isKilled, isAnswered } = await tellStory(rig, watch)
      walked.tried++
      if (isAnswered) for (const { id, acknowledgedAt } of await rig.incidents()) if (acknowledgedAt) answered.add(id)
      const forgotten = await forgottenAcknowledgements(rig, answered)
      const facts = { call, n, ...(await settle(rig)), forgotten }
      // The provider hides nothing here: a text that it took twice has no excuse, marked or not.
      expect(facts).toMatchObject({
        lost: [],
        doubles: { marked: [], unmarked: [] },
        escalatedTwice: [],
        forgotten: [],
      })
      expect(facts).toMatchObject({ incidents: walked.tried, isBookWhole: true })
      if (isKilled) walked.killed++
      else if (isFull) break // the story has no such call any more
    }
    expect(await tallyWithProvider(rig)).toEqual({ untold: [], unknown: [] })
    return walked
  } finally {
    await rig.close()
  }
}
