import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readWorkbook } from '../../src/documents/read-workbook.ts'
import type { BookFile } from '../../src/domain/book/book.ts'
import { languages } from '../../src/domain/language.ts'
import { officeBook } from '../documents/office.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { cast, type Role } from './town.ts'
import { fieldOn, headingOf, type Visitor } from './visitor.ts'

/** The town's office, with leads who keep their sites outside of a period as well. */
const book: BookFile = {
  ...officeBook,
  sites: (officeBook.sites ?? []).map((site) =>
    site.id === 's-xingang' ? { ...site, leadPersonId: cast.lead } : site,
  ),
}
const at = '/periods/nd-2026/import'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ book, now: Date.parse('2026-09-28T10:00:00+08:00') })
})
afterEach(() => web.close())

const table = (name: string) => readFileSync(new URL(`../documents/tables/${name}.xlsx`, import.meta.url))

async function send(visitor: Visitor, bytes: Uint8Array, fields: Record<string, string> = {}, name = '值班表.xlsx') {
  const form = new FormData()
  for (const [key, value] of Object.entries(fields)) form.set(key, value)
  form.set('file', new File([new Uint8Array(bytes)], name))
  const response = await fetch(web.address + at, {
    method: 'POST',
    body: form,
    headers: { cookie: visitor.cookies, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** The address of the dry run of a table. */
async function brought(visitor: Visitor, name: string): Promise<string> {
  const answer = await send(visitor, table(name))
  expect(answer.status).toBe(303)
  return answer.headers.get('location') ?? ''
}

async function download(visitor: Visitor, path: string) {
  const response = await fetch(`${web.address}/periods/nd-2026/${path}`, { headers: { cookie: visitor.cookies } })
  const reading = await readWorkbook(Buffer.from(await response.arrayBuffer()))
  const texts = reading.ok ? reading.sheets.flatMap(({ rows }) => rows.flat().flatMap((cell) => cell?.text ?? [])) : []
  return { response, texts }
}

const shiftCount = () => web.deps.book.current().file.shifts?.length ?? 0

describe('the office', () => {
  test('sends its own table, looks at every change, and writes them at once', async () => {
    const office = await web.signedIn('office')
    const path = await brought(office, 'plain-list')
    const plan = await office.get(path)
    expect(headingOf(plan)).toBe('这张表会改 28 处')
    expect(plan.text).toContain('来自 值班表.xlsx，现在还没有写入。')
    expect(plan.text).toMatch(
      /新港区<\/td><td class="num">10月1日 周四<\/td><td[^>]*>带班<\/td><td[^>]*>空<\/td><td[^>]*><b>周敏/,
    )
    expect(shiftCount()).toBe(0)
    const done = await office.post(path, { shown: fieldOn(plan, 'shown') })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/periods/nd-2026'])
    expect(shiftCount()).toBe(28)
    expect((await office.get('/periods/nd-2026')).text).toContain('已写入 28 处。发布以后才生效。')
    // Back to a plan that is over leads on to the next table, and does nothing twice.
    expect((await office.post(path, { shown: fieldOn(plan, 'shown') })).headers.get('location')).toBe(at)
    expect(shiftCount()).toBe(28)
  })

  test('is told of everything that is wrong with its cell, and asked who is meant', async () => {
    const office = await web.signedIn('office')
    const path = await brought(office, 'broken')
    const plan = await office.get(path)
    expect(headingOf(plan)).toBe('这张表会改 7 处，有 11 处读不懂')
    const problems = [...plan.text.matchAll(/<li><b>([^<]*)<\/b><span>([^<]*)<\/span>/g)].map(([, a, b]) => `${a}${b}`)
    expect(problems).toEqual([
      'A2：“2月30日”不是日期，没有这一天',
      'A3：“10月9日”不在值班期里，值班期是 10月1日 到 10月7日',
      'A4：“国庆当天”看不出是哪一天，请写成 10月1日',
      'B5：没有叫“西山区人民政府门户网站”的网站，请写名称、简称或标识码',
      'C6：带班同一时间只能有一位，这里有 周敏、王雅琴',
      'D6：“全体人员”不是人名',
      'C7：“王局长”不是人名',
      'E7：“1380000003”不是手机号：要 11 位，现在是 10 位',
      'E8：“陈海涛”的号码在名册里是别人的',
      'C11：这一格是错误值 #REF!',
      'C12：这一格是公式，文件里没有算好的结果，请改成文字',
    ])
    expect(plan.text).toContain('名册里有 2 位“王洁”')
    expect(plan.text).not.toContain('13800000077')
    const open = await office.post(path, { shown: fieldOn(plan, 'shown') })
    expect(open.status).toBe(422)
    expect(open.text).toContain('请选“王洁”是哪一位')
    const asked = /<select class="in" id="(q\d+)"/.exec(plan.text)?.[1] ?? ''
    expect((await office.post(path, { shown: fieldOn(plan, 'shown'), [asked]: 'p-jie' })).status).toBe(303)
    expect(web.deps.book.current().file.people?.some(({ name }) => name === '吴新来')).toBe(true)
  })

  test('is shown the difference again when the roster has changed meanwhile', async () => {
    const office = await web.signedIn('office')
    const path = await brought(office, 'plain-list')
    const shown = fieldOn(await office.get(path), 'shown')
    const lead = await web.signedIn('lead')
    const other = await brought(lead, 'two-row-head')
    expect((await lead.post(other, { shown: fieldOn(await lead.get(other), 'shown') })).status).toBe(303)
    const again = await office.post(path, { shown })
    expect(again.status).toBe(422)
    expect(headingOf(again)).toBe('这张表会改 14 处')
    expect(again.text).toContain('这期间值班表有改动，没有写入')
    expect(shiftCount()).toBe(14)
    expect((await office.post(path, { shown: fieldOn(again, 'shown') })).status).toBe(303)
    expect(shiftCount()).toBe(28)
  })

  test.each<[string, Uint8Array, string]>([
    ['值班表.xls', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), '这是旧的 .xls 格式'],
    ['值班表.xlsx', Buffer.from('日期,网站\n'), '这是文本或 .csv'],
    ['值班表.pdf', Buffer.from('%PDF-1.7'), '这是 PDF'],
    ['大.xlsx', Buffer.alloc(3 * 1024 * 1024, 'PK'), '文件超过 1 MB'],
    ['半截.xlsx', table('plain-list').subarray(0, 3000), '文件不完整'],
    ['空.xlsx', Buffer.alloc(0), '文件是空的'],
  ])('is told why %s cannot be read and what to do', async (name, bytes, sentence) => {
    const office = await web.signedIn('office')
    const answer = await send(office, bytes, { siteId: 's-xingang' }, name)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(sentence)
    // What was chosen beside the file is still there, unless the whole form was too large to be read.
    if (bytes.length < 2 ** 20) expect(answer.text).toContain('value="s-xingang" selected')
    expect((await office.get('/')).status).toBe(200)
  })

  test('hears that there is no duty table in a workbook of something else', async () => {
    const office = await web.signedIn('office')
    const { response } = await download(office, 'template.xlsx')
    expect(response.status).toBe(200)
    const { zipOf, workbookParts, row } = await import('../documents/zip.ts')
    const answer = await send(office, zipOf(workbookParts(row(1, ['品名', '数量']) + row(2, ['打印纸', '3']))))
    expect(answer.text).toContain('文件里没有找到值班表')
  })

  test('gets numbers only when it asks for them, and that is logged', async () => {
    const office = await web.signedIn('office')
    const path = await brought(office, 'plain-list')
    await office.post(path, { shown: fieldOn(await office.get(path), 'shown') })
    const plain = await download(office, 'roster.xlsx')
    expect(plain.texts).toContain('138****0038')
    expect(plain.texts.join()).not.toContain('13800000038')
    const audit = () => web.log.audit.list({ subject: 'periods/nd-2026' }, { limit: 20, cursor: null })
    expect((await audit()).items.map(({ act }) => act)).not.toContain('numbers_exported')
    const full = await download(office, 'roster.xlsx?numbers=1')
    expect(full.texts).toContain('13800000038')
    expect((await audit()).items[0]).toMatchObject({ act: 'numbers_exported', personId: 'p-zhao' })
  })

  test.each(['roster.xlsx', 'roster.xlsx?layout=matrix', 'roster.xlsx?numbers=1'])(
    'sends %s back unchanged and nothing would change',
    async (name) => {
      const office = await web.signedIn('office')
      const path = await brought(office, 'several-names')
      await office.post(path, { shown: fieldOn(await office.get(path), 'shown') })
      const response = await fetch(`${web.address}/periods/nd-2026/${name}`, { headers: { cookie: office.cookies } })
      const answer = await send(office, new Uint8Array(await response.arrayBuffer()))
      const plan = await office.get(answer.headers.get('location') ?? '')
      expect(headingOf(plan)).toBe('和现在的值班表一样，没有要改的')
      expect(plan.text).not.toContain('name="q0"')
    },
  )
})

describe('a lead', () => {
  test('changes only the sites of their own units; rows of others are problems', async () => {
    const lead = await web.signedIn('lead')
    const path = await brought(lead, 'plain-list')
    const plan = await lead.get(path)
    expect(plan.text).toContain('“东川县人民政府门户网站”的值班表不归您管')
    await lead.post(path, { shown: fieldOn(plan, 'shown') })
    expect(new Set(web.deps.book.current().file.shifts?.map(({ siteId }) => siteId))).toEqual(new Set(['s-xingang']))
  })

  test('gets no number in full, whatever they ask for, and only their own sites', async () => {
    const lead = await web.signedIn('lead')
    const path = await brought(lead, 'plain-list')
    await lead.post(path, { shown: fieldOn(await lead.get(path), 'shown') })
    const { texts } = await download(lead, 'roster.xlsx?numbers=1')
    expect(texts.join()).not.toMatch(/1380000\d{4}/)
    expect(texts).toContain('新港区人民政府门户网站')
    expect(texts).not.toContain('东川县人民政府门户网站')
  })

  test('does not see a table that somebody else has brought', async () => {
    const path = await brought(await web.signedIn('office'), 'plain-list')
    const lead = await web.signedIn('lead')
    expect((await lead.get(path)).status).toBe(404)
    expect((await lead.post(path, {})).status).toBe(404)
  })
})

test.each<Role>(['duty', 'stranger'])('%s brings no table and gets none', async (role) => {
  const visitor = await web.signedIn(role)
  const paths = [at, '/periods/nd-2026/roster.xlsx', '/periods/nd-2026/template.xlsx']
  for (const path of paths) expect((await visitor.get(path)).status, path).toBe(404)
  expect((await send(visitor, table('plain-list'))).status).toBe(404)
})

test('whatever a table and its file are called is text on the page', async () => {
  const { zipOf, workbookParts, row } = await import('../documents/zip.ts')
  const mark = '&lt;img src=x onerror=alert(1)&gt;'
  const office = await web.signedIn('office')
  const cells = row(1, ['日期', '网站', '带班', '值班']) + row(2, [mark, mark, '周敏', `${mark}${'很长'.repeat(100)}`])
  const sent = await send(office, zipOf(workbookParts(cells)), {}, '../../<img src=x onerror=alert(1)>.xlsx')
  const { text } = await office.get(sent.headers.get('location') ?? '')
  expect(text).not.toContain('<img')
  expect(text).toContain(`“${mark}”看不出是哪一天`)
  expect(text).toContain(`来自 ${mark}.xlsx`)
})

test.each(languages)('the pages are whole in %s', async (language) => {
  const office = await web.signedIn('office')
  office.setCookie('lang', language)
  for (const name of ['broken', 'phones-as-numbers', 'matrix-bare', 'libreoffice', 'sheet-a-day']) {
    const { status, text } = await office.get(await brought(office, name))
    expect(status, name).toBe(200)
    expect(text, name).toContain(`<html lang="${language}"`)
    expect(text, name).not.toMatch(/undefined|\[object Object\]|NaN/)
  }
  expect((await office.get(at)).status).toBe(200)
  expect((await download(office, 'template.xlsx')).texts.length).toBeGreaterThan(100)
})
