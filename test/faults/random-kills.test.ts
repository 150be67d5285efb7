import { expect, test } from 'vitest'
import type { Fault } from '../fakes/twilio.ts'
import { type Account, dutyPhone, forgottenAcknowledgements, settle } from './account.ts'
import { chanceOf, oneOf } from './chance.ts'
import { Rig } from './rig.ts'

const isFull = process.env['FULL'] === '1'
const kills = Number(process.env['KILLS'] ?? (isFull ? 500 : 12))
const seed = Number(process.env['SEED'] ?? 20_261_001)
const killsInARound = 6

const faults: (Fault | null)[] = [
  ...[null, null, null, 'accept_then_drop', 'accept_then_hang', 'accept_then_500', 'accept_then_cut_json'],
  ...['hang', 'reset', '429', '500', '503', 'html_502', 'html_200'],
] as (Fault | null)[]

test(`killed ${kills} times at random while sites fail and the provider lies: nothing lost, nothing doubled unmarked`, async () => {
  const chance = chanceOf(seed)
  const rig = await Rig.open(6)
  const told: Account = { incidents: 0, lost: [], doubles: { marked: [], unmarked: [] }, escalatedTwice: [] }
  const triples = new Set<string>()
  const acknowledged = new Set<string>()
  try {
    for (let done = 0; done < kills; ) {
      for (let inRound = 0; inRound < killsInARound && done < kills; inRound++, done++) {
        triples.add(await trouble(rig, chance, acknowledged))
        await rig.kill()
        await rig.restart()
      }
      await rig.calmDown()
      const account = await settle(rig)
      Object.assign(told, account)
      const forgotten = await forgottenAcknowledgements(rig, acknowledged)
      const facts = { seed, done, ...account, forgotten }
      expect(facts).toMatchObject({ lost: [], doubles: { unmarked: [] }, escalatedTwice: [], forgotten: [] })
      await rig.closeAll()
    }
    report(rig, told, triples)
    expect(rig.twilio.refusedCallbacks().filter((line) => !line.startsWith('0 '))).toEqual([])
  } finally {
    await rig.close()
  }
}, 7_200_000)

/** Something goes wrong with sites and provider, somebody may be answering: and the process has so many milliseconds left. */
async function trouble(rig: Rig, chance: () => number, acknowledged: Set<string>): Promise<string> {
  const fault = oneOf(chance, faults)
  if (fault !== null) rig.twilio.nextSends(fault)
  rig.twilio.listLagMs = oneOf(chance, [0, 0, 0, 3_000, 15_000])
  rig.twilio.everyRead = oneOf(chance, [null, null, null, '503', 'hang'] as const)
  if (chance() < 0.3) rig.twilio.holdCallbacks()
  else rig.twilio.releaseCallbacks({ times: oneOf(chance, [1, 1, 3]), reversed: chance() < 0.5 })
  const site = oneOf(chance, rig.sites)
  const behaviour = oneOf(chance, ['status_500', 'status_500', 'refuse', 'ok'] as const)
  await site.behave(behaviour)
  const isAnswering = chance() < 0.4
  if (isAnswering) await answer(rig, acknowledged)
  const leftMs = Math.floor(chance() * 900)
  await new Promise((resolve) => setTimeout(resolve, leftMs))
  return `${fault} ${behaviour} ${isAnswering} ${Math.floor(leftMs / 50)}`
}

/** The newest code is typed. What was answered with 200 counts, whatever happens to the process afterwards. */
async function answer(rig: Rig, acknowledged: Set<string>): Promise<void> {
  const { status } = await rig.typeNewest(dutyPhone)
  if (status !== 200) return
  for (const { id, state } of await rig.incidents()) if (state === 'acknowledged') acknowledged.add(id)
}

function report(rig: Rig, { incidents, doubles }: Account, triples: ReadonlySet<string>): void {
  const ready = rig.readyMs.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(ready[Math.floor(share * (ready.length - 1))] ?? 0)
  const taken = rig.twilio.sends().filter(({ sid }) => sid !== null).length
  console.log(
    [
      `seed ${seed}: ${kills} kills, ${triples.size} different (fault, site, answer, window)`,
      `${incidents} incidents, ${rig.twilio.sends().length} tries, ${taken} texts taken, 0 lost`,
      `${doubles.marked.length} sent again under the same code, marked: ${doubles.marked.join('; ') || 'none'}`,
      `ready after ${at(0.5)} ms (median), ${at(1)} ms (slowest)`,
    ].join('\n'),
  )
}
