import { afterEach, beforeEach, expect, test } from 'vitest'
import { publishRoster } from '../../src/actions/roster/publish-roster.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { draft } from './roster-desk.ts'
import type { Visitor } from './visitor.ts'

const zhao = { personId: 'p-zhao', personName: '赵欣怡', from: 'test' }

let web: OpenWeb
let office: Visitor
beforeEach(async () => {
  web = await openWeb({ book: draft })
  office = await web.signedIn('office')
})
afterEach(() => web.close())

const periodNow = () => web.deps.book.current().periods.get('d')

test.each([
  ['2026-10-20', '2027-11-20'],
  ['2026-10-20', '9999-12-31'],
  ['0001-01-01', '2026-10-20'],
])('a period from %s to %s is no period, and what was typed stays', async (from, to) => {
  const refused = await office.post('/periods/new', { name: '很长', from, to })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('太长了，最长 366 天')
  expect(refused.text).toContain('很长')
  expect(web.deps.book.current().periods.size).toBe(1)
})

/** Whatever is written next is written after `first`, as when somebody else was a moment earlier. */
function afterwards(first: () => Promise<unknown>): void {
  const { change } = web.deps.book
  web.deps.book.change = async (edit) => {
    web.deps.book.change = change
    await first()
    return change(edit)
  }
}
const publish = () => publishRoster(web.deps, zhao, { periodId: 'd', reason: '一晚由值班室兼' }, web.clock.now)

test('a form that was open while the roster was published does not take it back', async () => {
  afterwards(publish)
  const saved = await office.post('/periods/d/edit', { name: '改名', from: '2026-10-20', to: '2026-10-21' })
  expect(saved.status).toBe(303)
  expect(periodNow()).toMatchObject({ state: 'published', version: 1, name: '改名' })
})

test('the days of a roster that was published meanwhile are not moved', async () => {
  afterwards(publish)
  const refused = await office.post('/periods/d/edit', { name: '演练', from: '2026-10-20', to: '2026-10-22' })
  expect(refused.status).toBe(422)
  expect(periodNow()).toMatchObject({ state: 'published', version: 1, to: '2026-10-21' })
})

test('a period that was removed meanwhile does not come back by its form', async () => {
  afterwards(() => web.deps.book.change((file) => ({ ...file, periods: [], shifts: [] })))
  const gone = await office.post('/periods/d/edit', { name: '演练', from: '2026-10-20', to: '2026-10-22' })
  expect(gone.status).toBe(422)
  expect(gone.text).toContain('这个值班期已经不在了')
  expect(periodNow()).toBeUndefined()
})

test('a name keeps nothing that cannot be seen and would turn or break the lines it stands in', async () => {
  const saved = await office.post('/periods/new', {
    name: '国庆\u202e节\r\n值班',
    from: '2026-11-01',
    to: '2026-11-02',
  })
  expect(saved.status).toBe(303)
  expect([...web.deps.book.current().periods.values()].map(({ name }) => name)).toContain('国庆节 值班')
})
