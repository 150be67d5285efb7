import { expect, test } from 'vitest'
import { moveIncident } from '../../../src/actions/incident/move-incident.ts'
import { recordVerdict } from '../../../src/actions/incident/record-verdict.ts'
import { acknowledge } from '../../../src/actions/incident/respond.ts'
import { minute, second } from '../../../src/domain/instant.ts'
import { type Desk, now, openDesk, wentDown } from '../desk.ts'

/** Another process on the same store: it waits for nobody's turn, and may lose a race at every step. */
function another(desk: Desk): Desk {
  return { ...desk, log: { ...desk.log, incidents: { ...desk.log.incidents } } }
}

test('an acknowledgement at the very moment of an escalation, a thousand times: nothing is planned after it', async () => {
  let escalatedFirst = 0
  for (let run = 0; run < 1000; run++) {
    const desk = await openDesk()
    await recordVerdict(desk, wentDown('s-portal', now), now)
    const [incident] = await desk.log.incidents.live()
    const due = now + 5 * minute
    const target = { incidentId: incident?.id ?? '' }
    const acts = [
      async () => {
        // The answer comes a few turns of the event loop earlier or later each time.
        for (let turn = run % 16; turn > 0; turn--) await null
        return acknowledge(desk, { ...target, personId: 'p-chen', via: 'code' }, due)
      },
      () => moveIncident(another(desk), { target, stimulus: { kind: 'time_passed' } }, due),
      () => moveIncident(another(desk), { target, stimulus: { kind: 'time_passed' } }, due),
      () => moveIncident(another(desk), { target, stimulus: { kind: 'told', at: due } }, due),
    ]
    const turned = [...acts.slice(run % 4), ...acts.slice(0, run % 4)]
    await Promise.all(turned.map((act) => act()))
    const claimed = await desk.log.pages.claimDue(due + second, due + 16 * second, { limit: 9, courtesyLimit: 0 })
    const events = await desk.log.incidents.events(target.incidentId)
    const kinds = events.map(({ kind }) => kind)
    const taken = kinds.indexOf('acknowledged')
    expect(kinds.slice(taken + 1)).not.toContain('escalated')
    const levels = events.flatMap((event) => (event.kind === 'escalated' ? [event.level] : []))
    expect(levels).toEqual([...new Set(levels)])
    if (levels.length > 1) escalatedFirst++
    // What was planned before it and had not left is taken back: nobody is woken for what somebody has.
    expect(claimed.map(({ page }) => page.personId)).toEqual([])
    expect(await desk.log.incidents.find(target.incidentId)).toMatchObject({ state: 'acknowledged' })
  }
  expect(escalatedFirst).toBeGreaterThan(100)
  expect(escalatedFirst).toBeLessThan(900)
}, 120_000)
