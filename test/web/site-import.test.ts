import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OpenWeb, openWeb } from './open-web.ts'
import { dongchuan, town, xingang } from './town.ts'
import { type Answer, headingOf, type Visitor } from './visitor.ts'

let web: OpenWeb
let office: Visitor
beforeEach(async () => {
  web = await openWeb()
  office = await web.signedIn('office')
})
afterEach(() => web.close())

const send = async (text: string | Uint8Array<ArrayBuffer>, name = 'list.csv', by = office): Promise<Answer> => {
  const form = new FormData()
  form.set('file', new File([text], name))
  return by.postForm('/sites/import', form)
}
const addressOf = (answer: Answer) => answer.headers.get('location') ?? ''
const plan = async (text: string | Uint8Array<ArrayBuffer>, name?: string) => {
  const sent = await send(text, name)
  expect(sent.status, sent.text.slice(0, 2000)).toBe(303)
  return { at: addressOf(sent), page: await office.get(addressOf(sent)) }
}
const fieldsOf = ({ text }: Answer) =>
  Object.fromEntries(
    [...text.matchAll(/<input type="hidden" name="(shown|c\d+)" value="([^"]*)"/g)].map(([, n = '', v = '']) => [n, v]),
  )
const sites = () => web.deps.book.current().sites
const audit = async () => (await web.log.audit.list({}, { limit: 50, cursor: null })).items

const head = '网站标识码,网站名称,首页网址,主办单位,网站类型,联系人,联系电话,网站状态'

test('the export of the reporting system is shown row by row, and written as one change once confirmed', async () => {
  const before = sites().size
  const { at, page } = await plan(
    [
      head,
      '0000000003,新港区人民政府,http://www.xingang.example,新港区人民政府办公室,政府门户,周敏,0,正常',
      '0000000009,市水务局,www.water.example,市水务局办公室,部门网站,没有的人,0,正常',
      '0000000010,市林业局,http://林业.example,市林业局,部门网站,,0,已关停',
      ',,,,,,,',
      '0000000009,又一个,http://other.example,,,,,',
      '0000000011,,not an address at all,,,,,',
    ].join('\n'),
  )
  expect(headingOf(page)).toBe('新增 1 个网站，改动 1 个，2 行不能写入')
  const { text } = page
  expect(text).toContain('标识码 0000000009 和第 3 行的相同')
  expect(text).toContain('没有网站名称')
  expect(text).toMatch(/“http:\/\/not an address at all”不是网址/)
  expect(text).toContain('第 4 行“市林业局”已关停，不添加')
  expect(text).toContain('新建 1 个单位：市水务局办公室')
  expect(text).toContain('1 个网址没有写协议，补上了 http://')
  expect(text).toContain('第 3 行的联系人没有的人不在名册里')
  expect(sites().size).toBe(before)
  const done = await office.post(at, fieldsOf(page))
  expect([done.status, addressOf(done)]).toEqual([303, '/sites'])
  expect(sites().get(xingang)).toMatchObject({
    name: '新港区人民政府',
    group: '政府门户',
    contactPersonIds: ['p-zhou'],
  })
  expect(sites().get(xingang)).toMatchObject({ shortName: '新港区', hosting: town.sites?.[1]?.hosting })
  const unitId = [...web.deps.book.current().units.values()].find(({ name }) => name === '市水务局办公室')?.id
  expect(sites().get('s-0000000009')).toEqual({
    ...{ id: 's-0000000009', name: '市水务局', url: 'http://www.water.example', siteCode: '0000000009' },
    ...{ group: '部门网站', unitId },
  })
  expect(sites().size).toBe(before + 1)
  expect((await audit()).map(({ act, subject }) => `${act} ${subject}`)).toEqual(
    expect.arrayContaining(['sites_imported files/list.csv', 'added sites/s-0000000009', `changed sites/${xingang}`]),
  )
  expect((await office.get(at)).status).toBe(303)
})

test.each(['csv', 'xlsx'])('what is exported as .%s and brought back changes nothing', async (kind) => {
  await web.deps.book.change((file) => ({
    ...file,
    sites: (file.sites ?? []).map((site, i) =>
      i === 3 ? { ...site, name: '=1+1,"引号"', siteCode: '0012345678' } : site,
    ),
  }))
  const response = await fetch(`${web.address}/sites.${kind}`, { headers: { cookie: office.cookies } })
  const { page } = await plan(new Uint8Array(await response.arrayBuffer()), `sites.${kind}`)
  expect(headingOf(page)).toBe('和现在一样，没有要改的')
  expect(page.text).toContain(`另有 ${sites().size} 行和现在一样`)
  expect(page.text).not.toContain('写入：')
})

