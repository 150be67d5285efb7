import { afterEach, expect, test } from 'vitest'
import type { BookFile } from '../../src/domain/book/book.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { town, xingang } from './town.ts'

let web: OpenWeb
afterEach(() => web.close())

async function wall(book: BookFile, query = ''): Promise<string> {
  web = await openWeb({ book })
  return (await (await web.signedIn('office')).get(`/duty/now${query}`)).text
}

function manySites(count: number): BookFile {
  const units = Array.from({ length: 70 }, (_, n) => ({ id: `u-${n}`, name: `单位${n}` }))
  const sites = Array.from({ length: count }, (_, n) => ({
    id: `s-${n}`,
    name: `很长的网站名称${n}`,
    shortName: `简称${n}`,
    url: `http://h${n}.example/`,
    unitId: `u-${n % 70}`,
    leadPersonId: 'p-zhou',
    contactPersonIds: ['p-chen'],
  }))
  return { ...town, units: [...(town.units ?? []), ...units], sites, shifts: [] }
}

const cells = (text: string) => text.match(/<li class="wt/g)?.length ?? 0

test('the wall names who is on duty, until when, and who follows', async () => {
  const [staff, lead] = town.shifts ?? []
  const shifts = [
    { ...(staff ?? never()), to: '2026-10-04T08:30:00+08:00' },
    { ...(staff ?? never()), id: 'next', personId: 'p-he', from: '2026-10-04T08:30:00+08:00' },
    lead ?? never(),
  ]
  const text = await wall({ ...town, settings: { ...town.settings, officePhone: '0000-1234567' }, shifts })
  expect(text).toMatch(/<span>新港区<\/span>[\s\S]{0,200}周敏[\s\S]{0,100}陈海涛[\s\S]{0,100}08:30 接班 何平/)
  expect(text).toContain('0000-1234567')
  expect(text).not.toMatch(/1[3-9]\d{9}|138\*/)
})

function never(): never {
  throw new Error('the town has lost its shifts')
}

test('an empty post is said in words and marked in its place', async () => {
  const sites = (town.sites ?? []).map((site) =>
    site.id === xingang ? site : { ...site, contactPersonIds: ['p-chen'], leadPersonId: 'p-zhou' },
  )
  const text = await wall({ ...town, sites, shifts: (town.shifts ?? []).filter(({ role }) => role === 'lead') })
  expect(text).toContain('现在有 1 处空岗')
  expect(text).toMatch(/class="wt wt--gap" data-key="wt-s-xingang"/)
})

test.each([
  [30, 'roomy', 30],
  [60, 'named', 60],
  [150, 'short', 150],
  [151, 'named', 60],
])('%i sites are shown as %s', async (count, size, shown) => {
  const text = await wall(manySites(count))
  expect(text).toContain(`wall--${size}`)
  expect(cells(text)).toBe(shown)
})

test('more units than a screen holds are turned over by page', async () => {
  const text = await wall(manySites(300), '?page=2')
  expect(cells(text)).toBe(10)
  expect(text).toContain('第 2 页')
  expect(text).toMatch(/<span>单位60<\/span><em>4 个网站<\/em>/)
})

test('it works without script, by loading itself anew, and says with script that it has stopped', async () => {
  const text = await wall(town)
  expect(text).toContain('<noscript><meta http-equiv="refresh" content="60"></noscript>')
  expect(text).toContain('data-text="画面停在 {at}，请以看板为准"')
  expect(text).toContain('data-live="board"')
})

test('a town without sites has a wall that says so', async () => {
  expect(await wall({ ...town, sites: [], shifts: [] })).toContain('还没有网站')
})
