import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { invite } from '../../src/actions/people/accounts.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { cast, password, town } from './town.ts'
import { headingOf } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

describe('signing in', () => {
  test('offers the code page before the form', async () => {
    const { text } = await web.visitor().get('/sign-in')
    expect(text.indexOf('href="/a"')).toBeLessThan(text.indexOf('<form'))
  })

  test('leads back to where the reader wanted to go, and never to another house', async () => {
    await web.signedIn('office')
    const send = (next: string) => web.visitor().post('/sign-in', { mobile: '138 0000 0004', password, next })
    expect((await send('/incidents')).headers.get('location')).toBe('/incidents')
    for (const elsewhere of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      expect((await send(elsewhere)).headers.get('location'), elsewhere).toBe('/')
    }
  })

  test('says the tries left, alike for an unknown number, and keeps the number', async () => {
    await web.signedIn('office')
    const wrong = await web.visitor().post('/sign-in', { mobile: '13800000004', password: 'not it' })
    const unknown = await web.visitor().post('/sign-in', { mobile: '13899999999', password: 'not it' })
    for (const answer of [wrong, unknown]) {
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('手机号或密码不对。还可以试 4 次。')
    }
    expect(wrong.text).toContain('value="13800000004"')
    expect(wrong.text).not.toContain('not it')
  })

  test('must wait after five wrong tries', async () => {
    await web.signedIn('office')
    const send = (given: string) => web.visitor().post('/sign-in', { mobile: '13800000004', password: given })
    for (let n = 0; n < 5; n++) await send('not it')
    const answer = await send(password)
    expect([answer.status, answer.text.includes('试的次数太多。请 15 分钟后再试。')]).toEqual([429, true])
  })

  test('gives a new session id, so that one known before opens nothing', async () => {
    const visitor = await web.signedIn('office')
    const before = visitor.cookies
    await visitor.post('/sign-in', { mobile: '13800000004', password })
    expect(visitor.cookies).not.toBe(before)
    const thief = web.visitor()
    thief.setCookie('zhishou', before.slice('zhishou='.length))
    expect((await thief.get('/')).status).toBe(303)
  })
})

describe('a session', () => {
  test('ends with signing out, for whoever kept its cookie as well', async () => {
    const visitor = await web.signedIn('office')
    const copy = web.visitor()
    copy.setCookie('zhishou', visitor.cookies.slice('zhishou='.length))
    expect((await copy.get('/')).status).toBe(200)
    await visitor.post('/sign-out')
    expect((await copy.get('/')).status).toBe(303)
  })

  test('ends after twelve hours without use', async () => {
    const visitor = await web.signedIn('office')
    web.clock.now += 11 * 3_600_000
    expect((await visitor.get('/')).status).toBe(200)
    web.clock.now += 11 * 3_600_000
    expect((await visitor.get('/')).status).toBe(200)
    web.clock.now += 12 * 3_600_000 + 1
    expect((await visitor.get('/')).status).toBe(303)
  })

  test('ends when its person is taken off the book', async () => {
    const visitor = await web.signedIn('duty')
    await web.deps.book.change((file) => ({
      ...file,
      people: (file.people ?? []).map((one) => (one.id === cast.duty ? { ...one, disabled: true } : one)),
    }))
    expect((await visitor.get('/')).status).toBe(303)
  })
})

describe('an invitation', () => {
  const editor = { personId: cast.office, personName: '赵欣怡', from: 'test' }

  test('lets a person set their own password, once', async () => {
    const token = await invite(web.deps, { personId: cast.duty, editor }, web.clock.now)
    const visitor = web.visitor()
    expect(headingOf(await visitor.get(`/welcome/${token}`))).toBe('陈海涛，请设定您的密码')
    const answer = await visitor.post(`/welcome/${token}`, { password, again: password })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
    expect((await visitor.get('/')).text).toContain('密码已设定。')
    expect((await web.visitor().get(`/welcome/${token}`)).status).toBe(404)
  })

  test('refuses a short password and two that differ', async () => {
    const token = await invite(web.deps, { personId: cast.duty, editor }, web.clock.now)
    const short = await web.visitor().post(`/welcome/${token}`, { password: 'short', again: 'short' })
    expect([short.status, short.text.includes('密码要 10 位以上，现在是 5 位')]).toEqual([422, true])
    const differ = await web.visitor().post(`/welcome/${token}`, { password, again: 'another password' })
    expect(differ.text).toContain('两次输入的密码不一样')
  })

  test('runs out after three days', async () => {
    const token = await invite(web.deps, { personId: cast.duty, editor }, web.clock.now)
    web.clock.now += 3 * 24 * 3_600_000 + 1
    expect((await web.visitor().get(`/welcome/${token}`)).status).toBe(404)
  })
})

