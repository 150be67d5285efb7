import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerCall } from '../../../src/actions/incident/answer-call.ts'
import { moveIncident } from '../../../src/actions/incident/move-incident.ts'
import { recordDelivery } from '../../../src/actions/incident/record-delivery.ts'
import { recordVerdict } from '../../../src/actions/incident/record-verdict.ts'
import { callStateOf } from '../../../src/domain/calls/call-end.ts'
import { minute } from '../../../src/domain/instant.ts'
import { type Desk, now, openDesk, rosteredBook, wentDown } from '../desk.ts'

// Webhooks come late, twice and in any order. Whatever they do, the incident is what the person's key made it.

const incidentId = '2026-1001-01'
const callId = `CA${'0'.repeat(31)}1`
const later = now + 3 * minute

/** An outage of three minutes, whose call to 陈海涛 was handed to the provider. */
async function ringing(): Promise<{ desk: Desk; pageId: string }> {
  const desk = { ...(await openDesk(rosteredBook)), channels: new Set(['sms', 'voice'] as const) }
  await recordVerdict(desk, wentDown('s-portal', now), now)
  await moveIncident(desk, { target: { incidentId }, stimulus: { kind: 'time_passed' } }, later)
  const claimed = await desk.log.pages.claimDue(later, later + 15_000, { limit: 9, courtesyLimit: 9 })
  const call = claimed.find(({ page }) => page.channel === 'voice')
  return { desk, pageId: call?.page.id ?? '' }
}

type Hook = { kind: 'key'; key: string; step: number } | { kind: 'answer' } | { kind: 'word'; status: string }

async function post(desk: Desk, pageId: string, hook: Hook): Promise<void> {
  if (hook.kind === 'word') {
    const word = callStateOf({ status: hook.status, seconds: '28', sipCode: null })
    const report = word && { state: word.state, providerId: callId, errorCode: word.reason }
    if (report) await recordDelivery(desk, { pageId, n: 1, report }, later)
    return
  }
  const [key, step] = hook.kind === 'key' ? [hook.key, hook.step] : [null, 0]
  await answerCall(desk, { pageId, attempt: 1, callId, key, heard: 'take', step }, later)
}

const answered: Hook = { kind: 'answer' }
const words = ['queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'failed', 'no-answer']
const word = fc.constantFrom(...words).map((status): Hook => ({ kind: 'word', status }))

/** Keys that change nothing, then one that does, then whatever is said again; words of the provider anywhere. */
const story = fc
  .record({
    idle: fc.array(fc.constantFrom('2', '3', '7', '9', '#'), { maxLength: 4 }),
    effective: fc.constantFrom('1', '0'),
    repeated: fc.array(fc.nat(), { maxLength: 6 }),
    words: fc.array(fc.record({ word, place: fc.nat() }), { maxLength: 10 }),
  })
  .map(({ idle, effective, repeated, words: said }) => {
    const pressed = [...idle, effective].map((key, i): Hook => ({ kind: 'key', key, step: i + 1 }))
    const again = repeated.map((n) => pressed[n % pressed.length] ?? answered)
    const hooks = [answered, ...pressed, ...again]
    for (const { word: one, place } of said) hooks.splice(place % (hooks.length + 1), 0, one)
    return { hooks, effective, idle }
  })

test('whatever comes late, twice or in the wrong order, the incident is as the one key that did something left it', async () => {
  await fc.assert(
    fc.asyncProperty(story, fc.boolean(), async ({ hooks, effective, idle }, atOnce) => {
      const { desk, pageId } = await ringing()
      if (atOnce) await Promise.all(hooks.map((hook) => post(desk, pageId, hook)))
      else for (const hook of hooks) await post(desk, pageId, hook)
      const incident = await desk.log.incidents.find(incidentId)
      const events = await desk.log.incidents.events(incidentId)
      const acts = events
        .filter(({ via, kind }) => via === 'call' && kind !== 'key_pressed')
        .map(({ kind, by }) => `${by?.id} ${kind}`)
      expect(acts).toEqual([effective === '1' ? 'p-chen acknowledged' : 'p-chen passed'])
      // Each key that changed nothing is kept once, however often its webhook came.
      expect(events.filter(({ kind }) => kind === 'key_pressed')).toHaveLength(idle.length)
      expect(incident?.state).toBe(effective === '1' ? 'acknowledged' : 'paging')
      expect((await desk.log.pages.find(pageId))?.state).toBe('delivered')
    }),
    { numRuns: 60 },
  )
})
