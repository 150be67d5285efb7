import { beforeEach, expect, test } from 'vitest'
import { versionsOf } from '../../../src/actions/roster/publish-roster.ts'
import { askSwap, lapseSwaps, stepSwap } from '../../../src/actions/roster/swap.ts'
import type { BookFile, Person } from '../../../src/domain/book/book.ts'
import { findDuty } from '../../../src/domain/duty.ts'
import { hour, minute } from '../../../src/domain/instant.ts'
import type { Swap } from '../../../src/domain/roster/swap.ts'
import { StoreFailure } from '../../../src/storage/ports.ts'
import { bookWith, opening, shift } from '../../domain/roster.ts'
import { type Desk, now, openDesk } from '../desk.ts'

const periodId = 'national-day-2026'
const span = (id: string) => ({ id, siteId: 's-portal', role: 'staff' as const })
const tomorrow = { ...span('x-2'), fromAt: opening + 24 * hour, toAt: opening + 48 * hour }
const running = { ...span('x-1'), fromAt: opening, toAt: opening + 24 * hour }
const book: BookFile = bookWith({
  periods: [
    {
      ...{ id: periodId, name: '国庆节', from: '2026-10-01', to: '2026-10-07', state: 'published', version: 1 },
      publishedAt: '2026-09-20T10:00:00+08:00',
    },
  ],
  shifts: [shift('x-1', 0, 24), shift('x-2', 24, 48), shift('x-lead', 0, 48, { role: 'lead', personId: 'p-li' })],
})

let desk: Desk
beforeEach(async () => {
  desk = await openDesk(book)
})

const personOf = (id: string): Person => {
  const person = desk.book.current().people.get(id)
  if (!person) throw new Error(`${id} is not in the book`)
  return person
}
const ask = async (given = tomorrow): Promise<Swap> => {
  const order = { given: [given], inReturn: [], from: personOf('p-chen'), to: personOf('p-wang'), reason: '家里有事' }
  const asked = await askSwap(desk, order, now)
  if (asked.kind !== 'done') throw new Error(`not asked: ${asked.kind}`)
  return asked.swap
}
const step = (swapId: string, act: 'accept' | 'approve', personId: string, at = now) =>
  stepSwap(desk, { swapId, act, person: personOf(personId), note: '', from: 'test' }, at)
const agreed = async (given = tomorrow): Promise<string> => {
  const { id } = await ask(given)
  await step(id, 'accept', 'p-wang')
  return id
}
const onDuty = (at: number) => findDuty(desk.book.current(), 's-portal', at).staff.map(({ name }) => name)
const stateOf = async (id: string) => (await desk.log.records.swaps.find(id))?.state
const versions = async () => (await versionsOf(desk, periodId)).map(({ number, state }) => `${number} ${state}`)
const toldApproved = async () =>
  (await desk.log.pages.list({}, { limit: 50, cursor: null })).items
    .filter(({ text }) => text.includes('调班已批准'))
    .map(({ personName }) => personName)
    .sort()

/** The log takes no more writes after the book has been written, as when the process ends or the disk fills just there. */
function endAfterBook(): () => void {
  const { change } = desk.book
  const { versions: kept, receipts } = desk.log.records
  const saves = [kept.save, receipts.save] as const
  desk.book.change = async (edit) => {
    const changed = await change(edit)
    kept.save = receipts.save = async () => {
      throw new StoreFailure('full', 'no space left')
    }
    return changed
  }
  return () => {
    desk.book.change = change
    ;[kept.save, receipts.save] = saves
  }
}

test.each([
  ['that lies ahead', tomorrow],
  ['that runs', running],
])('an approval of a shift %s, cut off after the roster was written, is carried to its end', async (_, given) => {
  const id = await agreed(given)
  const mend = endAfterBook()
  await expect(step(id, 'approve', 'p-li')).rejects.toThrow(StoreFailure)
  mend()
  expect(onDuty(given.toAt - minute)).toEqual(['王芳'])
  await lapseSwaps(desk, now + minute)
  await lapseSwaps(desk, now + 2 * minute)
  expect(await stateOf(id)).toBe('approved')
  expect(await toldApproved()).toEqual(['王芳', '陈海涛'])
  expect(await versions()).toEqual(['2 swapped'])
})

test('an approval that never reached the roster waits as before, and may be given again', async () => {
  const id = await agreed()
  const { change } = desk.book
  desk.book.change = async () => {
    throw new StoreFailure('full', 'no space left')
  }
  await expect(step(id, 'approve', 'p-li')).rejects.toThrow(StoreFailure)
  desk.book.change = change
  await lapseSwaps(desk, now + minute)
  expect([await stateOf(id), onDuty(tomorrow.fromAt), await toldApproved()]).toEqual(['accepted', ['陈海涛'], []])
  expect((await step(id, 'approve', 'p-li', now + 2 * minute)).kind).toBe('done')
  expect(onDuty(tomorrow.fromAt)).toEqual(['王芳'])
  expect(await versions()).toEqual(['2 swapped'])
})

test('fifty approvals at once are one', async () => {
  const id = await agreed()
  const all = await Promise.all(Array.from({ length: 50 }, () => step(id, 'approve', 'p-li')))
  expect(all.filter(({ kind }) => kind === 'done')).toHaveLength(1)
  expect(await versions()).toEqual(['2 swapped'])
  expect(desk.book.current().periods.get(periodId)?.version).toBe(2)
})

test('who leaves while the swap is being approved takes no shift with them', async () => {
  const id = await agreed()
  const { change } = desk.book
  desk.book.change = async (edit) => {
    desk.book.change = change
    await change((file) => ({
      ...file,
      people: (file.people ?? []).map((one) => (one.id === 'p-wang' ? { ...one, disabled: true } : one)),
    }))
    return change(edit)
  }
  expect((await step(id, 'approve', 'p-li')).kind).toBe('problems')
  expect([await stateOf(id), await versions()]).toEqual(['accepted', []])
})

test('a request pressed fifty times is one request', async () => {
  const asked = await Promise.all(Array.from({ length: 50 }, () => ask()))
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1)
  const { items } = await desk.log.records.swaps.list({}, { limit: 100, cursor: null })
  expect(items).toHaveLength(1)
})
