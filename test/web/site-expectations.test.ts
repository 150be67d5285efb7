import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OpenWeb, openWeb } from './open-web.ts'
import { xingang } from './town.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

const siteNow = () => web.deps.book.current().sites.get(xingang)

async function save(changes: Record<string, string>) {
  const office = await web.signedIn('office')
  const site = siteNow()
  const typed = { name: site?.name ?? '', url: site?.url ?? '', kind: site?.kind ?? 'http' }
  return office.post(`/sites/${xingang}/edit`, { ...typed, ...changes })
}

test('what is expected of a page is kept as typed, a forbidden word a line, and leaves when emptied', async () => {
  const expected = { text: '版权所有', title: '新港区', minBytes: '２０００', noErrorPage: 'yes' }
  expect((await save({ ...expected, forbidden: '赌场\r\n\r\n hacked by \r\n' })).status).toBe(303)
  expect(siteNow()?.expect).toEqual({
    ...{ text: '版权所有', title: '新港区', minBytes: 2000, noErrorPage: true },
    forbidden: ['赌场', 'hacked by'],
  })
  const { text } = await (await web.signedIn('office')).get(`/sites/${xingang}/edit`)
  expect(text).toContain('赌场\nhacked by</textarea>')
  await save({})
  expect(siteNow()?.expect).toBeUndefined()
})

test('an amount that is none, and one beyond what is read, are refused at their field', async () => {
  for (const minBytes of ['many', '999999']) {
    const answer = await save({ minBytes })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('href="#minBytes"')
  }
})

test('a port and a name are watched under their own addresses alone', async () => {
  expect((await save({ kind: 'tcp', url: 'host.example.gov.cn:22' })).status).toBe(303)
  expect(siteNow()).toMatchObject({ kind: 'tcp', url: 'tcp://host.example.gov.cn:22' })
  expect((await save({ kind: 'dns', url: 'example.gov.cn?type=MX' })).status).toBe(303)
  expect(siteNow()).toMatchObject({ kind: 'dns', url: 'dns://example.gov.cn?type=MX' })
  const wrong = await save({ kind: 'http', url: 'tcp://host.example.gov.cn:22' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('与探测方式不符')
  expect((await save({ kind: 'http', url: 'www.example.gov.cn:8080' })).status).toBe(303)
  expect(siteNow()?.kind).toBeUndefined()
})
