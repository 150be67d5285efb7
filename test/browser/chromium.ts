import { AxeBuilder } from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, chromium as engine, type Page } from 'playwright-core'

/** The real Chromium that comes as a package: nothing is downloaded. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await chromium.executablePath()
  return engine.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'] })
}

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
}
export const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }

/** A person at a browser: signed in by the form, and everything the browser complained about. */
export type Person = { page: Page; complaints: string[] }

export async function openPage(browser: Browser, options: BrowserContextOptions): Promise<Person> {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    const { url } = message.location()
    // A 4xx page is what some steps ask for; the browser logs it as an error of its own.
    if (message.type() === 'error' && !/the server responded with a status of 4/.test(message.text())) {
      complaints.push(`${message.text()} ${url}`)
    }
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, complaints }
}

export async function signIn(
  { page }: Person,
  address: string,
  who: { mobile: string; password: string },
): Promise<void> {
  await page.goto(`${address}/sign-in`)
  await page.fill('[name=mobile]', who.mobile)
  await page.fill('[name=password]', who.password)
  await page.click('button[type=submit]:visible:not(.plain)')
  await page.waitForURL((url) => url.pathname === '/')
}

/** Rules of WCAG 2.2 A and AA that the page breaks, by name and place. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

/** By how many pixels the page is wider than the screen. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
}
