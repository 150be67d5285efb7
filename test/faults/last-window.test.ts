import { expect, test } from 'vitest'
import { until } from '../flows/process.ts'
import { doublesOf, dutyPhone, settle } from './account.ts'
import { fine, hiding, MoodyProvider } from './mood.ts'
import { Rig } from './rig.ts'

test('killed once the provider had a text, its report lost and its list late: told again, marked, under the same code', async () => {
  const rig = await Rig.open(1)
  try {
    const provider = new MoodyProvider(rig.twilio)
    provider.turn(hiding)
    rig.twilio.nextSends('accept_then_hang')
    await rig.behave(0, 'status_500')
    await until(() => rig.twilio.sends().length === 1)
    await rig.kill()
    await rig.restart()
    await until(() => doublesOf(rig).length === 1)
    provider.turn(fine)
    await rig.calmDown()
    const [double] = doublesOf(rig)
    expect(double).toMatchObject({ isMarked: true, sends: [{ to: dutyPhone }, { to: dutyPhone }] })
    expect(await settle(rig)).toMatchObject({ incidents: 1, lost: [], doubles: { unmarked: [] }, escalatedTwice: [] })
  } finally {
    await rig.close()
  }
}, 240_000)
