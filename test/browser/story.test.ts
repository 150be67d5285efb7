import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setPassword } from '../../src/actions/people/accounts.ts'
import { type CastName, cast } from '../flows/cast.ts'
import { startTown, type Town } from '../flows/town.ts'
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

// The main story in a real browser: the office watches the board, the duty person is woken and takes it with a thumb,
// the lead confirms by the code page alone.

const name = '新港区人民政府门户网站'
const password = 'a-long-password'
let browser: Browser
let town: Town

beforeAll(async () => {
  browser = await launchChromium()
  const sites = { xingang: { name, rostered: true }, binhe: { name: '滨河区人民政府门户网站', unitId: 'u-binhe' } }
  town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites })
  for (const who of ['office', 'duty'] as const) {
    const editor = { personId: null, personName: '测试', from: 'test' }
    await setPassword(town.actions, { personId: cast[who].id, password, editor }, town.clock.now())
  }
  await town.fastForward({ minutes: 2 })
})
afterAll(async () => {
  await browser.close()
  await town.close()
})

async function person(who: CastName, how: typeof desk): Promise<Person> {
  const opened = await openPage(browser, how)
  await signIn(opened, town.address, { mobile: cast[who].mobile.replace('+86', ''), password })
  return opened
}

async function expectSound({ page, complaints }: Person): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
  expect(complaints).toEqual([])
}

test('an outage is seen, taken and confirmed in the browser, at a desk and on a phone', async () => {
  const office = await person('office', desk)
  await office.page.getByRole('heading', { level: 1 }).waitFor()
  await expectSound(office)

  await town.site('xingang').behave('hang')
  await town.fastForward({ seconds: 90 })
  const text = town.phone('duty').expectText(name)
  await office.page.getByRole('heading', { level: 1, name: '1 个网站打不开，还没有人签收' }).waitFor()
  await expectSound(office)

  const duty = await person('duty', phone)
  await duty.page.getByRole('link', { name: '去处理' }).first().click()
  await duty.page.getByText('首字节').first().waitFor()
  await expectSound(duty)
  await duty.page.getByRole('button', { name: '签收，我来处理' }).click()
  await duty.page.getByText('陈海涛 在处理').waitFor()
  await expectSound(duty)
  expect(await town.incident('xingang')).toMatchObject({ state: 'acknowledged', acknowledgedVia: 'web' })
  await office.page.getByText('陈海涛').first().waitFor()

  await town.site('xingang').behave('ok')
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText('已能打开')
  const ask = town.phone('lead').expectText('请确认', name)
  const code = /确认码(\w{4})/.exec(ask.body)?.[1] ?? ''
  expect(text.body).not.toContain(code)

  const lead = await openPage(browser, { ...phone, colorScheme: 'dark' })
  await lead.page.goto(`${town.address}/a`)
  await expectSound(lead)
  await lead.page.fill('[name=code]', code.toLowerCase())
  await lead.page.getByRole('button', { name: '确认已恢复' }).click()
  await lead.page.getByText(name).first().waitFor()
  await expectSound(lead)
  expect(await lead.page.content()).not.toMatch(/1[3-9]\d{9}/)
  expect(await town.incident('xingang')).toMatchObject({ state: 'closed', confirmedBy: { name: '周敏' } })
  await town.settle()
  town.phone('duty').expectText('办结')
}, 60_000)

test('every act works with the script switched off', async () => {
  await town.site('binhe').behave('status_503')
  await town.fastForward({ seconds: 80 })
  town.phone('office').expectText('滨河区')
  const office = await person('office', { ...desk, javaScriptEnabled: false })
  await office.page.getByRole('link', { name: '去处理' }).first().click()
  await office.page.getByRole('button', { name: '签收，我来处理' }).click()
  await office.page.getByText('赵欣怡 在处理').waitFor()
  expect(await town.incident('binhe')).toMatchObject({ state: 'acknowledged', acknowledgedBy: { name: '赵欣怡' } })
}, 60_000)
