import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setPassword } from '../../src/actions/people/accounts.ts'
import { type OpenWeb, openWeb } from '../web/open-web.ts'
import { password } from '../web/town.ts'
import { launchChromium, openPage, type Person, signIn } from './chromium.ts'
import { eightDays } from './eight-days.ts'

const officePerson = 'p-037'
const screen = { viewport: { width: 1920, height: 1080 } }
let web: OpenWeb
let browser: Browser
beforeAll(async () => {
  web = await openWeb({ book: eightDays() })
  const editor = { personId: null, personName: '', from: '' }
  await setPassword(web.deps, { personId: officePerson, password, editor }, web.clock.now)
  browser = await launchChromium()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await web?.close()
})

async function atTheWall(options: Parameters<typeof openPage>[1] = screen): Promise<Person> {
  const person = await openPage(browser, options)
  const mobile = web.deps.book.current().people.get(officePerson)?.mobile ?? ''
  await signIn(person, web.address, { mobile, password })
  return person
}

test('a wall that hears nothing for ten seconds fades, and says at which second it stopped', async () => {
  const { page } = await atTheWall()
  await page.clock.install()
  await page.route('**/events', (route) => route.abort())
  await page.goto(`${web.address}/duty/now`)
  const clock = page.locator('[data-clock-now]')
  await page.clock.runFor(5000)
  const opacity = () => page.evaluate("getComputedStyle(document.querySelector('.wall')).opacity")
  expect([await opacity(), await page.locator('[data-stop]').isVisible()]).toEqual(['1', false])
  await page.clock.runFor(6000)
  expect([await opacity(), await page.locator('[data-stop]').textContent()]).toEqual([
    '0.35',
    '画面停在 03:03:03，请以看板为准',
  ])
  const stood = await clock.textContent()
  await page.clock.runFor(30_000)
  expect(await clock.textContent()).toBe(stood)
  await page.context().close()
}, 60_000)

test('a live wall shows a change of the roster by itself', async () => {
  const { page, complaints } = await atTheWall()
  await page.goto(`${web.address}/duty/now`)
  await page.locator('.live').getByText('实时').waitFor()
  await web.deps.book.change((file) => ({
    ...file,
    people: file.people?.map((one) => (one.name === '陈海涛' ? { ...one, name: '陈海波' } : one)) ?? [],
  }))
  web.deps.changes.publish({ kind: 'book' })
  await page.getByText('陈海波').waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
}, 60_000)

test.each([30, 60, 150])(
  '%i squares fit on the screen without scrolling, each in its own',
  async (count) => {
    const { page } = await atTheWall(screen)
    const { sites = [] } = web.deps.book.current().file
    const more = [1, 2, 3, 4].flatMap((n) =>
      sites.map(({ id, name }) => ({
        id: `${id}-${n}`,
        name,
        url: `http://${id}-${n}.example/`,
        contactPersonIds: [officePerson],
      })),
    )
    const added = more.slice(0, count - 30)
    const changed = await web.deps.book.change((file) => ({ ...file, sites: [...sites, ...added] }))
    expect(changed.ok).toBe(true)
    await page.goto(`${web.address}/duty/now`)
    expect(await page.locator('.wt').count()).toBe(count)
    const cut = await page.evaluate(`[...document.querySelectorAll('.wt')].filter((square) => {
    const box = square.getBoundingClientRect()
    return square.scrollHeight > square.clientHeight + 1 || box.bottom > innerHeight
  }).length`)
    expect(cut).toBe(0)
    await web.deps.book.change((file) => ({ ...file, sites }))
    await page.context().close()
  },
  60_000,
)
