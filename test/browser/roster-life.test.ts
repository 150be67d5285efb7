import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { layOutHandovers } from '../../src/actions/shift-work/handovers.ts'
import { hour, instantOf, minute } from '../../src/domain/instant.ts'
import { desk, launchChromium, openPage, type Person, phone } from './chromium.ts'
import { above, fieldAt, house, type Life, names, office, openRosterTown, type RosterTown } from './roster-town.ts'

// The life of a roster from the calendar to the report, as the people of an office live it: the office at a desk or on
// a phone, everybody else on a phone.

const national2026: Life = {
  id: 'national-day-2026',
  year: 2026,
  name: '国庆节',
  now: '2026-09-10T10:00:00+08:00',
  opens: '2026-09-30T17:30',
  days: ['2026-10-01', '2026-10-07'],
}
const lives: Life[] = [
  {
    id: 'mid-autumn-and-national-day-2023',
    year: 2023,
    name: '中秋节、国庆节',
    now: '2023-09-14T10:00:00+08:00',
    opens: '2023-09-28T17:30',
    days: ['2023-09-29', '2023-10-06'],
  },
  {
    id: 'mid-autumn-2024',
    year: 2024,
    name: '中秋节',
    now: '2024-09-02T10:00:00+08:00',
    opens: '2024-09-14T17:30',
    days: ['2024-09-15', '2024-09-17'],
  },
  {
    id: 'national-day-2024',
    year: 2024,
    name: '国庆节',
    now: '2024-09-18T10:00:00+08:00',
    opens: '2024-09-30T17:30',
    days: ['2024-10-01', '2024-10-07'],
  },
  {
    id: 'mid-autumn-2026',
    year: 2026,
    name: '中秋节',
    now: '2026-09-10T10:00:00+08:00',
    opens: '2026-09-24T17:30',
    days: ['2026-09-25', '2026-09-27'],
  },
  national2026,
]
const provisional2027: Life = {
  id: 'national-day-2027',
  year: 2027,
  name: '国庆节',
  now: '2027-09-10T10:00:00+08:00',
  opens: '2027-09-30T17:30',
  days: ['2027-10-01', '2027-10-07'],
}
const screens: [string, BrowserContextOptions][] = [
  ['at a desk', desk],
  ['on a phone, in the dark', { ...phone, colorScheme: 'dark' }],
]

let browser: Browser
let town: RosterTown
beforeAll(async () => {
  browser = await launchChromium()
}, 60_000)
afterEach(() => town.close())
afterAll(() => browser?.close())

describe.each(screens)('the office %s', (_where, how) => {
  test.each(lives.filter((life) => life !== national2026))(
    'makes the roster of $id, and it follows what people do',
    async (life) => {
      town = await openRosterTown(browser, life.now, false)
      await live(life, await town.as(office, how))
    },
    60_000,
  )

  test('makes the National Day roster of 2026 and keeps it to the report; every page keeps WCAG 2.2 AA', async () => {
    town = await openRosterTown(browser, national2026.now, true)
    await live(national2026, await town.as(office, how), how)
    await keepTheDays(how)
  }, 120_000)

  test('2027 is provisional until the notice is entered, then official, and lived as the others', async () => {
    town = await openRosterTown(browser, provisional2027.now, false)
    const person = await town.as(office, how)
    await enterNotice(person)
    await live(provisional2027, person)
  }, 60_000)

  test('with the script off a cell is saved, the roster is checked and published', async () => {
    town = await openRosterTown(browser, national2026.now, false)
    const { page } = await town.as(office, { ...how, javaScriptEnabled: false })
    await makePeriod(national2026, page)
    await draft(page, national2026)
    const cell = page.locator(fieldAt(house.site, 'staff', '2026-10-01T08:30'))
    const before = await cell.inputValue()
    await cell.fill('孙立群、吴晓峰')
    await page.getByRole('button', { name: '只核对' }).click()
    await page.locator('#gate li', { hasText: '不能同时值新港区政府网' }).first().waitFor()
    expect(town.shiftsOf(national2026.id, 'p-040')).not.toContainEqual(expect.objectContaining({ siteId: house.site }))
    await cell.fill(before === names.asks ? names.takes : names.asks)
    await page.getByRole('button', { name: '保存草稿' }).last().click()
    await page.getByText('草稿已存。').waitFor()
    expect(await cell.inputValue()).not.toBe(before)
    await page.getByRole('button', { name: '核对并发布' }).click()
    await page.getByText('第 1 版已发布').waitFor()
  }, 60_000)
})

