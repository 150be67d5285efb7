import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setPassword } from '../../src/actions/people/accounts.ts'
import type { BookFile } from '../../src/domain/book/book.ts'
import { type OpenWeb, openWeb } from '../web/open-web.ts'
import { cast, nightNow, password, town, xingang } from '../web/town.ts'
import { accessibilityFaults, launchChromium, openPage, type Person, signIn } from './chromium.ts'

const screen = { viewport: { width: 1920, height: 1080 } }
let browser: Browser
let web: OpenWeb
beforeAll(async () => {
  browser = await launchChromium()
}, 60_000)
afterAll(() => browser?.close())

/** A town of `count` sites in so many groups, the first twelve of which are not normal. */
function townOf(count: number, groups: number, units: number): BookFile {
  const sites = Array.from({ length: count }, (_, i) => ({
    ...{ id: `s-${i}`, name: `第${i}号县（市、区）人民政府办公室门户网站`, shortName: `第${i}号县` },
    ...{ url: `http://www.site-${i}.example/`, group: `第${i % groups}市`, unitId: `u-${i % units}` },
    ...{ leadPersonId: 'p-zhou', contactPersonIds: ['p-chen'] },
  }))
  const all = Array.from({ length: units }, (_, i) => ({ id: `u-${i}`, name: `第${i}县人民政府办公室` }))
  return { ...town, sites, units: [...(town.units ?? []), ...all], shifts: [] }
}

async function atTheWall(book: BookFile, options: Parameters<typeof openPage>[1] = screen): Promise<Person> {
  web = await openWeb({ book })
  const editor = { personId: null, personName: '', from: '' }
  await setPassword(web.deps, { personId: cast.stranger, password, editor }, web.clock.now)
  const person = await openPage(browser, options)
  await signIn(person, web.address, { mobile: '+8613800000005', password })
  return person
}

async function leave(page: Page): Promise<void> {
  await page.context().close()
  await web.close()
}

/** Parts that are cut off, or that reach out of the screen. */
const cutOff = `[...document.querySelectorAll('.wc, .wcensus, .wblock, .wall__foot, .wcalls__x, .sq, .wnames, .wcall')]
  .filter((part) => { const box = part.getBoundingClientRect()
    return box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || part.scrollHeight > part.clientHeight + 3
  }).map((part) => part.className + ' ' + part.textContent.slice(0, 20))`

