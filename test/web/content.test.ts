import { afterEach, beforeEach, expect, test } from 'vitest'
import { noteFirstLooks } from '../../src/actions/content/judge-content.ts'
import { findSuspicion, raiseSuspicion } from '../../src/actions/content/raise-suspicion.ts'
import type { PageFeatures } from '../../src/domain/content/page-features.ts'
import { languages } from '../../src/domain/language.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, xingang } from './town.ts'

const page: PageFeatures = {
  ...{ title: '新港区人民政府', textLength: 4_000, landmarks: ['政务公开'] },
  ...{ linked: ['www.gov.cn'], hidden: [], embedded: [], words: [] },
}
const odd: PageFeatures = { ...page, hidden: ['bet.example'], words: ['百家乐'], title: '<b>Hacked</b>' }
const path = `/sites/${xingang}/content`

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
  await noteFirstLooks(web.deps, new Map([[xingang, page]]), nightNow - 3_600_000)
})
afterEach(() => web.close())

async function goesOdd(): Promise<void> {
  const site = web.deps.book.current().sites.get(xingang)
  if (!site) throw new Error('the town has no such site')
  const findings = [
    { kind: 'words', values: ['百家乐'] },
    { kind: 'hidden', values: ['bet.example'] },
  ] as const
  await raiseSuspicion(
    web.deps,
    { site, findings: [...findings].map((one) => ({ ...one, values: [...one.values] })), features: odd },
    nightNow,
  )
}
const versionIn = (text: string) => /name="version" value="(\d+)"/.exec(text)?.[1] ?? ''
const state = async () => (await findSuspicion(web.deps, xingang))?.state ?? null

test('an odd page stands on the board, with what changed on its own page, to whoever may see the site', async () => {
  await goesOdd()
  const duty = await web.signedIn('duty')
  expect((await duty.get('/')).text).toContain('内容异常')
  const { text } = await duty.get(path)
  expect(text).toContain('首页内容异常，还没有人核实')
  expect(text).toContain('bet.example')
  expect(text).toContain('&lt;b&gt;Hacked&lt;/b&gt;')
  expect(text).not.toContain('<b>Hacked')
})

test('staff of the site take it; a lead accepts it, and the page as it is becomes the baseline', async () => {
  await goesOdd()
  const duty = await web.signedIn('duty')
  const shown = versionIn((await duty.get(path)).text)
  expect((await duty.post(path, { act: 'approve', version: shown })).status).toBe(404)
  await duty.post(path, { act: 'take', version: shown })
  expect(await state()).toBe('taken')
  const lead = await web.signedIn('lead')
  await lead.post(path, { act: 'approve', version: versionIn((await lead.get(path)).text) })
  expect(await state()).toBeNull()
  expect(await web.log.records.baselines.find(xingang)).toMatchObject({ state: 'approved', features: odd })
  expect((await lead.get(path)).text).toContain('首页和基准一致')
})

test('finding it tampered with needs a word of explanation, and keeps what was typed', async () => {
  await goesOdd()
  const lead = await web.signedIn('lead')
  const version = versionIn((await lead.get(path)).text)
  const bare = await lead.post(path, { act: 'confirm', version, note: ' ' })
  expect([bare.status, bare.text.includes('请写一句说明')]).toEqual([422, true])
  await lead.post(path, { act: 'confirm', version, note: '已联系承办单位' })
  expect(await findSuspicion(web.deps, xingang)).toMatchObject({ state: 'real', note: '已联系承办单位' })
  expect((await lead.get(path)).text).toContain('已核实：首页内容被改')
})

test('an act on what is no longer as it was shown does nothing', async () => {
  await goesOdd()
  const lead = await web.signedIn('lead')
  const version = versionIn((await lead.get(path)).text)
  await (await web.signedIn('duty')).post(path, { act: 'take', version })
  await lead.post(path, { act: 'approve', version })
  expect(await state()).toBe('taken')
})

test('people of another unit read it and may do nothing about it', async () => {
  await goesOdd()
  const other = await web.signedIn('otherLead')
  const { text } = await other.get(path)
  expect(text).not.toContain('name="act"')
  for (const act of ['take', 'approve', 'confirm'])
    expect((await other.post(path, { act, version: versionIn(text), note: 'x' })).status).toBe(404)
  expect(await state()).toBe('open')
})

test.each(languages)('the page is whole in %s, odd or not', async (language) => {
  const office = await web.signedIn('office')
  office.setCookie('lang', language)
  expect((await office.get(path)).status).toBe(200)
  await goesOdd()
  for (const address of [path, '/', `/sites/${xingang}`]) expect((await office.get(address)).status).toBe(200)
})
