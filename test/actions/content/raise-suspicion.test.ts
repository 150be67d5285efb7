import { expect, test } from 'vitest'
import { findSuspicion, raiseSuspicion, tendSuspicions } from '../../../src/actions/content/raise-suspicion.ts'
import type { Finding } from '../../../src/domain/content/findings.ts'
import { instantOf, minute } from '../../../src/domain/instant.ts'
import { bookWith, shift } from '../../domain/roster.ts'
import { openDesk } from '../desk.ts'

const night = instantOf('2026-10-02T02:57:00+08:00', 'utc')
const features = { title: '', textLength: 0, landmarks: [], linked: [], hidden: [], embedded: [], words: [] }
const strangeLink: Finding = { kind: 'linked', values: ['shop.example'] }
const hidden: Finding = { kind: 'hidden', values: ['bet.example'] }

/** The desk at night, off post, and what was sent of the site's page. */
async function deskWith(findings: Finding[], people?: { withoutStaff: boolean }) {
  const shifts = [
    ...(people?.withoutStaff ? [] : [shift('x-staff', 0, 24)]),
    shift('x-lead', 0, 24, { role: 'lead', personId: 'p-li' }),
  ]
  const desk = await openDesk(bookWith({ shifts }))
  const site = desk.book.current().sites.get('s-portal')
  if (!site) throw new Error('the book has no such site')
  const raise = (found: Finding[], at: number) => raiseSuspicion(desk, { site, findings: found, features }, at)
  await raise(findings, night)
  const told = async () =>
    (await desk.log.pages.list({}, { limit: 20, cursor: null })).items
      .map(({ personName, urgency, dueAt }) => `${personName} ${urgency} +${Math.round((dueAt - night) / minute)}`)
      .reverse()
  return { desk, raise, told, tend: (minutes: number) => tendSuspicions(desk, night + minutes * minute) }
}

test('what only links outwards in plain sight waits for the morning, and is told to staff alone', async () => {
  const { told, tend } = await deskWith([strangeLink])
  for (const minutes of [5, 10, 60]) await tend(minutes)
  expect(await told()).toEqual([expect.stringMatching(/^\S+ courtesy/)])
})

test('anything graver is told at once, then to the lead, then to the office', async () => {
  const { told, tend } = await deskWith([hidden, strangeLink])
  for (const minutes of [4, 5, 9, 10, 60]) await tend(minutes)
  expect(await told()).toEqual(['陈海涛 page +0', '李明 page +5', expect.stringContaining('page +10')])
})

test('where nobody is on post the lead is told at once', async () => {
  const { told } = await deskWith([hidden], { withoutStaff: true })
  expect((await told()).at(0)).toContain('page +0')
})

test('what is found later is noted on the same matter and wakes nobody again', async () => {
  const { desk, raise, told } = await deskWith([hidden])
  await raise([hidden, strangeLink], night + minute)
  await raise([hidden, strangeLink], night + 2 * minute)
  expect(await told()).toHaveLength(1)
  expect((await findSuspicion(desk, 's-portal'))?.findings).toEqual([hidden, strangeLink])
})

test('what could wait and then grows graver is told at once', async () => {
  const { raise, told } = await deskWith([strangeLink])
  await raise([hidden, strangeLink], night + minute)
  expect(await told()).toEqual([expect.stringContaining('courtesy'), '陈海涛 page +1'])
})
