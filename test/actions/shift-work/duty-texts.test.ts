import { expect, test } from 'vitest'
import { publishRoster } from '../../../src/actions/roster/publish-roster.ts'
import { remindEve } from '../../../src/actions/roster/remind-shifts.ts'
import { remindUnconfirmed } from '../../../src/actions/roster/tell-roster.ts'
import { chaseHandovers, layOutHandovers } from '../../../src/actions/shift-work/handovers.ts'
import { chaseNilReports } from '../../../src/actions/shift-work/nil-reports.ts'
import { sendTests, tellPeople } from '../../../src/actions/tell-people.ts'
import type { BookFile, Person } from '../../../src/domain/book/book.ts'
import { hour, minute } from '../../../src/domain/instant.ts'
import { receiptId } from '../../../src/domain/roster/history.ts'
import { nilDueAt } from '../../../src/domain/shift-work/nil-report.ts'
import { bookWith, opening, shift } from '../../domain/roster.ts'
import { type Desk, openDesk } from '../desk.ts'

const zhao = { personId: 'p-zhao', personName: '赵欣怡', from: '127.0.0.1' }
const period = {
  id: 'national-day-2026',
  name: '国庆节',
  from: '2026-10-01',
  to: '2026-10-07',
  state: 'published' as const,
  publishedAt: '2026-09-20T10:00:00+08:00',
  version: 1,
}
const book: BookFile = bookWith({
  periods: [period],
  shifts: [
    shift('x-1', 0, 24),
    shift('x-2', 24, 48, { personId: 'p-wang' }),
    shift('x-lead', 0, 48, { role: 'lead', personId: 'p-li' }),
  ],
})
const textsOf = async (desk: Desk) =>
  (await desk.log.pages.list({}, { limit: 50, cursor: null })).items.map(({ personName }) => personName).sort()
const personOf = (desk: Desk, id: string): Person => {
  const person = desk.book.current().people.get(id)
  if (!person) throw new Error(`${id} is not in the book`)
  return person
}

/** The next texts cannot be planned, as when the process ends just there. */
function loseTexts(desk: Desk): void {
  const { plan } = desk.log.pages
  desk.log.pages.plan = async () => {
    desk.log.pages.plan = plan
    throw new Error('ended')
  }
}

test('a report that is missing is asked for although the process ended while it was asked for', async () => {
  const desk = await openDesk(book)
  const dueAt = nilDueAt(desk.book.current(), '2026-10-01')
  loseTexts(desk)
  await expect(chaseNilReports(desk, dueAt)).rejects.toThrow('ended')
  for (const at of [1, 2, 3]) await chaseNilReports(desk, dueAt + at * minute)
  expect(await textsOf(desk)).toEqual(['陈海涛'])
})

test('a handover that is not signed is chased although the process ended while it was chased', async () => {
  const desk = await openDesk(book)
  await layOutHandovers(desk, opening + 23.5 * hour)
  const dueAt = opening + 24.5 * hour
  loseTexts(desk)
  await expect(chaseHandovers(desk, dueAt)).rejects.toThrow('ended')
  for (const at of [1, 2, 3]) await chaseHandovers(desk, dueAt + at * minute)
  expect(await textsOf(desk)).toEqual(['李明', '王芳', '陈海涛'])
})

test('a button pressed fifty times asks each person once an hour, and tests a number once a minute', async () => {
  const desk = await openDesk(book)
  const people = ['p-chen', 'p-li'].map((id) => personOf(desk, id))
  const presses = Array.from({ length: 50 }, (_, i) => opening + i)
  await Promise.all(presses.map((at) => remindUnconfirmed(desk, period.id, people, at)))
  expect(await textsOf(desk)).toEqual(['李明', '陈海涛'])
  await remindUnconfirmed(desk, period.id, people, opening + hour)
  expect(await textsOf(desk)).toHaveLength(4)
  await Promise.all(presses.map((at) => sendTests(desk, people, at)))
  expect(await textsOf(desk)).toHaveLength(6)
})

test('who confirms while a version is being told is asked anew, and so is everybody else it concerns', async () => {
  const desk = await openDesk({ ...book, periods: [{ ...period, state: 'draft', version: 0 }] })
  const { receipts } = desk.log.records
  const { save } = receipts
  receipts.save = async (...notes) => {
    receipts.save = save
    const mine = notes.find(({ personId }) => personId === 'p-chen')
    if (mine) await save({ ...mine, number: 0, state: 'confirmed' })
    return save(...notes)
  }
  await publishRoster(desk, zhao, { periodId: period.id, reason: '水务局网站停用' }, opening)
  const states = await Promise.all(
    ['p-chen', 'p-wang', 'p-li'].map(async (id) => (await receipts.find(receiptId(period.id, id)))?.state),
  )
  expect(states).toEqual(['told', 'told', 'told'])
})

test('nobody reads in the morning that a shift of that morning is tomorrow’s', async () => {
  const desk = await openDesk(book)
  const evening = opening + 15 * hour
  await remindEve(desk, evening)
  expect(await textsOf(desk)).toEqual([])
})

test('a text that waits for the morning names the days as they are then', async () => {
  const desk = await openDesk(book)
  const night = opening + 15 * hour
  const site = { name: '市政府门户网站', short: null }
  const message = { key: 'shift.start', end: night, role: 'staff', site, before: null, lead: null } as const
  const people = [personOf(desk, 'p-wang')]
  await tellPeople(
    desk,
    people.map((person) => ({ person, occasion: 'test', message, urgency: 'courtesy' })),
    night,
  )
  const [text] = (await desk.log.pages.list({}, { limit: 5, cursor: null })).items
  expect(text?.text).toContain('10月1日23:30')
})
