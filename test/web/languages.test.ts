import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { languages } from '../../src/domain/language.ts'
import { wordsOf } from '../../src/web/words.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { dongchuan, nightNow, xingang } from './town.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

test.each(languages)('every screen is whole in %s, in every state of an incident', async (language) => {
  const { acknowledge, confirmRecovery, rejectRecovery } = await import('../../src/actions/incident/respond.ts')
  const office = await web.signedIn('office')
  const duty = await web.signedIn('duty')
  for (const visitor of [office, duty]) visitor.setCookie('lang', language)
  const stranger = web.visitor()
  stranger.setCookie('lang', language)
  const incident = await web.goesDown(xingang, nightNow - 351_000)
  const by = { incidentId: incident.id, via: 'web' as const }
  // Templates throw on a missing value here (see openWeb), so a 200 means that every sentence was there.
  const look = async (state: string) => {
    for (const visitor of [office, duty]) {
      for (const path of ['/', '/incidents', `/incidents/${incident.id}`, '/more']) {
        const page = await visitor.get(path)
        expect([page.status, /<html lang="([^"]+)"/.exec(page.text)?.[1]], `${path} ${state}`).toEqual([200, language])
      }
    }
  }
  await look('paging')
  expect((await office.get(`/incidents/${incident.id}/void`)).status).toBe(200)
  await acknowledge(web.deps, { ...by, personId: 'p-chen' }, nightNow)
  await look('acknowledged')
  await web.comesUp(xingang, nightNow)
  await look('recovered')
  await rejectRecovery(web.deps, { ...by, personId: 'p-zhou', note: '还是旧的' }, nightNow)
  await look('rejected')
  await acknowledge(web.deps, { ...by, personId: 'p-chen' }, nightNow)
  await confirmRecovery(web.deps, { ...by, personId: 'p-zhou', cause: 'dns', note: '' }, nightNow)
  await look('closed')
  await web.goesDown(dongchuan, nightNow - 60_000)
  web.setUp.token = 'the-token'
  for (const path of ['/a', '/sign-in', '/set-up/the-token']) expect((await stranger.get(path)).status, path).toBe(200)
  for (const path of ['/set-up/sites', '/set-up/channels']) expect((await office.get(path)).status, path).toBe(200)
  expect((await office.get('/nowhere')).status).toBe(404)
  expect((await stranger.post('/a', { code: 'ZZZZ' })).status).toBe(422)
})

describe('the choice of a language', () => {
  test('is kept in a cookie and leads back', async () => {
    const visitor = web.visitor()
    const answer = await visitor.get('/language?lang=en&next=%2Fa')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/a'])
    expect((await visitor.get('/a')).text).toContain('Enter the four characters from the text')
  })

  test('of a language nobody speaks here changes nothing', async () => {
    const visitor = web.visitor()
    await visitor.get('/language?lang=xx&next=//evil.example')
    expect((await visitor.get('/a')).text).toContain('输入短信里的四位码')
  })
})

test('the theme a reader chose is there before the first picture', async () => {
  const visitor = web.visitor()
  visitor.setCookie('theme', 'dark')
  expect((await visitor.get('/a')).text).toContain('data-theme="dark"')
  visitor.setCookie('theme', '"><b>')
  expect((await visitor.get('/a')).text).not.toContain('data-theme')
})

test('traditional Chinese has no simplified character left, and keeps the Mainland’s terms', () => {
  const texts = (value: unknown): string => {
    if (typeof value === 'string') return value
    if (typeof value === 'function') return String(value)
    return typeof value === 'object' && value !== null ? Object.values(value).map(texts).join('\n') : ''
  }
  const hant = texts(wordsOf('zh-Hant'))
  expect(hant).not.toMatch(/[签发应网这个们时间后说为经过确认处级录钟请复开关讯设码没还错误点击务]/)
  expect(hant).toContain('簽收')
  expect(hant).toContain('短信')
  expect(hant).toContain('登入')
})
