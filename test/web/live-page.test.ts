import { AxeBuilder } from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContext, chromium as engine, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { acknowledge } from '../../src/actions/incident/respond.ts'
import type { Incident } from '../../src/domain/incident/incident.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { dongchuan, nightNow, type Role, xingang } from './town.ts'

let browser: Browser
let web: OpenWeb
let context: BrowserContext
let incident: Incident

beforeAll(async () => {
  browser = await engine.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu'],
  })
})
afterAll(() => browser.close())
beforeEach(async () => {
  web = await openWeb()
  incident = await web.goesDown(xingang, nightNow - 351_000)
})
afterEach(async () => {
  await context.close()
  await web.close()
})

/** A phone in the hand of one of the cast, on a page that has begun to listen. */
async function phone(role: Role, path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const { cookies } = await web.signedIn(role)
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme })
  const at = cookies.indexOf('=')
  await context.addCookies([{ name: cookies.slice(0, at), value: cookies.slice(at + 1), url: web.address }])
  const page = await context.newPage()
  await page.goto(web.address + path)
  await page.locator('[data-live-state]', { hasText: '实时' }).waitFor()
  return page
}

const takenByLead = () =>
  acknowledge(web.deps, { incidentId: incident.id, personId: 'p-zhou', via: 'web' }, web.clock.now)

test('a page that nobody touches shows what is now true by itself', async () => {
  const page = await phone('duty', `/incidents/${incident.id}`)
  await takenByLead()
  await page.getByText('周敏 在处理').waitFor()
  expect(await page.getByRole('link', { name: '打给 周敏' }).count()).toBe(1)
})

test('nothing moves under a finger: a busy reader gets a pill, and the news on asking', async () => {
  const page = await phone('duty', `/incidents/${incident.id}`)
  await page.locator('h1').click()
  await takenByLead()
  const pill = page.getByRole('button', { name: '有 1 条新动态，点此显示' })
  await pill.waitFor()
  expect(await page.getByRole('button', { name: '签收，我来处理' }).count()).toBe(1)
  await pill.click()
  await page.getByText('周敏 在处理').waitFor()
  expect(await pill.count()).toBe(0)
})

test('a button that has just changed its meaning is dead for a moment', async () => {
  const page = await phone('duty', `/incidents/${incident.id}`)
  const sawDead = page.locator('[data-meaning="takeOver"] button:disabled').waitFor()
  await takenByLead()
  await sawDead
  await page.locator('[data-meaning="takeOver"] button:enabled').waitFor()
})

test('what is typed stays when the page renews itself around it', async () => {
  await acknowledge(web.deps, { incidentId: incident.id, personId: 'p-chen', via: 'web' }, web.clock.now)
  const page = await phone('duty', `/incidents/${incident.id}`)
  await page.getByLabel('补充').fill('正在查反向代理')
  const { addNote } = await import('../../src/actions/incident/respond.ts')
  await addNote(web.deps, { incidentId: incident.id, personId: 'p-zhou', via: 'web', note: '我在路上' }, web.clock.now)
  await page.getByText('我在路上').waitFor()
  expect(await page.getByLabel('补充').inputValue()).toBe('正在查反向代理')
})

test('durations run on the server’s clock, whatever the phone’s says', async () => {
  const page = await phone('duty', `/incidents/${incident.id}`)
  await page.locator('.hero__since b', { hasText: /^5分5[2-9]秒$/ }).waitFor()
})

test('without script the page says of when it is, and every act still works', async () => {
  const { cookies } = await web.signedIn('duty')
  context = await browser.newContext({ javaScriptEnabled: false })
  const at = cookies.indexOf('=')
  await context.addCookies([{ name: cookies.slice(0, at), value: cookies.slice(at + 1), url: web.address }])
  const page = await context.newPage()
  await page.goto(`${web.address}/incidents/${incident.id}`)
  expect(await page.getByText('截至 03:03:03').count()).toBe(1)
  await page.getByRole('button', { name: '签收，我来处理' }).click()
  expect(await page.getByText('陈海涛 在处理').count()).toBe(1)
})

describe('axe finds nothing', () => {
  test.each(['light', 'dark'] as const)('in the %s theme', async (theme) => {
    await web.goesDown(dongchuan, nightNow - 600_000)
    await acknowledge(web.deps, { incidentId: incident.id, personId: 'p-chen', via: 'web' }, web.clock.now)
    const page = await phone('office', '/', theme)
    for (const path of ['/', '/incidents', `/incidents/${incident.id}`, '/more', '/a', '/set-up/sites', '/nowhere']) {
      await page.goto(web.address + path)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), path).toBeLessThanOrEqual(0)
    }
  })
})
