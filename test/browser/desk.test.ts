import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setPassword } from '../../src/actions/people/accounts.ts'
import type { BookFile } from '../../src/domain/book/book.ts'
import { holidaysOf } from '../../src/domain/calendar.ts'
import { sampleBook } from '../demo/sample-town.ts'
import { type OpenWeb, openWeb } from '../web/open-web.ts'
import { password } from '../web/town.ts'
import {
  accessibilityFaults,
  desk,
  launchChromium,
  openPage,
  overflow,
  type Person,
  phone,
  signIn,
} from './chromium.ts'

const officePerson = 'p-037'
const site = 's-xingang'
const pages = [
  '/duty',
  '/duty?view=date',
  '/duty?view=site',
  '/duty?view=person',
  '/duty/print?phones=1',
  '/duty/now',
  '/me',
  '/me/calendar',
  '/',
  '/?by=unit',
  '/?q=xgq',
  '/windows',
  '/sites',
  '/sites/import',
  `/sites/${site}`,
  `/sites/${site}/edit`,
  '/people',
  '/people/p-001',
  '/people/p-001/disable',
  '/units',
  '/periods',
  '/periods/new',
  '/periods/national-day-2026',
  '/periods/drill/shifts/new',
  '/periods/drill',
  '/periods/drill/draft',
  '/periods/drill/draft/result',
  '/hours',
  '/hours?from=2026-02-30&to=2026-02-01',
  '/people/p-001/edit',
  '/units/u-xingang',
  '/outbox',
  '/settings/shifts',
  '/settings/escalation',
  '/settings/channels',
  '/settings/book',
  '/audit',
]

/** The sample town on its holiday, with a drill whose roster is still empty. */
function townBook(): BookFile {
  const holidays = JSON.parse(readFileSync(new URL('../../data/reference/holidays.json', import.meta.url), 'utf8'))
  const holiday = holidaysOf(holidays, 2026).find(({ id }) => id === 'national-day-2026')
  if (!holiday) throw new Error('the holiday of the sample is not in the calendar')
  const book = sampleBook(holiday, ({ id }) => `http://${id}.example/`)
  return {
    ...book,
    periods: [
      ...(book.periods ?? []),
      { id: 'drill', name: '演练', from: '2026-10-20', to: '2026-10-22', state: 'draft' },
    ],
  }
}

let web: OpenWeb
let browser: Browser
let mobile: string

beforeAll(async () => {
  web = await openWeb({ book: townBook() })
  const editor = { personId: null, personName: '', from: '' }
  await setPassword(web.deps, { personId: officePerson, password, editor }, web.clock.now)
  mobile = web.deps.book.current().people.get(officePerson)?.mobile ?? ''
  browser = await launchChromium()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await web?.close()
})

async function officeAt(options: Parameters<typeof openPage>[1]): Promise<Person> {
  const person = await openPage(browser, options)
  await signIn(person, web.address, { mobile, password })
  return person
}

describe.each([
  ['at a desk', desk],
  ['on a phone, in the dark', { ...phone, colorScheme: 'dark' as const }],
])('%s', (_where, options) => {
  test('every page of the day keeps WCAG 2.2 AA, fits the width and makes the browser complain of nothing', async () => {
    const person = await officeAt(options)
    for (const path of pages) {
      await person.page.goto(web.address + path)
      expect(await accessibilityFaults(person.page), path).toEqual([])
      expect(await overflow(person.page), path).toBeLessThanOrEqual(0)
    }
    expect(person.complaints).toEqual([])
    await person.page.context().close()
  }, 120_000)
})

test('one key leads to the search of the board, and types as ever where something is typed', async () => {
  const { page } = await officeAt(desk)
  await page.goto(web.address)
  await page.keyboard.press('/')
  expect(await page.evaluate('document.activeElement.id')).toBe('q')
  await page.keyboard.type('xg/')
  expect(await page.inputValue('#q')).toBe('xg/')
  await page.fill('#q', 'xgq')
  await page.keyboard.press('Enter')
  await page.locator('.tile').first().waitFor()
  expect(await page.locator('.tile').count()).toBe(1)
  await page.context().close()
}, 60_000)

test('a refused form puts the keyboard on the summary, whose links lead to the fields', async () => {
  const { page } = await officeAt(phone)
  await page.goto(`${web.address}/people/new`)
  await page.fill('#name', '')
  await page.fill('#mobile', '123')
  await page.click('.desk__form button[type=submit]')
  expect(await page.evaluate('document.activeElement.className')).toBe('errs')
  await page.click('.errs a[href="#mobile"]')
  expect(await page.inputValue('#mobile')).toBe('123')
}, 60_000)

test.each([
  ['at a desk', desk],
  ['on a phone, in the dark', { ...phone, colorScheme: 'dark' as const }],
])(
  'a list of sites is sent, looked through and written %s',
  async (_where, options) => {
    const { page, complaints } = await officeAt(options)
    await page.goto(`${web.address}/sites/import`)
    const name = options === desk ? '市水务局' : '市林业局'
    const text = `网站名称,首页网址,别的\n${name},${name === '市水务局' ? 'water' : 'forest'}.example,x\n,bad address,\n`
    await page.setInputFiles('#file', { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.click('.desk__form button[type=submit]')
    await page.getByRole('heading', { name: '新增 1 个网站，1 行不能写入' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.getByRole('button', { name: '写入：新增 1 个，改动 0 个' }).click()
    await page.getByText('已新增 1 个网站，改动 0 个。').waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  },
  60_000,
)
