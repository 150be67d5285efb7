import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Person } from '../../../src/domain/book/book.ts'
import { decide } from '../../../src/domain/incident/decide.ts'
import { type Decision, isRefusal, type Stimulus } from '../../../src/domain/incident/decision.ts'
import { type Incident, isLive } from '../../../src/domain/incident/incident.ts'
import { minute } from '../../../src/domain/instant.ts'
import { at, by, chen, failure, midnight, policy, sun, zhao, zhou } from '../night.ts'

// Any order of whatever may happen to one incident, with people who come and go, judged against what must always hold.

const unreachable: Person = { id: 'p-old', name: '钱老', landline: '+864120000000' }
const person = fc.constantFrom(chen, sun, zhou, zhao, unreachable)
const act = person.map(by)
const cause = fc.constantFrom('server' as const, null)
const note = fc.constantFrom('', '换了电源')
const stimulus: fc.Arbitrary<Stimulus> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'site_down' as const, failures: [failure(midnight)] }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'site_up' as const, goods: 2 }) },
  { weight: 8, arbitrary: fc.constant({ kind: 'time_passed' as const }) },
  fc.constant({ kind: 'told' as const, at: midnight }),
  { weight: 3, arbitrary: fc.constant({ kind: 'duty_changed' as const }) },
  fc
    .record({ person, round: fc.nat(3), channel: fc.constantFrom('sms' as const, 'voice' as const) })
    .map((r) => ({ kind: 'page_failed' as const, why: '30005', ...r })),
  act.map((a) => ({ kind: 'key_pressed' as const, key: '2', ...a })),
  fc
    .record({ act, takeOver: fc.boolean() })
    .map((r) => ({ kind: 'acknowledged' as const, takeOver: r.takeOver, ...r.act })),
  act.map((a) => ({ kind: 'passed' as const, ...a })),
  act.map((a) => ({ kind: 'renewed' as const, ...a })),
  act.map((a) => ({ kind: 'help_asked' as const, ...a })),
  fc.record({ act, note }).map((r) => ({ kind: 'progress' as const, note: r.note, ...r.act })),
  fc.record({ act, cause, note }).map((r) => ({ kind: 'mended' as const, cause: r.cause, note: r.note, ...r.act })),
  fc
    .record({ act, cause, note })
    .map((r) => ({ kind: 'recovery_confirmed' as const, cause: r.cause, note: r.note, ...r.act })),
  act.map((a) => ({ kind: 'recovery_rejected' as const, note: '还没好', ...a })),
  act.map((a) => ({ kind: 'note_added' as const, note: '记一笔', ...a })),
)
const duty = fc.record({
  lead: fc.constantFrom(zhou, unreachable, null),
  staff: fc.subarray([chen, sun, unreachable]),
  office: fc.subarray([zhao, zhou]),
  source: fc.constant('roster' as const),
})
const world = fc.record({
  ladder: fc.constantFrom(
    policy(),
    policy({}, ['sms']),
    policy({ ladder: [{ afterMinutes: 1, tell: 'lead', by: ['sms'] }], ladderRepeatMinutes: 0.5 }),
  ),
  steps: fc.array(fc.record({ stimulus, duty, waitMinutes: fc.constantFrom(0, 0.1, 1, 3, 5, 16, 31, 600) }), {
    maxLength: 60,
  }),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never
type Turn = { before: Incident | null; stimulus: Stimulus; decision: Decision; now: number }

/** Plays the steps on a store that keeps only what a decision says; each turn is handed to the reader. */
function play({ ladder, steps }: World, read: (turn: Turn, past: readonly Turn[]) => void): void {
  const past: Turn[] = []
  let now = midnight
  let before: Incident | null = null
  for (const [i, step] of steps.entries()) {
    now += step.waitMinutes * minute
    const circumstances = at(now, { duty: step.duty, policy: ladder, newIncidentId: `2026-1004-${i}` })
    const decision: Decision = decide(before, step.stimulus, circumstances)
    read({ before, stimulus: step.stimulus, decision, now }, past)
    past.push({ before, stimulus: step.stimulus, decision, now })
    before = decision.incident
  }
}

function always(read: (turn: Turn, past: readonly Turn[]) => void, runs = 1500): void {
  fc.assert(
    fc.property(world, (told) => play(told, read)),
    { numRuns: runs },
  )
}

test('the version grows by one with every change and stands still without one', () => {
  always(({ before, decision: { incident } }) => {
    if (incident === before) return
    const expected = before && incident?.id === before.id ? before.version + 1 : 1
    expect(incident?.version).toBe(expected)
  })
})

test('a refusal changes nothing and says nothing', () => {
  always(({ before, decision }) => {
    if (!isRefusal(decision.reason)) return
    expect(decision).toMatchObject({ events: [], pages: [], cancelPlanned: null })
    expect(decision.incident).toBe(before)
  })
})

test('every level of a run fires once at most, and never an earlier one after a later one', () => {
  always(({ decision }, past) => {
    const fired = (d: Decision) =>
      d.events.flatMap((event) => (event.kind === 'escalated' || event.kind === 'rung_skipped' ? [event.level] : []))
    const { incident } = decision
    const earlier = past.filter(
      (turn) => turn.decision.incident?.id === incident?.id && turn.decision.incident?.round === incident?.round,
    )
    const highest = Math.max(-1, ...earlier.flatMap((turn) => fired(turn.decision)))
    const levels = fired(decision)
    expect(levels).toEqual(levels.toSorted((a, b) => a - b))
    for (const level of levels) expect(level).toBeGreaterThan(highest)
  })
})

test('one stimulus fires as many levels as the ladder has at most: a site with nobody never loops', () => {
  always(({ decision }) => {
    expect(decision.events.length).toBeLessThan(20)
  })
})

test('no two texts of one incident share their step and reader', () => {
  always((turn, past) => {
    const id = turn.decision.incident?.id
    const same = [...past, turn].filter(({ decision }) => decision.incident?.id === id)
    const keys = same.flatMap(({ decision }) => decision.pages.map(({ step, to }) => `${step} ${to.id}`))
    expect(new Set(keys).size).toBe(keys.length)
  })
})

test('texts go to people with a mobile only, at once or later, never in the past', () => {
  always(({ decision, now }) => {
    for (const { to, dueAt } of decision.pages) {
      expect(to.mobile).toMatch(/^\+86/)
      expect(dueAt).toBeGreaterThanOrEqual(now)
    }
  })
})

test('while somebody has it, time plans no page until the acknowledgement runs out', () => {
  always(({ before, stimulus, decision, now }) => {
    if (before?.state !== 'acknowledged' || stimulus.kind !== 'time_passed') return
    const hasRunOut = before.acknowledgementExpiresAt !== null && before.acknowledgementExpiresAt <= now
    expect(decision.reason).toBe(hasRunOut ? 'acknowledgement_expired' : 'not_due')
    if (!hasRunOut) expect(decision.pages).toEqual([])
  })
})

test('an acknowledgement takes back what is planned and plans only courtesies', () => {
  always(({ decision }) => {
    if (decision.reason !== 'acknowledged' && decision.reason !== 'taken_over') return
    expect(decision.cancelPlanned).toBe('acknowledged')
    expect(decision.pages.filter(({ urgency }) => urgency === 'page')).toEqual([])
  })
})

test('it closes only by a person’s confirmation after the probes passed, with no failure between', () => {
  always(({ before, stimulus, decision }) => {
    if (decision.incident?.state !== 'closed' || before?.state === 'closed') return
    expect(stimulus.kind).toBe('recovery_confirmed')
    expect(before?.recoveredAt).not.toBe(null)
    expect(decision.incident).toMatchObject({ confirmedBy: expect.anything(), recoveredAt: before?.recoveredAt })
  })
})

test('a failure voids every recovery that was seen', () => {
  always(({ stimulus, decision }) => {
    if (stimulus.kind === 'site_down') expect(decision.incident?.recoveredAt).toBe(null)
  })
})

test('what waits for the clock waits for a later moment, and only a recovery asked for thrice waits for nobody', () => {
  always(({ before, decision: { incident }, now }) => {
    if (!incident || incident === before) return
    if (!isLive(incident)) expect(incident.dueAt).toBe(null)
    else if (incident.dueAt === null) expect(incident).toMatchObject({ state: 'recovered', reminders: 3 })
    else if (incident.dueAt !== before?.dueAt) expect(incident.dueAt).toBeGreaterThan(now)
  })
})

test('the ladder is never left without a moment at which it goes on', () => {
  always(({ decision: { incident } }) => {
    if (incident?.state === 'paging' || incident?.state === 'acknowledged') expect(incident.dueAt).not.toBe(null)
  })
})

test('nobody is both told and out of reach in one run', () => {
  always(({ decision: { incident } }) => {
    const lost = new Set(incident?.lost.map(({ id }) => id))
    expect(incident?.told.filter(({ id }) => lost.has(id)) ?? []).toEqual([])
  })
})

test('whoever comes on duty is told once, on a rung that has been told, and the incident knows them from then on', () => {
  always(({ before, stimulus, decision }, past) => {
    if (stimulus.kind !== 'duty_changed' || !before) return
    const { incident, pages, cancelPlanned } = decision
    expect(cancelPlanned).toBe(null)
    expect([incident?.state, incident?.level, incident?.dueAt]).toEqual([before.state, before.level, before.dueAt])
    const known =
      before.onDuty ?? [...before.duty.staff, ...(before.duty.lead ? [before.duty.lead] : [])].map((p) => p.id)
    for (const { to } of pages) expect(known).not.toContain(to.id)
    const ofIncident = past.filter((turn) => turn.before?.id === before.id && turn.stimulus.kind === 'duty_changed')
    const earlier = ofIncident.flatMap((turn) => turn.decision.pages.map(({ to }) => to.id))
    for (const { to } of pages) expect(earlier).not.toContain(to.id)
    if (incident !== before)
      expect(incident?.onDuty).toEqual(expect.arrayContaining([...known, ...pages.map((p) => p.to.id)]))
  })
})

test('the same decision made again is the same', () => {
  always(({ before, stimulus, now }) => {
    const circumstances = { ...at(now), courtesyAt: () => now }
    expect(decide(before, stimulus, circumstances)).toEqual(decide(before, stimulus, circumstances))
  }, 200)
})
