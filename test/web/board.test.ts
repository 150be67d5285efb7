import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, town, xingang } from './town.ts'
import { headingOf } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

test('whoever is not signed in is led to the sign-in page and back', async () => {
  const answer = await web.visitor().get('/?group=区县')
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('/sign-in?next=%2F%3Fgroup%3D%25E5%258C%25BA%25E5%258E%25BF')
})

test('the first line answers: a site is down and nobody has taken it', async () => {
  await web.goesDown(xingang, nightNow - 351_000)
  const page = await (await web.signedIn('office')).get('/')
  expect(page.status).toBe(200)
  expect(headingOf(page)).toBe('1 个网站打不开，还没有人签收。')
  expect(page.text).toContain('已通知 陈海涛。')
  expect(page.text).toContain('<title>(1) 1 个网站打不开，还没有人签收。 · 值守</title>')
})

test('every site keeps its place, with who is on duty and how fast it opens', async () => {
  await web.goesDown(xingang, nightNow - 351_000)
  const { text } = await (await web.signedIn('stranger')).get('/')
  const keys = [...text.matchAll(/data-key="tile-([^"]+)"/g)].map(([, key]) => key)
  expect(keys).toEqual([...web.deps.book.current().sites.keys()])
  expect(text).toContain('打不开 5 分')
  expect(text).not.toMatch(/1[3-9]\d{9}/)
})

test('the badge counts the open incidents of the reader’s own sites', async () => {
  await web.goesDown(xingang, nightNow - 351_000)
  const badgeOf = async (role: 'lead' | 'otherLead' | 'office') => {
    return /class="nav__n">(\d+)/.exec((await (await web.signedIn(role)).get('/')).text)?.[1]
  }
  expect([await badgeOf('lead'), await badgeOf('otherLead'), await badgeOf('office')]).toEqual(['1', undefined, '1'])
})

test('a board with nothing to do says when the last matter was closed', async () => {
  const office = await web.signedIn('office')
  expect((await office.get('/')).text).toContain('还没有发生过中断。')
  const { confirmRecovery } = await import('../../src/actions/incident/respond.ts')
  const incident = await web.goesDown(xingang, nightNow - 351_000)
  await web.comesUp(xingang, nightNow - 60_000)
  const order = { incidentId: incident.id, personId: 'p-zhou', via: 'web' as const, cause: null, note: '' }
  await confirmRecovery(web.deps, order, nightNow - 30_000)
  expect((await office.get('/')).text).toContain('上一件办结于今天 03:02。')
})

test('the strip names the shift of the day before at three in the morning', async () => {
  const { text } = await (await web.signedIn('duty')).get('/')
  expect(text).toContain('<b>10月3日班</b>')
  expect(text).toContain('周六 08:30 – 次日 08:30')
  expect(text).toContain('还有 <b class="num">5 小时 27 分</b> 交班')
  expect(text).toContain('国庆节值班期 第 3 天，共 7 天')
})

const tilesOf = (text: string) => [...text.matchAll(/data-key="tile-([^"]+)"/g)].map(([, key]) => key)

test('the search finds by name, code and initials, says how many, and works without script', async () => {
  const office = await web.signedIn('office')
  expect(tilesOf((await office.get('/?q=0000000003')).text)).toEqual([xingang])
  const { text } = await office.get('/?q=xgq&group=%E5%8C%BA%E5%8E%BF')
  expect(tilesOf(text)).toEqual([xingang])
  expect(text).toContain('区县 · xgq：1 个网站')
  expect(text).toContain('value="xgq"')
  expect(text).toContain('<input type="hidden" name="group" value="区县">')
  expect((await office.get('/?q=%3Cscript%3E')).text).not.toContain('<script>')
})

test('counts by unit lead to the sites of the unit, and are of the marks that are chosen', async () => {
  await web.goesDown(xingang, nightNow - 351_000)
  const office = await web.signedIn('office')
  const { text } = await office.get('/?by=unit&mark=down')
  expect([...text.matchAll(/data-key="row-([^"]+)"/g)].map(([, key]) => key)).toEqual(['u-xingang'])
  expect(text).toContain('href="/?mark=down&amp;unit=u-xingang#sites"')
  expect(tilesOf((await office.get('/?unit=u-xingang')).text)).toEqual([xingang])
  expect((await office.get('/?by=group')).text).toContain('市直部门')
})

test('a country is one page of bounded size with what needs a person on top, however much is open', async () => {
  await web.close()
  const sites = Array.from({ length: 3000 }, (_, i) => ({
    ...{ id: `s-${i}`, name: `第${i}个网站`, unitId: 'u-xingang', group: `第${i % 40}省`, leadPersonId: 'p-zhou' },
    ...{ url: `http://www.site-${i}.example/`, contactPersonIds: ['p-chen'] },
  }))
  web = await openWeb({ book: { ...town, sites, shifts: [] } })
  for (let i = 0; i < 60; i++) await web.goesDown(`s-${i}`, nightNow - 400_000 - i * 1000)
  const page = await (await web.signedIn('office')).get('/')
  expect(Buffer.byteLength(page.text)).toBeLessThan(300_000)
  expect([...page.text.matchAll(/data-key="call-/g)]).toHaveLength(40)
  expect(page.text).toContain('60 件')
  expect(page.text).toContain('还有 20 件，看事件列表')
  expect(tilesOf(page.text)).toHaveLength(150)
  expect(page.text).toContain('第 1 页，共 20 页')
})
