import { beforeEach, expect, test } from 'vitest'
import { chaseHandovers, handoverFor, layOutHandovers, sign } from '../../../src/actions/shift-work/handovers.ts'
import type { BookFile, Shift } from '../../../src/domain/book/book.ts'
import { hour, minute } from '../../../src/domain/instant.ts'
import { bookWith, opening, shift } from '../../domain/roster.ts'
import { type Desk, openDesk } from '../desk.ts'

const period = {
  id: 'national-day-2026',
  name: '国庆节',
  from: '2026-10-01',
  to: '2026-10-07',
  state: 'published' as const,
  publishedAt: '2026-09-20T10:00:00+08:00',
  version: 1,
}
const change = opening + 24 * hour
const before = shift('x-before', 0, 24)
const after = (personId: string): Shift => shift('x-after', 24, 48, { personId })
const bookOf = (...shifts: Shift[]): BookFile => bookWith({ periods: [period], shifts })
const id = `s-portal.${change}`

let desk: Desk
beforeEach(async () => {
  desk = await openDesk(bookOf(before, after('p-wang')))
  await layOutHandovers(desk, change - 50 * minute)
})

const roster = (...shifts: Shift[]) => desk.book.change((file) => ({ ...file, shifts }))
const form = () => desk.log.records.handovers.find(id)
const signed = (personId: string, at: number) =>
  sign(
    desk,
    {
      id,
      person: { id: personId, name: personId },
      note: '',
      isLandlineTried: true,
      isMobileOn: true,
      ticked: [],
    },
    at,
  )

test('a form that nobody has signed is still there to the very minute it is looked for', async () => {
  await layOutHandovers(desk, change + hour)
  expect((await form())?.state).toBe('open')
})

test('a roster that was taken back and published again has its form again', async () => {
  await roster(before)
  await layOutHandovers(desk, change - 40 * minute)
  expect((await form())?.state).toBe('void')
  await roster(before, after('p-wang'))
  await layOutHandovers(desk, change - 30 * minute)
  expect((await form())?.state).toBe('open')
  expect((await signed('p-chen', change - 20 * minute)).kind).toBe('signed')
})

test('who comes in by a swap after the outgoing person has signed can take over', async () => {
  await signed('p-chen', change - 20 * minute)
  await roster(before, after('p-zhao'))
  await layOutHandovers(desk, change - 10 * minute)
  expect(await handoverFor(desk, 'p-wang', change)).toBeNull()
  expect(await signed('p-zhao', change + minute)).toMatchObject({
    kind: 'signed',
    handover: { state: 'signed', givenBy: { id: 'p-chen' }, takenBy: { id: 'p-zhao' } },
  })
})

test('a disk that is full when a form is chased keeps nobody from being told once it is mended', async () => {
  const due = change + 30 * minute
  const { handovers } = desk.log.records
  const { save } = handovers
  handovers.save = async () => {
    throw new Error('full')
  }
  await expect(chaseHandovers(desk, due)).rejects.toThrow('full')
  handovers.save = save
  await chaseHandovers(desk, due + minute)
  const told = (await desk.log.pages.list({}, { limit: 10, cursor: null })).items.map(({ personName }) => personName)
  expect(told.sort()).toEqual(['李明', '王芳', '陈海涛'])
  expect(await handovers.due(due + 2 * minute)).toEqual([])
})

test('of more changes at one moment than a list has lines, each person still finds their own', async () => {
  const count = 2100
  const people = Array.from({ length: 2 * count }, (_, i) => ({ id: `p-${i}`, name: `人${i}` }))
  const sites = Array.from({ length: count }, (_, i) => ({ id: `s-${i}`, name: `网站${i}`, url: 'http://127.0.0.1/' }))
  const shifts = sites.flatMap(({ id: siteId }, i) => [
    shift(`a-${i}`, 0, 24, { siteId, personId: `p-${i}` }),
    shift(`b-${i}`, 24, 48, { siteId, personId: `p-${count + i}` }),
  ])
  desk = await openDesk(bookWith({ periods: [period], settings: {}, units: [], people, sites, shifts }))
  await layOutHandovers(desk, change - 50 * minute)
  const found = await Promise.all(['p-0', `p-${2 * count - 1}`].map((one) => handoverFor(desk, one, change)))
  expect(found.map((one) => one?.siteIds)).toEqual([['s-0'], [`s-${count - 1}`]])
})