test('a column of another name is mapped by hand, in the address, without script', async () => {
  const { at, page } = await plan('甲,乙\n滨河新网,http://new.example\n')
  expect(headingOf(page)).toBe('和现在一样，没有要改的')
  const mapped = await office.get(`${at}?map=1&c0=name&c1=url`)
  expect(headingOf(mapped)).toBe('新增 1 个网站')
  await office.post(at, fieldsOf(mapped))
  expect([...sites().values()].at(-1)).toMatchObject({ name: '滨河新网', url: 'http://new.example' })
})

test('an address without a scheme finds the site that has one, and leaves its scheme alone', async () => {
  await web.deps.book.change((file) => ({
    ...file,
    sites: (file.sites ?? []).map((site) =>
      site.id === dongchuan ? { ...site, url: 'https://WWW.dongchuan.example/' } : site,
    ),
  }))
  const { at, page } = await plan('网站名称,网址\n东川县人民政府,www.dongchuan.example\n')
  expect(headingOf(page)).toBe('改动 1 个')
  await office.post(at, fieldsOf(page))
  expect(sites().get(dongchuan)).toMatchObject({ name: '东川县人民政府', url: 'https://WWW.dongchuan.example/' })
})

test('an address of a site under another code is refused by naming it', async () => {
  const { page } = await plan(`${head}\n9999999999,新港区,http://www.xingang.example/,,,,,\n`)
  expect(page.text).toContain('这个网址现在是“新港区人民政府门户网站”的，它的标识码是 0000000003')
})

test('what has changed since it was shown is not written', async () => {
  const { at, page } = await plan(`${head}\n0000000003,新港区人民政府,,,,,,\n`)
  await web.deps.book.change((file) => ({
    ...file,
    sites: (file.sites ?? []).map((site) => (site.id === xingang ? { ...site, name: '别人改的' } : site)),
  }))
  const answer = await office.post(at, fieldsOf(page))
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('这期间网站有改动，没有写入')
  expect(sites().get(xingang)?.name).toBe('别人改的')
})

test('the older Chinese encoding, semicolons and JSON are read as they are', async () => {
  // 网站名称;网址 and 市文物局;http://wenwu.example in GB 18030, as Excel on an office desktop saves it.
  const gbk = Buffer.from('cdf8d5becac3fbb3c63bcdf8d6b70d0acad0cec4ceefbed63b', 'hex')
  const bytes = new Uint8Array([
    ...gbk.subarray(0, 4),
    ...Buffer.from('c3fbb3c63bcdf8d6b70d0acad0cec4ceefbed63b', 'hex'),
    ...Buffer.from('http://wenwu.example'),
  ])
  expect(headingOf((await plan(bytes)).page)).toBe('新增 1 个网站')
  const json = JSON.stringify({ data: [{ 网站名称: '市文物局', 首页网址: 'wenwu.example', 网站标识码: 33 }] })
  expect(headingOf((await plan(json, 'a.json')).page)).toBe('新增 1 个网站')
  expect((await send('[1, 2]', 'a.json')).status).toBe(422)
})

test('a quoted field keeps its commas, line breaks and marks; one that never ends harms nobody', async () => {
  const { page } = await plan('网站名称,网址\n"市""水务""局,\n新",http://a.example\n')
  expect(page.text).toContain('市&quot;水务&quot;局, 新')
  const { page: open } = await plan(`网站名称,网址\n"${'x'.repeat(300_000)}`)
  expect(open.status).toBe(200)
})

test('only the office imports and exports, and a list waits for nobody else', async () => {
  const sent = await send(`${head}\n`)
  for (const role of ['lead', 'duty', 'stranger'] as const) {
    const visitor = await web.signedIn(role)
    expect((await send(`${head}\n`, 'list.csv', visitor)).status, role).toBe(404)
    for (const path of ['/sites/import', addressOf(sent), '/sites.csv', '/sites.xlsx']) {
      expect((await visitor.get(path)).status, `${role} ${path}`).toBe(404)
    }
    expect((await visitor.post(addressOf(sent), { shown: '' })).status, role).toBe(404)
  }
})

test('every row that is refused is in a file, with all its reasons', async () => {
  const rows = Array.from({ length: 1200 }, (_, i) => `,没有网址的${i},,,,,,`)
  const { page } = await plan([head, ...rows, '1,=cmd,bad address,,,,,'].join('\n'))
  expect(page.text).toContain('另有 201 行没有列出')
  const href = /href="([^"]+refused\.csv[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const file = await office.get(href)
  expect(file.text.trim().split('\r\n')).toHaveLength(1202)
  expect(file.text).toContain('1201,没有网址的1199,没有网址')
  expect(file.text).toContain("1202,'=cmd,“http://bad address”不是网址")
  expect((await (await web.signedIn('lead')).get(href)).status).toBe(404)
})

test('a file that is none is refused with the reason, and nothing chosen with a word', async () => {
  expect((await send('', '')).text).toContain('还没有选文件')
  expect((await send('%PDF-1.7 …', 'a.pdf')).text).toContain('这是 PDF')
  expect((await send(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'a.xlsx')).text).toContain('文件不完整')
})
