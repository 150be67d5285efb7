import { expect, test } from 'vitest'
import { until, untilAnswered } from '../flows/process.ts'
import { dutyPhone, settle } from './account.ts'
import { chanceOf, oneOf } from './chance.ts'
import { Rig } from './rig.ts'

const isFull = process.env['FULL'] === '1'
/** Longer than a rung of the drill's ladder, and than the watch takes for a pause. */
const pausesSeconds = isFull ? [12, 90] : [8]
const stops = Number(process.env['STOPS'] ?? (isFull ? 60 : 2))

test.each(pausesSeconds)(
  'paused for %i s past an escalation: the reply that came meanwhile is heard first, and nobody else is woken',
  async (pauseSeconds) => {
    const rig = await Rig.open(1)
    try {
      await rig.behave(0, 'status_500')
      await until(() => rig.twilio.phone(dutyPhone).texts().length === 1)
      await untilAnswered(async () => (await rig.incidents())[0]?.toldAt !== null)
      rig.running.child.kill('SIGSTOP')
      await rig.twilio.phone(dutyPhone).reply('收到', { unheard: true })
      await new Promise((resolve) => setTimeout(resolve, pauseSeconds * 1000))
      rig.running.child.kill('SIGCONT')
      await untilAnswered(async () => (await rig.incidents())[0]?.state === 'acknowledged')
      // The duty office neither: what waited for the reply is no escalation that came too late.
      expect(rig.twilio.sends().map(({ to }) => to)).toEqual([dutyPhone])
    } finally {
      await rig.close()
    }
  },
  240_000,
)

test(`stopped ${stops} times in the middle of sending, as for a new release: it ends by itself, nothing lost, nothing doubled`, async () => {
  const chance = chanceOf(7)
  const rig = await Rig.open(2)
  try {
    for (let stop = 0; stop < stops; stop++) {
      const before = rig.twilio.sends().length
      rig.twilio.nextSends(oneOf(chance, ['accept_then_hang', 'hang', 'accept_then_drop', '429'] as const))
      await rig.behave(oneOf(chance, [0, 1]), 'status_500')
      await until(() => rig.twilio.sends().length > before)
      expect(await rig.running.kill('SIGTERM')).toBe(0)
      await rig.restart()
      await rig.calmDown()
      expect(await settle(rig)).toMatchObject({ lost: [], doubles: { unmarked: [] }, escalatedTwice: [] })
      await rig.closeAll()
    }
  } finally {
    await rig.close()
  }
}, 1_800_000)

test('one reply that the provider brings five times at once, and lists as well, is one acknowledgement', async () => {
  const rig = await Rig.open(1)
  try {
    await rig.behave(0, 'status_500')
    await until(() => rig.twilio.phone(dutyPhone).texts().length === 1)
    await rig.twilio.phone(dutyPhone).reply('1', { times: 5 })
    await untilAnswered(async () => (await rig.incidents())[0]?.state === 'acknowledged')
    const [incident] = await rig.incidents()
    const { events } = await rig.whole(incident?.id ?? '')
    expect(events.filter(({ kind }) => kind.startsWith('acknowledged'))).toHaveLength(1)
  } finally {
    await rig.close()
  }
}, 120_000)
