import type { ChildProcess } from 'node:child_process'
import { cast } from '../flows/cast.ts'
import { until } from '../flows/process.ts'
import { dutyPhone } from './account.ts'
import type { Rig } from './rig.ts'
import { letGo } from './strace.ts'

/** One outage from its first failure to the lead's confirmation, carried on by whatever process there is. */
export type Told = {
  /** The process ended on the way and another one took over. */
  isKilled: boolean
  /** Somebody was told that they have it. */
  isAnswered: boolean
}

/** Far longer than any step of it takes on a slow machine. */
const patienceMs = 60_000

type Step = { act(): Promise<unknown>; isDone(): Promise<boolean> }

/** `watch` says how the process is killed; it begins once the board before the story is known, and ends with the story. */
export async function tellStory(rig: Rig, watch: () => Promise<ChildProcess>): Promise<Told> {
  const told: Told = { isKilled: false, isAnswered: false }
  const steps = await stepsOf(rig, told)
  const strace = await watch()
  for (const step of steps) await carryOut(rig, step, told)
  await letGo(strace)
  await carryOut(rig, stillThere(rig), told)
  return told
}

async function stepsOf(rig: Rig, told: Told): Promise<Step[]> {
  const known = new Set((await rig.incidents()).map(({ id }) => id))
  const mine = async () => (await rig.incidents()).find(({ id }) => !known.has(id))
  const isIn = async (...states: string[]) => states.includes((await mine())?.state ?? '')
  const textsTo = (mobile: string) => rig.twilio.phone(mobile).texts()
  const leadTexts = textsTo(cast.lead.mobile).length
  const dutyTexts = textsTo(dutyPhone).length
  const isOfThisStory = (code: string) =>
    textsTo(dutyPhone).some(({ body }, i) => i >= dutyTexts && body.includes(code))
  return [
    { act: async () => rig.behave(0, 'status_500'), isDone: async () => typeof (await mine())?.toldAt === 'string' },
    {
      act: async () => undefined,
      // Asked of the process as well as of the phone: nobody else would notice that it is no more.
      isDone: async () => (await mine()) !== undefined && textsTo(cast.lead.mobile).length > leadTexts,
    },
    {
      act: async () => undefined,
      // Typed until it is answered: while a text is being looked for or sent again, the newest code is that of the last
      // story. Never typed after that: an answer that did not last would leave the story standing here.
      isDone: async () => {
        if (!told.isAnswered && !(await isIn('acknowledged'))) {
          const { status, code } = await rig.typeNewest(dutyPhone)
          told.isAnswered = status === 200 && isOfThisStory(code)
        }
        return isIn('acknowledged')
      },
    },
    { act: async () => rig.behave(0, 'ok'), isDone: () => isIn('recovered', 'closed') },
    {
      act: async () => {
        const incident = await mine()
        if (incident) await rig.act(incident.id, 'confirm', { personId: cast.lead.id, cause: 'software', note: '' })
      },
      isDone: () => isIn('closed'),
    },
  ]
}

/** It may be killed at what it still does after the last step, too. */
function stillThere(rig: Rig): Step {
  return { act: async () => undefined, isDone: async () => (await rig.incidents()).length > 0 }
}

/** Does it, and does it again in the next process when this one ends on the way: people press twice. */
async function carryOut(rig: Rig, { act, isDone }: Step, told: Told): Promise<void> {
  let isDue = true
  const givesUpAt = performance.now() + patienceMs
  await until(async () => {
    if (performance.now() > givesUpAt) throw new Error(`the story stands still: ${await whereItStands(rig)}`)
    if (hasEnded(rig)) {
      await takeOver(rig, told)
      isDue = true
    }
    try {
      if (isDue) await act()
      isDue = false
      return await isDone()
    } catch {
      return false // cut off while it was ending: the next look finds it gone
    }
  }, 60)
}

async function takeOver(rig: Rig, told: Told): Promise<void> {
  if (told.isKilled) throw new Error(`one restart is not enough: ${rig.running.output()}`)
  told.isKilled = true
  await rig.restart()
}

async function whereItStands(rig: Rig): Promise<string> {
  const { exitCode, signalCode } = rig.running.child
  const incidents = hasEnded(rig) ? [] : await rig.incidents()
  return JSON.stringify({
    exitCode,
    signalCode,
    incidents,
    last: rig.twilio
      .sends()
      .slice(-3)
      .map(({ body }) => body),
  })
}

function hasEnded({ running }: Rig): boolean {
  return running.child.exitCode !== null || running.child.signalCode !== null
}