describe('the set-up', () => {
  const first = { name: '赵欣怡', unit: '望海市人民政府办公室', mobile: '13800000004', password, again: password }
  let empty: OpenWeb
  beforeEach(async () => {
    empty = await openWeb({ book: { schema: 'zhishou.book/1' } })
    empty.setUp.token = 'the-token'
  })
  afterEach(() => empty.close())

  test('exists only under its one-time address', async () => {
    expect((await empty.visitor().get('/set-up/the-token')).status).toBe(200)
    expect((await empty.visitor().get('/set-up/another')).status).toBe(404)
    empty.setUp.token = null
    expect((await empty.visitor().get('/set-up/null')).status).toBe(404)
    expect((await empty.visitor().post('/set-up/the-token', first)).status).toBe(404)
  })

  test('makes the first administrator, who is signed in and goes on to the sites', async () => {
    const visitor = empty.visitor()
    const answer = await visitor.post('/set-up/the-token', first)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/set-up/sites'])
    const { settings, people } = empty.deps.book.current()
    expect(settings.officeName).toBe('望海市人民政府办公室')
    expect(people.get(settings.officePersonIds[0] ?? '')).toMatchObject({ name: '赵欣怡', mobile: '+8613800000004' })
    expect((await visitor.get('/set-up/sites')).status).toBe(200)
  })

  test('tells everything that is wrong together, with the value, and keeps what was typed', async () => {
    const answer = await empty
      .visitor()
      .post('/set-up/the-token', { ...first, name: ' ', mobile: '1380000000', password: 'x', again: 'x' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('有 3 处要改')
    expect(answer.text).toContain('手机号要 11 位，现在是 10 位')
    expect(answer.text).toContain('value="望海市人民政府办公室"')
    expect(empty.deps.book.current().people.size).toBe(0)
  })

  test('asks which one you are when the book already names the office, without showing a number', async () => {
    web.setUp.token = 'the-token'
    const page = await web.visitor().get('/set-up/the-token')
    expect(page.text).toContain('名册里已有值班室人员')
    expect(page.text).not.toMatch(/1[3-9]\d{9}/)
    const none = await web.visitor().post('/set-up/the-token', { password, again: password })
    expect([none.status, none.text.includes('请选您是哪一位')]).toEqual([422, true])
    const notOffice = await web.visitor().post('/set-up/the-token', { person: cast.duty, password, again: password })
    expect(notOffice.status).toBe(422)
    expect(
      (await web.visitor().post('/set-up/the-token', { person: cast.office, password, again: password })).status,
    ).toBe(303)
    expect(web.deps.book.current().people.size).toBe(town.people?.length)
  })

  test('reads a pasted list, keeps what it understood and asks again for the rest', async () => {
    const visitor = empty.visitor()
    await visitor.post('/set-up/the-token', first)
    const pasted = '市门户 http://www.a.example 市政府办\n没有网址的一行\n教育局\thttps://www.b.example\t教育局'
    const read = await visitor.post('/set-up/sites', { pasted, act: 'read' })
    expect(read.text).toContain('读懂 2 行，1 行要改。')
    expect(read.text).toContain('没有网址，要以 http:// 或 https:// 开头')
    expect(empty.deps.book.current().sites.size).toBe(0)
    const saved = await visitor.post('/set-up/sites', { pasted, act: 'save' })
    expect(saved.text).toContain('>没有网址的一行</textarea>')
    expect([...empty.deps.book.current().sites.values()].map(({ name }) => name)).toEqual(['市门户', '教育局'])
    expect([...empty.deps.book.current().units.values()].map(({ name }) => name)).toEqual([
      '望海市人民政府办公室',
      '市政府办',
      '教育局',
    ])
  })

  test('ends with the channels, a test text to oneself and the board', async () => {
    const visitor = empty.visitor()
    await visitor.post('/set-up/the-token', first)
    expect((await visitor.get('/set-up/channels')).text).toContain('短信从 +15550000000 发出。')
    await visitor.post('/set-up/channels/test')
    const { items } = await empty.log.pages.list({}, { limit: 5, cursor: null })
    expect(items.map(({ message }) => message.key)).toEqual(['test'])
    expect((await visitor.post('/set-up/channels')).headers.get('location')).toBe('/')
  })

  test.each(['duty', 'stranger'] as const)('is not for the %s', async (role) => {
    const visitor = await web.signedIn(role)
    expect((await visitor.get('/set-up/sites')).status).toBe(404)
    expect((await visitor.post('/set-up/sites', { pasted: 'a http://a.example', act: 'save' })).status).toBe(404)
  })
})
