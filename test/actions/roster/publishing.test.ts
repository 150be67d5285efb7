import { expect, test } from 'vitest'
import { saveEntry } from '../../../src/actions/edit-book.ts'
import { finishPublishing, publishRoster, versionsOf } from '../../../src/actions/roster/publish-roster.ts'
import type { BookFile, Period } from '../../../src/domain/book/book.ts'
import { minute } from '../../../src/domain/instant.ts'
import { StoreFailure } from '../../../src/storage/ports.ts'
import { bookWith, shift } from '../../domain/roster.ts'
import { type Desk, now, openDesk } from '../desk.ts'

const zhao = { personId: 'p-zhao', personName: '赵欣怡', from: '127.0.0.1' }
const id = 'national-day-2026'
const draft: Period = { id, name: '国庆节', from: '2026-10-01', to: '2026-10-07', state: 'draft' }
const drafted: BookFile = bookWith({
  periods: [draft],
  shifts: [shift('x-staff', 0, 168), shift('x-lead', 0, 168, { role: 'lead', personId: 'p-li' })],
})
const order = { periodId: id, reason: '水务局网站停用' }

const publish = (desk: Desk, at = now) => publishRoster(desk, zhao, order, at)
const textsOf = async (desk: Desk) =>
  (await desk.log.pages.list({}, { limit: 50, cursor: null })).items.map(({ personName }) => personName).sort()
const versions = async (desk: Desk) => (await versionsOf(desk, id)).map(({ number, state }) => `${number} ${state}`)

/** From now on the book takes no writes, as on a full disk; answers a function that mends it. */
function fillDisk(desk: Desk): () => void {
  const { change } = desk.book
  desk.book.change = async () => {
    throw new StoreFailure('full', 'no space left')
  }
  return () => {
    desk.book.change = change
  }
}

test('a roster is published while somebody saves something else', async () => {
  const desk = await openDesk(drafted)
  const [, published] = await Promise.all([
    saveEntry(desk, zhao, 'units', { id: 'u-new', name: '新' }, now),
    publish(desk),
  ])
  expect(published.kind).toBe('published')
  expect(desk.book.current().units.has('u-new')).toBe(true)
  expect(await versions(desk)).toEqual(['1 published'])
})

test('the clock does not take a roster for a failed one while it is being published', async () => {
  const desk = await openDesk(drafted)
  const { change } = desk.book
  const ticks: Promise<void>[] = []
  desk.book.change = async (edit) => {
    ticks.push(finishPublishing(desk, now))
    await new Promise(setImmediate)
    return change(edit)
  }
  expect((await publish(desk)).kind).toBe('published')
  await Promise.all(ticks)
  expect(await versions(desk)).toEqual(['1 published'])
})

test('published twice at once is one version each, and nobody is told twice of one', async () => {
  const desk = await openDesk(drafted)
  await Promise.all([publish(desk), publish(desk)])
  expect(await textsOf(desk)).toEqual(['李明', '陈海涛'])
  expect(new Set(await versions(desk)).size).toBe((await versions(desk)).length)
})

test('what a full disk kept from coming into force is not told when it is published after all', async () => {
  const desk = await openDesk(drafted)
  const mend = fillDisk(desk)
  await expect(publish(desk)).rejects.toThrow(StoreFailure)
  mend()
  expect((await publish(desk, now + 1000)).kind).toBe('published')
  await finishPublishing(desk, now + minute)
  expect(await versions(desk)).toEqual(['1 published'])
  expect(await textsOf(desk)).toEqual(['李明', '陈海涛'])
})
