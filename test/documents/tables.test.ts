import { describe, expect, test } from 'vitest'
import type { BookFile } from '../../src/domain/book/book.ts'
import { linesOf, officeBook, proposed, sheetsOf } from './office.ts'

const days = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2026-10-${day}`)
const site = (name: string, lead: string, staff: string | ((day: number) => string)) =>
  days.flatMap((date, i) => [
    `${name} lead ${date} ${lead}`,
    `${name} staff ${date} ${typeof staff === 'string' ? staff : staff(i + 1)}`,
  ])
const xingang = site('新港区', '周敏', '陈海涛')
const dongchuan = site('东川县人民政府门户网站', '王雅琴', '许静怡')
const both = [...xingang, ...dongchuan]

const dayAndNight: BookFile = {
  ...officeBook,
  settings: { ...officeBook.settings, staffChangesAt: ['08:30', '17:30'] },
}
const inTraditional: BookFile = {
  ...officeBook,
  people: officeBook.people?.map((one) => (one.name === '陈海涛' ? { ...one, name: '陳海濤' } : one)) ?? [],
  sites:
    officeBook.sites?.map((one) => (one.id === 's-xingang' ? { ...one, name: '新港區人民政府門戶網站' } : one)) ?? [],
}

describe('every table that an office writes is read whole', () => {
  test.each<[string, string[], BookFile?]>([
    ['plain-list', both],
    ['shuffled', both],
    ['two-row-head', xingang],
    ['matrix-two-lines', both],
    ['matrix-two-columns', both],
    ['matrix-days-down', both],
    ['matrix-bare', both],
    ['several-names', site('新港区', '周敏', '陈海涛、李明')],
    ['mac-1904', xingang],
    ['phones-as-numbers', site('新港区', '周敏', '李明')],
    ['traditional', site('新港区', '周敏', '陳海濤'), inTraditional],
    ['sheet-a-day', [...xingang.slice(0, 6), ...dongchuan.slice(0, 6)]],
    ['one-site', site('新港区', '周敏', (day) => (day === 4 || day === 5 ? '李明' : '陈海涛'))],
    ['role-rows', [...xingang.slice(0, 4), ...dongchuan.slice(0, 4)]],
    ['careless', xingang],
    ['libreoffice', xingang],
    ['inline-strings', xingang],
  ])('%s', async (name, lines, file = officeBook) => {
    const proposal = proposed(await sheetsOf(name), file)
    expect(proposal.problems).toEqual([])
    expect(proposal.questions).toEqual([])
    expect(linesOf(proposal, file)).toEqual(lines)
  })

  test('day-and-night: a shift goes to its part of the day, the merged lead to both', async () => {
    const proposal = proposed(await sheetsOf('day-and-night'), dayAndNight)
    expect(proposal.problems).toEqual([])
    expect(linesOf(proposal, dayAndNight).slice(0, 3)).toEqual([
      '新港区 lead 2026-10-01 周敏',
      '新港区 staff 2026-10-01 陈海涛',
      '新港区 staff 2026-10-01 李明',
    ])
    const [lead] = proposal.changes
    expect(lead?.after).toEqual([
      { who: { personId: 'p-zhou' }, fromAt: lead?.cell.slot.fromAt, toAt: lead?.cell.slot.toAt },
    ])
  })
})

describe('what is worth a look is said', () => {
  const kinds = async (name: string) => {
    const { notices } = proposed(await sheetsOf(name))
    return [...new Set(notices.map(({ kind, address }) => `${kind} ${address}`))]
  }

  test('a weekday that is not that of its date', async () => {
    expect(await kinds('phones-as-numbers')).toEqual(['weekday B4'])
  })

  test('every formula whose last value was taken', async () => {
    const found = await kinds('libreoffice')
    expect(found).toHaveLength(18)
    expect(found.slice(0, 3)).toEqual(['computed A3', 'computed B3', 'computed D3'])
  })

  test('lines that were taken for the roles by their order', async () => {
    expect((await kinds('matrix-bare'))[0]).toBe('assumed_roles B3')
  })
})

test('everything that is wrong is told with its cell, and only those cells of the roster are left alone', async () => {
  const proposal = proposed(await sheetsOf('broken'))
  expect(proposal.problems.map(({ kind, address, text }) => `${address} ${kind} ${text}`)).toEqual([
    'A2 no_such_day 2月30日',
    'A3 outside 10月9日',
    'A4 no_day 国庆当天',
    'B5 unknown_site 西山区人民政府门户网站',
    'C6 two_leads 周敏、王雅琴',
    'D6 not_a_name 全体人员',
    'C7 not_a_name 王局长',
    'E7 bad_number 1380000003',
    'E8 number_of_other 13800000002',
    'C11 error_value #REF!',
    'C12 uncomputed =',
  ])
  expect(linesOf(proposal)).toEqual([
    '新港区 lead 2026-10-03 周敏',
    '市教育局 lead 2026-10-04 孙立群',
    '市教育局 staff 2026-10-04 ?王洁',
    '市教育局 lead 2026-10-05 孙立群',
    '市教育局 staff 2026-10-05 王洁',
    '市教育局 staff 2026-10-06 王洁',
    '市教育局 staff 2026-10-07 ?吴新来',
  ])
  expect(
    proposal.questions.map(({ kind, name, unitId, candidates }) => [kind, name, unitId, candidates.length]),
  ).toEqual([
    ['ask', '王洁', 'u-edu', 2],
    ['new', '吴新来', 'u-edu', 0],
  ])
})
