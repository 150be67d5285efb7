import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { openTown, squeezed } from '../demo/town.ts'
import { freePort } from '../flows/process.ts'
import { desk, launchChromium, openPage, phone, signIn } from './chromium.ts'

// `npm run pictures`: the README's pictures, taken of the real pages of the sample town in the middle of an outage.

const folder = new URL('../../data/sample/pictures/', import.meta.url).pathname
await mkdir(folder, { recursive: true })
const { probe = {}, blindness = {} } = squeezed
const town = await openTown({ port: await freePort(), phonesPort: await freePort(), settings: { probe, blindness } })
const browser = await launchChromium()

try {
  const { address } = town.service
  const [officeAccount, dutyAccount] = town.accounts
  if (!officeAccount || !dutyAccount) throw new Error('the sample town has nobody to sign in')
  await town.site.behave('hang')
  await town.until(async () => (await town.service.actions.log.incidents.live()).length > 0, 60)
  await town.pause(3)

  const office = await openPage(browser, { ...desk, colorScheme: 'light' })
  await signIn(office, address, { mobile: officeAccount.mobile, password: town.password })
  await shoot(office.page, `${address}/`, 'board')
  await shoot(office.page, `${address}/duty`, 'duty')
  const [period] = town.service.actions.book.current().periods.keys()
  await shoot(office.page, `${address}/periods/${period}`, 'roster')

  const duty = await openPage(browser, { ...phone, colorScheme: 'dark' })
  await signIn(duty, address, { mobile: dutyAccount.mobile, password: town.password })
  const [incident] = await town.service.actions.log.incidents.live()
  await shoot(duty.page, `${address}/incidents/${incident?.id}`, 'incident')
  const somebody = await openPage(browser, { ...phone, colorScheme: 'light' })
  await shoot(somebody.page, `${address}/a`, 'code')
} finally {
  await browser.close()
  await town.close()
}
process.exit(0)

async function shoot(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url)
  await page.locator('h1').first().waitFor()
  await page.screenshot({ path: `${folder}${name}.png` })
  console.log(`data/sample/pictures/${name}.png`)
}
