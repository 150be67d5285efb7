import { expect, test } from 'vitest'
import { outlookOf } from '../../src/domain/watch/outlook.ts'
import type { Failure } from '../../src/domain/watch/probe.ts'
import type { ReferenceAnswer } from '../../src/probing/reference.ts'
import { createSight } from '../../src/scheduling/sight.ts'
import { now, openDesk, rosteredBook } from '../actions/desk.ts'
import { fakeClock } from '../fakes/clock.ts'

const references = [
  'https://www.gov.cn/',
  'https://www.example.gov.cn/',
  'tcp://223.5.5.5:53',
  'tcp://114.114.114.114:53',
]
const everybodyFails = outlookOf(Array.from({ length: 5 }, (_, i) => ({ siteId: `s-${i}`, at: now, ok: false })))
const noAnswer: Failure = { kind: 'dns', phase: 'dns', code: 'SERVFAIL' }
const noSuchName: Failure = { kind: 'dns', phase: 'dns', code: 'NXDOMAIN' }
const refused: Failure = { kind: 'connect_failed', phase: 'connect', code: 'ECONNREFUSED' }

async function sightWith(answers: readonly ReferenceAnswer[], gateway: 'yes' | 'no' | 'unknown' = 'unknown') {
  const actions = await openDesk({ ...rosteredBook, settings: { ...rosteredBook.settings, blindness: { references } } })
  const said = new Map(references.map((reference, i) => [reference, answers[i] ?? 'reached']))
  const clock = fakeClock(now)
  const sight = createSight({
    actions,
    clock,
    askReference: async (reference) => said.get(reference) ?? 'silent',
    askGateway: async () => gateway,
  })
  const isBlind = (failure: Failure) => sight.isBlind(everybodyFails, now, failure)
  return { sight, said, clock, isBlind }
}

test.each([
  { answers: ['reached', 'reached', 'silent', 'silent'], isBlind: false, why: 'half of them answer' },
  { answers: ['silent', 'reached', 'silent', 'silent'], isBlind: true, why: 'most of them do not' },
  {
    answers: ['no_name', 'no_name', 'silent', 'reached'],
    isBlind: true,
    why: 'most of them do not, whatever the reason',
  },
] as const)('$why: blind is $isBlind', async ({ answers, isBlind }) => {
  const { isBlind: ask } = await sightWith(answers)
  expect(await ask(refused)).toBe(isBlind)
})

test('name servers that know no name blind the watch to names, although addresses answer', async () => {
  const deaf = ['no_name', 'no_name', 'reached', 'reached'] as const
  expect(await (await sightWith(deaf)).isBlind(noAnswer)).toBe(true)
  expect(await (await sightWith(deaf)).isBlind(noSuchName)).toBe(false)
  expect(await (await sightWith(deaf)).isBlind(refused)).toBe(false)
})

test('one name that is told shows that the others are not told because of them', async () => {
  const { isBlind } = await sightWith(['no_name', 'silent', 'reached', 'reached'])
  expect(await isBlind(noAnswer)).toBe(false)
})

test('who was blind to names sees again once a name is told', async () => {
  const { sight, said, clock, isBlind } = await sightWith(['no_name', 'no_name', 'reached', 'reached'])
  expect(await isBlind(noAnswer)).toBe(true)
  await clock.advance(11_000, async () => undefined)
  expect(await sight.lookUp()).toBe(false)
  said.set('https://www.gov.cn/', 'reached')
  await clock.advance(11_000, async () => undefined)
  expect(await sight.lookUp()).toBe(true)
  expect(sight.blindSince()).toBeNull()
})

test.each([
  { answers: ['silent'], gateway: 'no', failure: refused, spot: 'gateway' },
  { answers: ['silent'], gateway: 'yes', failure: refused, spot: 'beyond' },
  { answers: ['silent'], gateway: 'unknown', failure: refused, spot: null },
  { answers: ['no_name', 'no_name', 'reached', 'reached'], gateway: 'yes', failure: noAnswer, spot: 'names' },
] as const)(
  'blind with a gateway that says $gateway: look at $spot first',
  async ({ answers, gateway, failure, spot }) => {
    const all = answers.length === 1 ? (['silent', 'silent', 'silent', 'silent'] as const) : answers
    const { sight, isBlind } = await sightWith(all, gateway)
    expect(sight.blindSpot()).toBeNull()
    expect(await isBlind(failure)).toBe(true)
    expect(sight.blindSpot()).toBe(spot)
  },
)
