import { afterEach, beforeEach, expect, test } from 'vitest'
import { houseTemplate, templateKeys } from '../../src/domain/texts/templates.ts'
import { textName } from '../../src/web/settings/texts-view.ts'
import { wordsOf } from '../../src/web/words.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, xingang } from './town.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

const address = '/settings/texts/outage?language=zh-Hans'
const own = '{mark}{site}从{t}起无法访问（{why}）。签收码{code}。'
const texts = () => web.deps.book.current().settings.texts

test('every text of the dictionary is listed once, with its words and its length with ordinary and longest names', async () => {
  const office = await web.signedIn('office')
  const { text } = await office.get('/settings/texts?language=zh-Hans')
  for (const key of templateKeys) expect(text.split(`href="/settings/texts/${key}?`).length, key).toBe(2)
  expect(text).toContain('{mark}{site}{t}起打不开（{why}）。签收码{code}，请在签收页输入。')
  expect(text).toContain('一般 50 字 1 条，名称最长 70 字 1 条')
  expect((await office.get('/settings/texts?language=en')).text).toContain('{mark}: {site} down since {t}')
})

test('each text has a name that people call it by, in every language', () => {
  for (const language of ['zh-Hans', 'zh-Hant', 'en'] as const) {
    const names = templateKeys.map((key) => textName(wordsOf(language), key))
    expect(new Set(names).size).toBe(names.length)
    for (const [i, key] of templateKeys.entries()) expect(names[i], key).not.toBe(key)
  }
})

test('a preview shows the text as typed and keeps nothing', async () => {
  const office = await web.signedIn('office')
  const shown = await office.post(address, { act: 'preview', text: own })
  expect(shown.status).toBe(200)
  expect(shown.text).toContain('【值守】鞍山市铁东区人民政府门户网站从02:57起无法访问（连接超时）。签收码K7QM。')
  expect(shown.text).toContain(own)
  expect(texts()).toEqual({})
})

test('own words are used from the next text on, marked in the list, audited, and taken back', async () => {
  const office = await web.signedIn('office')
  expect((await office.post(address, { act: 'save', text: `${own}\r\n` })).status).toBe(303)
  expect(texts()).toEqual({ 'zh-Hans': { outage: own } })
  const incident = await web.goesDown(xingang, nightNow - 60_000)
  const pages = await web.log.pages.ofIncident(incident.id)
  expect(pages.length).toBeGreaterThan(0)
  for (const { text } of pages)
    expect(text).toMatch(/^【值守】新港区.*从\d\d:\d\d起无法访问（连接超时）。签收码K\w{3}。$/)
  expect((await office.get('/settings/texts')).text.match(/class="chip">已改/g)).toHaveLength(1)
  expect((await office.get('/audit')).text).toContain('短信文字')
  expect((await office.post(address, { act: 'reset' })).status).toBe(303)
  expect(texts()).toEqual({ 'zh-Hans': {} })
})

test('saving the standard words changes nothing', async () => {
  const office = await web.signedIn('office')
  await office.post(address, { act: 'save', text: houseTemplate('zh-Hans', 'outage') })
  expect(texts()).toEqual({})
})

test('what may not be sent is refused with every reason in the reader’s language, and what was typed stays', async () => {
  const office = await web.signedIn('office')
  const refused = await office.post(address, { act: 'save', text: '{site}被攻击，见http://a.cn{x}' })
  expect(refused.status).toBe(422)
  for (const reason of ['要以 {mark} 开头', '没有 {x}', '少了 {code}', '不能有网址', '“攻击”会被运营商拦截'])
    expect(refused.text).toContain(reason)
  expect(refused.text).toContain('{site}被攻击，见http://a.cn{x}')
  office.setCookie('lang', 'en')
  expect((await office.post(address, { act: 'preview', text: '{site}' })).text).toContain('must begin with {mark}')
  expect(texts()).toEqual({})
})

test('what would be code elsewhere is shown as what it is', async () => {
  const office = await web.signedIn('office')
  const shown = await office.post(address, { act: 'preview', text: `${own}<%= 7*7 %><b>` })
  expect(shown.text).toContain('&lt;%= 7*7 %&gt;&lt;b&gt;')
  expect(shown.text).not.toContain('<b>。')
})

test('a text that does not exist is not found', async () => {
  const office = await web.signedIn('office')
  for (const key of ['none', '__proto__', 'answer.none']) {
    expect((await office.get(`/settings/texts/${key}`)).status).toBe(404)
    expect((await office.post(`/settings/texts/${key}`, { text: own })).status).toBe(404)
  }
})
