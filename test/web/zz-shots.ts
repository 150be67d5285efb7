import chromium from '@sparticuz/chromium'
import { chromium as pw } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'
import { openWeb } from './open-web.ts'
import { nightNow, xingang, dongchuan } from './town.ts'
const web = await openWeb()
const only = process.argv[2]
const beats = []
for (const site of web.deps.book.current().sites.values()) {
  for (let m = 0; m < 30; m++) beats.push({ siteId: site.id, at: nightNow - m * 60000 - 5000, ms: 150 + ((m * 37 + site.id.length * 91) % 900), ok: !(site.id === xingang && m < 6), phases: {} })
  if (![xingang, dongchuan].includes(site.id)) web.states.set(site.id, { siteId: site.id, verdict: 'up', since: nightNow - 9e7, failures: [], goods: 0, lastGoodAt: null, last: { siteId: site.id, at: nightNow - 5000, ms: 186 + site.id.length * 17, ok: true, phases: {} } })
}
await web.log.samples.append(beats)
const chen = await web.signedIn('duty'), zhou = await web.signedIn('lead'), office = await web.signedIn('office'), he = await web.signedIn('stranger')
await web.goesDown(dongchuan, nightNow - 16 * 60000)
const { acknowledge, writeProgress, reportMended, confirmRecovery } = await import('../../src/actions/respond.ts')
const inc2 = (await web.log.incidents.findLive(dongchuan))!
await acknowledge(web.deps, { incidentId: inc2.id, personId: 'p-xu', via: 'code' }, nightNow - 14 * 60000)
await web.comesUp(dongchuan, nightNow - 3 * 60000)
const inc = await web.goesDown(xingang, nightNow - 351000)
const { moveIncident } = await import('../../src/actions/move-incident.ts')
await moveIncident(web.deps, { target: { incidentId: inc.id }, stimulus: { kind: 'told' } }, nightNow - 330000)
await moveIncident(web.deps, { target: { incidentId: inc.id }, stimulus: { kind: 'time_passed' } }, nightNow - 150000)
await moveIncident(web.deps, { target: { incidentId: inc.id }, stimulus: { kind: 'time_passed' } }, nightNow - 30000)
web.states.set('s-other-4', { siteId: 's-other-4', verdict: 'suspect', since: nightNow - 12000, failures: [{ siteId: 's-other-4', at: nightNow - 12000, ms: 15000, ok: false, phases: {}, failure: { kind: 'first_byte_timeout', phase: 'firstByte', limitSeconds: 15 } }], goods: 0, lastGoodAt: null, last: null })
const pages = (await web.log.pages.ofIncident(inc.id))
for (const { page, attempt } of await web.log.pages.claimDue(nightNow - 20000, nightNow, 100)) await web.log.pages.report(page.id, attempt.n, { state: page.channel === 'voice' ? 'failed' : 'delivered', providerId: 'SM' + page.id, errorCode: page.channel === 'voice' ? 'no-answer' : null }, nightNow - 15000)
web.setUp.token = 'tok'
const browser = await pw.launch({ args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'], executablePath: await chromium.executablePath(), headless: true })
async function shot(name: string, path: string, visitor: any, sizes = [390, 1440]) {
  if (only && !name.includes(only)) return
  for (const width of sizes) for (const theme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme: theme as 'light' })
    if (visitor) await context.addCookies([...visitor.cookies.split('; ').filter(Boolean)].map((p: string) => ({ name: p.split('=')[0]!, value: p.slice(p.indexOf('=') + 1), url: web.address })))
    const page = await context.newPage()
    page.on('console', (m) => m.type() === 'error' && console.log(name, m.text()))
    page.on('pageerror', (e) => console.log(name, 'ERR', e.message))
    await page.goto(web.address + path)
    await page.waitForTimeout(150)
    const results = await new AxeBuilder({ page }).analyze()
    for (const v of results.violations) console.log(name, width, theme, v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 140) + ' ' + (n.any[0]?.message ?? '')).join('\n   '))
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (over > 0) console.log(name, width, 'overflows by', over)
    await page.screenshot({ path: `/tmp/shots/${name}-${width}-${theme}.png`, fullPage: width === 390 ? process.argv[3] === 'full' : false })
    await context.close()
  }
}
await shot('board', '/', office)
await shot('board-duty', '/', chen, [390])
await shot('inc-down', `/incidents/${inc.id}`, chen)
await shot('inc-viewer', `/incidents/${inc.id}`, he)
await shot('inc-rec', `/incidents/${inc2.id}`, office)
await shot('void', `/incidents/${inc.id}/void`, office)
await shot('list', '/incidents', office)
await shot('code', '/a', null)
await shot('signin', '/sign-in', null)
await shot('setup', '/set-up/tok', null)
await shot('setsites', '/set-up/sites', office)
await shot('setchan', '/set-up/channels', office)
await shot('missing', '/nope', office)
web.clock.now = nightNow + 37000
await acknowledge(web.deps, { incidentId: inc.id, personId: 'p-chen', via: 'code' }, web.clock.now)
web.clock.now = nightNow + 200000
await writeProgress(web.deps, { incidentId: inc.id, personId: 'p-chen', via: 'web', note: '已联系政务云机房，正在查反向代理' }, web.clock.now)
web.clock.now = nightNow + 500000
await shot('inc-ack-owner', `/incidents/${inc.id}`, chen)
await shot('inc-ack-lead', `/incidents/${inc.id}`, zhou)
await web.comesUp(xingang, nightNow + 2299000)
web.clock.now = nightNow + 2307000
await reportMended(web.deps, { incidentId: inc.id, personId: 'p-chen', via: 'web', cause: 'software', note: '反向代理进程退出，已重启，正常。' }, web.clock.now)
web.clock.now = nightNow + 2407000
await shot('inc-rec-lead', `/incidents/${inc.id}`, zhou)
await shot('inc-rec-owner', `/incidents/${inc.id}`, chen)
await confirmRecovery(web.deps, { incidentId: inc.id, personId: 'p-zhou', via: 'web', cause: null, note: '' }, web.clock.now)
await shot('inc-closed', `/incidents/${inc.id}`, zhou)
zhou.setCookie('lang', 'en'); office.setCookie('lang', 'en')
await shot('en-board', '/', office)
await shot('en-inc', `/incidents/${inc.id}`, zhou)
await browser.close(); await web.close()