/** From the wizard to the version history. */
async function live(life: Life, person: Person, peopleHave = phone): Promise<void> {
  const { page } = person
  await makePeriod(life, page, () => town.look(person))
  await draft(page, life, () => town.look(person))
  await changeByKeyboard(page, life)
  await town.look(person)
  await page.getByRole('button', { name: '核对并发布' }).click()
  await page.getByText('第 1 版已发布，通知了 98 人。').waitFor()
  town.web.clock.now += hour
  await confirmByCode(life)
  await page.goto(`${town.web.address}/periods/${life.id}/readiness?show=all`)
  expect(await rowOf(page, '新港区人民政府门户网站')).toMatch(/已确认\s*缺 2，1\/3|缺 2，1\/3/)
  await town.look(person)
  town.web.clock.now += hour
  await swap(life, peopleHave)
  const { address } = town.web
  await page.goto(`${address}/duty?period=${life.id}&view=site&site=${house.site}`)
  await town.look(person)
  await page.goto(`${address}/periods/${life.id}/versions`)
  await page.getByText(`由${names.asks}改为${names.takes}`).first().waitFor()
  expect(await page.locator('h2').first().textContent()).toContain('第 2 版')
  await town.look(person)
}

async function makePeriod(life: Life, page: Page, look = async () => {}): Promise<void> {
  await page.goto(`${town.web.address}/periods/new`)
  await page.getByRole('link', { name: `${life.year} 年`, exact: true }).click()
  await look()
  await page.getByRole('link', { name: `建立值班期 ${life.year}年${life.name}` }).click()
  expect(await page.inputValue('#startsAt')).toBe(life.opens)
  expect([await page.inputValue('#from'), await page.inputValue('#to')]).toEqual(life.days)
  await look()
  await page.getByRole('button', { name: '保存' }).click()
  await page.waitForURL(`**/periods/${life.id}`)
  const eve = page.locator('.cell--staff', { has: page.locator(fieldAt(house.site, 'staff', life.opens)) })
  expect(await eve.textContent()).toContain('17:30–08:30')
}

/** One click; each house has one lead, who has to stand two days running. */
async function draft(page: Page, life: Life, look = async () => {}): Promise<void> {
  await page.getByRole('link', { name: '一键草拟' }).click()
  await look()
  await page.getByRole('button', { name: '草拟', exact: true }).click()
  await page.getByRole('button', { name: '允许连值，再排一次' }).click()
  await page.getByRole('heading', { name: '个班都有人' }).waitFor()
  await look()
  await page.goto(`${town.web.address}/periods/${life.id}`)
  await page.getByRole('heading', { name: '可以发布' }).first().waitFor()
}

/** 滨河 above and 新港 below: a clash is seen before anything is saved, and is taken back with one stroke. */
async function changeByKeyboard(page: Page, life: Life): Promise<void> {
  const start = `${life.days[0]}T08:30`
  const cell = page.locator(fieldAt(house.site, 'staff', start))
  const upper = page.locator(fieldAt(above, 'staff', start))
  const [was, theirs] = [await cell.inputValue(), await upper.inputValue()]
  const clash = page.locator('.cell--clash', { has: page.locator(fieldAt(house.site, 'staff', start)) })
  await upper.focus()
  await page.keyboard.press('Enter')
  expect(await focused(page)).toBe(`c.${house.site}.staff.${start}`)
  await page.keyboard.press('Control+d')
  expect(await cell.inputValue()).toBe(theirs)
  await clash.waitFor()
  await page.locator('#gate li', { hasText: theirs }).first().waitFor()
  await page.keyboard.press('Control+z')
  expect(await cell.inputValue()).toBe(was)
  await clash.waitFor({ state: 'detached' })
  await page.keyboard.press('ArrowUp')
  expect(await focused(page)).toBe(`c.${above}.staff.${start}`)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.type(was === names.asks ? 'lzr' : 'cht')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '保存草稿' }).last().click()
  await page.getByText('草稿已存。').waitFor()
  expect(await cell.inputValue()).toBe(was === names.asks ? names.takes : names.asks)
}

function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.id')
}