test.each([
  [30, 3, 5, '.wc', 30],
  [60, 6, 5, '.wc', 60],
  [150, 6, 5, '.wc', 150],
  [400, 40, 40, '.sq', 400],
  [556, 17, 40, '.sq', 556],
  [3000, 100, 120, '.wc', 120],
  [2000, 300, 500, '.wc', 12],
] as const)(
  '%i sites in %i groups fit on one screen, nothing cut off and nothing to press',
  async (...given) => {
    const [count, groups, units, what, cells] = given
    const { page, complaints } = await atTheWall(townOf(count, groups, units))
    for (let i = 0; i < count; i++) {
      const last = { siteId: `s-${i}`, at: nightNow - 9000, ms: 310, ok: true, status: 200, phases: {} }
      const state = { siteId: `s-${i}`, since: nightNow - 9e6, failures: [], goods: 2, lastGoodAt: nightNow, last }
      web.states.set(`s-${i}`, { ...state, verdict: i > 7 && i < 12 ? 'suspect' : 'up' })
    }
    for (let i = 0; i < 8; i++) await web.goesDown(`s-${i}`, nightNow - 100_000 - i * 200_000)
    await page.goto(`${web.address}/wall`)
    expect(await page.locator(what).count()).toBe(cells)
    expect(await page.evaluate(cutOff)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBeLessThanOrEqual(0)
    expect(await page.locator('main a, footer a').count()).toBe(0)
    if (process.env['PICTURES']) await page.screenshot({ path: `${process.env['PICTURES']}/wall-${count}.png` })
    expect(await accessibilityFaults(page)).toEqual([])
    expect(complaints).toEqual([])
    await leave(page)
  },
  60_000,
)

test('with a banner above, long names and much to tell, nothing is cut off in silence', async () => {
  const book = townOf(400, 40, 40)
  const long = (book.sites ?? []).map(({ shortName: _short, ...site }) => site)
  const { page } = await atTheWall({ ...book, sites: long })
  web.watch.storeTroubleSince = nightNow - 60_000
  for (let i = 0; i < 30; i++) await web.goesDown(`s-${i}`, nightNow - 100_000 - i * 200_000)
  await page.goto(`${web.address}/wall`)
  expect(await page.locator('.wall__warn').count()).toBe(1)
  expect(await page.evaluate(cutOff)).toEqual([])
  expect(await page.locator('.wcall').count()).toBe(5)
  await page.getByText('还有 25 件，见看板').waitFor()
  await page.getByText(/还有 \d+ 个不正常，见看板/).waitFor()
  await leave(page)
}, 60_000)

test('the longest without anybody comes first, and what is not normal is red on the map', async () => {
  const { page } = await atTheWall(town)
  await web.goesDown(xingang, nightNow - 60_000)
  await web.goesDown('s-city', nightNow - 600_000)
  await page.goto(`${web.address}/wall`)
  expect(await page.locator('.wcall h2').allTextContents()).toEqual([
    '望海市人民政府门户网站',
    '新港区人民政府门户网站',
  ])
  expect(await page.locator('.wc--down b').allTextContents()).toEqual(['望海市人民政府门户网站', '新港区'])
  expect(await page.locator('.wall__facts').textContent()).toContain('今天事件 2')
  await leave(page)
}, 60_000)

test('a wall that hears nothing for ten seconds fades, and says at which second it stopped', async () => {
  const { page } = await atTheWall(town)
  await page.clock.install()
  await page.route('**/events', (route) => route.abort())
  await page.goto(`${web.address}/wall`)
  const opacity = () => page.evaluate("getComputedStyle(document.querySelector('.wall')).opacity")
  await page.clock.runFor(5000)
  expect(await opacity()).toBe('1')
  await page.clock.runFor(6000)
  expect([await opacity(), await page.locator('[data-stop]').textContent()]).toEqual([
    '0.35',
    '画面停在 03:03:03，请以看板为准',
  ])
  await leave(page)
}, 60_000)

test('a new incident appears by itself, also right after a key, and chimes once where that was switched on', async () => {
  const { page, complaints } = await atTheWall(town)
  await page.goto(`${web.address}/wall`)
  await page.locator('.live').getByText('实时').waitFor()
  const chimed = () => page.evaluate('document.body.dataset.chimed ?? "0"')
  await web.goesDown(dongchuanId, nightNow - 40_000)
  await page.locator('.wcall--paging').waitFor()
  expect(await chimed()).toBe('0')
  await page.locator('[data-chime]').click()
  await page.getByText('提示音：开').waitFor()
  await web.goesDown(xingang, nightNow - 20_000)
  await page.locator('.wcall--paging').nth(1).waitFor()
  expect(await chimed()).toBe('1')
  web.deps.changes.publish({ kind: 'book' })
  await page.locator('.wcensus .hot').waitFor()
  expect([await chimed(), complaints]).toEqual(['1', []])
  await leave(page)
}, 60_000)

test('without script it is a picture that is fetched anew each minute', async () => {
  const { page } = await atTheWall(town, screen)
  const cookies = await page.context().cookies()
  const still = await browser.newContext({ ...screen, javaScriptEnabled: false })
  await still.addCookies(cookies)
  const picture = await still.newPage()
  await picture.goto(`${web.address}/wall`)
  expect(await picture.locator('meta[http-equiv="refresh"]').getAttribute('content')).toBe('60')
  expect(await picture.locator('.wall__chime').isVisible()).toBe(false)
  expect(await picture.locator('.wc').count()).toBe(town.sites?.length)
  await still.close()
  await leave(page)
}, 60_000)

const dongchuanId = 's-dongchuan'
