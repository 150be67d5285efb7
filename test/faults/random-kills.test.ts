import { expect, test } from 'vitest'
import { type Account, doublesOf, dutyPhone, forgottenAcknowledgements, settle } from './account.ts'
import { chanceOf, oneOf } from './chance.ts'
import { type CrashWindow, narrowest, windowsAtDeath } from './crash-window.ts'
import { drawFault, drawMood, fine, hiding, type Mood, MoodyProvider, wordsOfMood } from './mood.ts'
import { Rig } from './rig.ts'

const isFull = process.env['FULL'] === '1'
const kills = Number(process.env['KILLS'] ?? (isFull ? 500 : 15))
const seed = Number(process.env['SEED'] ?? 20_261_001)
const killsInARound = 6
/** Longer than the outbox looks for a text before it sends it again. */
const hidingMs = 30_000

type Run = {
  rig: Rig
  chance: () => number
  provider: MoodyProvider
  kills: number
  /** Different combinations of what the provider did, where the process died and how often. */
  triples: Set<string>
  windows: Map<CrashWindow, number>
  /** Where each page stood when a process died, in the order of their deaths. */
  deaths: Map<string, CrashWindow[]>
  acknowledged: Set<string>
}

test(`killed ${kills} times at random while sites fail and the provider lies: nothing lost, nothing doubled unmarked`, async () => {
  console.log(`SEED=${seed} KILLS=${kills}`)
  const rig = await Rig.open(6)
  const provider = new MoodyProvider(rig.twilio)
  const run: Run = {
    ...{ rig, chance: chanceOf(seed), provider, kills: 0 },
    ...{ triples: new Set(), windows: new Map(), deaths: new Map(), acknowledged: new Set() },
  }
  try {
    while (run.kills < kills) {
      await oneRound(run)
      const account = await settle(rig)
      const forgotten = await forgottenAcknowledgements(rig, run.acknowledged)
      const facts = { seed, done: run.kills, ...account, forgotten, unexplained: unexplained(run) }
      expect(facts).toMatchObject({ lost: [], doubles: { unmarked: [] }, escalatedTwice: [], forgotten: [] })
      expect(facts).toMatchObject({ isBookWhole: true, unexplained: [] })
      await rig.closeAll()
      if (run.kills >= kills) report(run, account)
    }
    expect(rig.twilio.refusedCallbacks().filter((line) => !line.startsWith('0 '))).toEqual([])
  } finally {
    await rig.close()
  }
}, 7_200_000)

/** A few deaths in a row, in one round of four with a provider that goes on hiding, and then everything is well again. */
async function oneRound(run: Run): Promise<void> {
  const { rig, chance, provider } = run
  const isHiding = chance() < 0.25
  for (let died = 0; died < killsInARound && run.kills < kills; died++)
    await die(run, isHiding ? hiding : drawMood(chance))
  if (isHiding) await rig.untilTold(hidingMs)
  provider.turn(fine)
  await rig.calmDown()
}

/** Something goes wrong with sites and provider, somebody may be answering: and the process has so many milliseconds left. */
async function die(run: Run, mood: Mood): Promise<void> {
  const { rig, chance, provider } = run
  provider.turn(mood)
  const fault = drawFault(chance)
  if (fault !== null) rig.twilio.nextSends(fault)
  await rig.behave(
    oneOf(chance, [...rig.sites.keys()]),
    oneOf(chance, ['status_500', 'status_500', 'refuse', 'ok'] as const),
  )
  if (chance() < 0.4) await answer(run)
  await new Promise((resolve) => setTimeout(resolve, Math.floor(chance() * 900)))
  await rig.kill()
  const often = chance() < 0.2 ? 'again while it starts' : 'once'
  note(run, `${fault}, ${wordsOfMood(mood)}`, often)
  if (often !== 'once') {
    await rig.restartAndKill(Math.floor(chance() * 600))
    note(run, `${fault}, ${wordsOfMood(mood)}`, often)
  }
  await rig.restart()
}

function note(run: Run, mode: string, often: string): void {
  run.kills++
  const stood = windowsAtDeath(run.rig)
  const window = narrowest(stood)
  run.triples.add(`${mode} | ${window} | ${often}`)
  run.windows.set(window, (run.windows.get(window) ?? 0) + 1)
  for (const [page, where] of stood) run.deaths.set(page, [...(run.deaths.get(page) ?? []), where])
}

/** The newest code is typed. What was answered with 200 counts, whatever happens to the process afterwards. */
async function answer({ rig, acknowledged }: Run): Promise<void> {
  const { status } = await rig.typeNewest(dutyPhone)
  if (status !== 200) return
  for (const { id, state } of await rig.incidents()) if (state === 'acknowledged') acknowledged.add(id)
}

/** Sent twice although the provider would have said that it had it. */
function unexplained({ rig, provider }: Run): string[] {
  return doublesOf(rig)
    .filter(({ sends }) => provider.excuseFor(sends) === null)
    .map(({ page }) => page)
}

function explained({ rig, provider, deaths }: Run): string[] {
  return doublesOf(rig).map(({ page, sends }) => {
    const met = sends.map(({ fault }) => fault ?? 'fine').join(', then ')
    return `  ${page}: ${met}; died at: ${[...new Set(deaths.get(page))].join(', ') || 'nothing of it'}; ${provider.excuseFor(sends)}`
  })
}

function report(run: Run, { incidents, pages, doubles, overUntold }: Account): void {
  const { rig, triples, windows } = run
  const taken = rig.twilio.sends().filter(({ sid }) => sid !== null).length
  const lines = [
    `seed ${seed}: ${run.kills} kills, ${triples.size} different (provider, crash window, kill)`,
    `died at: ${[...windows].map(([window, times]) => `${window} ${times}`).join('; ')}`,
    `${incidents} incidents, ${pages} pages planned, ${rig.twilio.sends().length} tries, ${taken} texts taken, 0 lost`,
    `${overUntold.length} over before any text came through`,
    `${doubles.marked.length} sent again under the same code, marked, while the provider hid the first:`,
    ...explained(run),
    `ready after ${spreadOf(rig.readyMs)}; while the provider hung ${spreadOf(rig.readyUnheardMs)}`,
  ]
  console.log(lines.join('\n'))
}

function spreadOf(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
  return `${at(0.5)} ms (median), ${at(0.99)} ms (99 %), ${at(1)} ms (slowest of ${sorted.length})`
}