/** Whoever got the text reads their shifts and types its code, without signing in. */
async function confirmByCode(life: Life): Promise<void> {
  const { items } = await town.web.log.pages.list({}, { limit: 200, cursor: null })
  const text = items.find(({ personId, step }) => personId === house.asks && step === `roster.${life.id}.1`)
  expect(text?.text).toContain(`${life.name}值班表已发布`)
  const person = await openPage(browser, phone)
  const { page } = person
  await page.goto(`${town.web.address}/a`)
  await page.fill('[name=code]', text?.code?.toLowerCase() ?? '')
  await page.getByRole('button', { name: '签收，我来处理' }).click()
  await page.getByRole('status').getByText('已确认，您知道自己的班').waitFor()
  await town.look(person)
  await page.context().close()
}

/** 陈海涛 asks, 李卓然 agrees, 周敏 approves; the roster changes with the last of them and not before. */
async function swap(life: Life, peopleHave: BrowserContextOptions): Promise<void> {
  const count = () => town.shiftsOf(life.id, house.asks).length
  const before = count()
  const asks = await town.as(house.asks, peopleHave)
  await asks.page.goto(`${town.web.address}/me`)
  await town.look(asks)
  await asks.page.getByRole('link', { name: '请人替班' }).first().click()
  await town.look(asks)
  await asks.page.getByRole('link', { name: names.takes }).click()
  await asks.page.fill('#reason', '家里有事')
  await town.look(asks)
  await asks.page.getByRole('button', { name: '发出请求' }).click()
  await asks.page.getByRole('heading', { name: `等${names.takes}答复` }).waitFor()
  await town.look(asks)
  await answer(await town.as(house.takes, peopleHave), '同意，我来值')
  expect(count()).toBe(before)
  await answer(await town.as(house.lead, peopleHave), '批准调班')
  expect(count()).toBe(before - 1)
}

async function answer(person: Person, button: string): Promise<void> {
  await person.page.goto(`${town.web.address}/me`)
  await person.page.getByRole('link', { name: '等您' }).click()
  await town.look(person)
  await person.page.getByRole('button', { name: button }).click()
  await person.page.locator('.toast').waitFor()
}

async function enterNotice(person: Person): Promise<void> {
  const { page } = person
  await page.goto(`${town.web.address}/periods/new?year=2027`)
  await page.getByText('2027 年的放假通知还没有收录。').waitFor()
  expect(await page.locator('.chip', { hasText: '暂定' }).count()).toBe(2)
  await page.getByRole('link', { name: '录入通知' }).click()
  await page.fill('#published', '2026-11-05')
  await page.fill('#workdays', '2027-09-26\n2027-10-09')
  await town.look(person)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('2027 年放假通知已存。').waitFor()
  expect(await page.locator('.chip', { hasText: '暂定' }).count()).toBe(0)
}

/** In the middle of the holiday: handover, nil report, spot check, and the report of the period. */
async function keepTheDays(how: BrowserContextOptions): Promise<void> {
  const { web } = town
  const shift = town.shiftsOf(national2026.id, house.asks).find(({ to }) => to > '2026-10-03')
  web.clock.now = instantOf(shift?.to ?? '', 'Asia/Shanghai') - 30 * minute
  await layOutHandovers(web.deps, web.clock.now)
  const outgoing = await town.as(house.asks, how)
  await outgoing.page.goto(`${web.address}/me`)
  await outgoing.page.getByRole('link', { name: '去交接' }).click()
  await town.look(outgoing)
  await outgoing.page.check('#check-landline')
  await outgoing.page.getByRole('button', { name: '我交班' }).click()
  await outgoing.page.getByText('已签字，等对方签。').waitFor()
  await outgoing.page.goto(`${web.address}/nil`)
  await town.look(outgoing)
  await outgoing.page.getByRole('button', { name: '报告：无异常' }).click()
  await outgoing.page.getByText('今天的零报告已报').waitFor()
  const keeper = await town.as(office, how)
  await keeper.page.goto(`${web.address}/spot-checks`)
  await keeper.page.getByRole('button', { name: '发查岗短信' }).first().click()
  await keeper.page.getByText('已给 3 位发查岗短信。').waitFor()
  await town.look(keeper)
  await keeper.page.getByRole('link', { name: '值班期小结' }).click()
  await keeper.page
    .getByRole('heading', { level: 1, name: /^国庆节第 \d 天，共 7 天，480 班无空岗，没有中断。$/ })
    .waitFor()
  await keeper.page.getByText('批准调班、替班 1 次。').waitFor()
  await town.look(keeper)
}

async function rowOf(page: Page, name: string): Promise<string> {
  const text = await page.locator('tr', { has: page.getByRole('link', { name, exact: true }) }).textContent()
  return text ?? ''
}
