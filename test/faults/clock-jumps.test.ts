import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Folder, makeFolder, until, untilAnswered } from '../flows/process.ts'
import { dutyPhone, settle } from './account.ts'
import { Rig } from './rig.ts'

// The whole process under another clock; the monotonic one stays true, as it does when somebody sets the time.
const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1'
const isFull = process.env['FULL'] === '1'
const jumps = [
  ['an hour forward', '+3600'],
  ['a day forward', '+86400'],
  ['two hours back', '-7200'],
] as const

let folder: Folder
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => folder.remove())

test.runIf(isFull).each(jumps)(
  'a process whose clock is set %s wakes nobody for the gap, and keeps the minutes of its rungs and acknowledgements',
  async (_, offset) => {
    if (!existsSync(library)) throw new Error(`no clock can be set without ${library} (apt-get install libfaketime)`)
    const clock = join(folder.path, 'clock')
    const setClock = (by: string) => writeFileSync(clock, `${by}\n`)
    setClock('+0')
    const faked = { FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' }
    const rig = await Rig.open(1, { env: { LD_PRELOAD: library, ...faked } })
    const sentTo = () => rig.twilio.sends().map(({ to }) => to === dutyPhone)
    try {
      await rig.behave(0, 'status_500')
      await untilAnswered(async () => typeof (await rig.incidents())[0]?.toldAt === 'string')
      setClock(offset)
      await until(() => sentTo().length === 2)
      expect(sentTo()).toEqual([true, false])
      expect((await rig.typeNewest(dutyPhone)).status).toBe(200)
      await until(() => rig.twilio.sends().at(-1)?.body.includes('已签收') === true)
      const expiry = async () => Date.parse((await rig.incidents())[0]?.acknowledgementExpiresAt ?? '')
      const before = await expiry()
      setClock('+0')
      await untilAnswered(async () => Math.abs((await expiry()) - before + Number(offset) * 1000) < 60_000)
      expect(await rig.incidents()).toMatchObject([{ state: 'acknowledged' }])
      expect(await settle(rig)).toMatchObject({ lost: [], doubles: { marked: [], unmarked: [] }, escalatedTwice: [] })
      expect(sentTo()).toEqual([true, false, false])
    } finally {
      await rig.close()
    }
  },
  240_000,
)
