import { expect, test } from 'vitest'
import { forgottenAcknowledgements, settle, tallyWithProvider } from './account.ts'
import { Rig } from './rig.ts'
import { tellStory } from './story.ts'
import { killAt } from './strace.ts'

const isFull = process.env['FULL'] === '1'
const most = Number(process.env['POINTS'] ?? 60)

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
    const rig = await Rig.open(1, { settings, env: { UV_THREADPOOL_SIZE: '1' } })
    const answered = new Set<string>()
    let killed = 0
    let tried = 0
    try {
      for (const n of isFull ? Array.from({ length: most }, (_, i) => i + 1) : sample) {
        const watch = () => killAt(rig.running.child.pid ?? 0, call, n)
        const { isKilled, isAnswered } = await tellStory(rig, watch)
        tried++
        if (isAnswered) for (const { id, acknowledgedAt } of await rig.incidents()) if (acknowledgedAt) answered.add(id)
        const forgotten = await forgottenAcknowledgements(rig, answered)
        const facts = { call, n, ...(await settle(rig)), forgotten }
        expect(facts).toMatchObject({ lost: [], doubles: { unmarked: [] }, escalatedTwice: [], forgotten: [] })
        expect(facts.incidents).toBe(tried)
        if (isKilled) killed++
        else if (isFull) break // the story has no such call any more
      }
      if (!isFull) expect(killed).toBe(sample.length)
      expect(await tallyWithProvider(rig)).toEqual({ untold: [], unknown: [] })
      const { doubles } = await settle(rig)
      console.log(
        `${call}: ${tried} points, killed at ${killed}, 0 lost, sent again marked: ${doubles.marked.join('; ') || 'none'}`,
      )
    } finally {
      await rig.close()
    }
  },
  isFull ? 3_600_000 : 300_000,
)
