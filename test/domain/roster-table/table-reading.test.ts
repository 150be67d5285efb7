import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BookFile } from '../../../src/domain/book/book.ts'
import { findSite } from '../../../src/domain/roster-table/find-site.ts'
import { addressOf } from '../../../src/domain/roster-table/sheet.ts'
import { contextOf, linesOf, officeBook, proposed, sheetWith } from '../../documents/office.ts'

describe('a site', () => {
  const { book } = contextOf(officeBook)
  const found = (text: string) => {
    const reading = findSite(book, text)
    return reading.ok ? reading.site.id : reading.problem
  }

  test.each([
    ['新港区人民政府门户网站', 's-xingang'],
    ['新港区', 's-xingang'],
    ['新港区政府网站', 's-xingang'],
    ['0000000003', 's-xingang'],
    ['新港区人民政府办公室', 's-xingang'],
    ['教育局', 's-other-2'],
    ['西山区', 'none'],
    ['市', 'none'],
    ['', 'none'],
  ])('%s is %s', (text, expected) => {
    expect(found(text)).toBe(expected)
  })
})

describe('what a table leaves open', () => {
  const rows = (...body: (string | null)[][]) => [sheetWith([['日期', '网站', '带班', '值班'], ...body])]
  const filled: BookFile = {
    ...officeBook,
    shifts: [
      {
        ...{ id: 'x1', periodId: 'nd-2026', siteId: 's-xingang', role: 'staff', personId: 'p-li' },
        ...{ from: '2026-10-01T08:30:00+08:00', to: '2026-10-02T08:30:00+08:00' },
      },
    ],
  }

  test.each([null, '—', '/', '无'])('a cell with %j changes nothing', (nothing) => {
    const { changes } = proposed(rows(['10月1日', '新港区', '周敏', nothing]), filled)
    expect(changes.map(({ cell }) => cell.role)).toEqual(['lead'])
  })

  test('what is repeated as it is counts as unchanged', () => {
    const proposal = proposed(rows(['10月1日', '新港区', null, '李明']), filled)
    expect([proposal.changes.length, proposal.unchanged]).toEqual([0, 1])
  })

  test('a day and a site hold for the rows below until they are said anew', () => {
    const sheets = rows(
      ['10月1日', '新港区', '周敏', '陈海涛'],
      [null, null, null, '李明'],
      ['10月2日', null, '周敏', '李明'],
    )
    expect(linesOf(proposed(sheets))).toEqual([
      '新港区 lead 2026-10-01 周敏',
      '新港区 staff 2026-10-01 陈海涛、李明',
      '新港区 lead 2026-10-02 周敏',
      '新港区 staff 2026-10-02 李明',
    ])
  })

  test('of one name in two units the one that the table names is meant, without asking', () => {
    const named = proposed(rows(['10月1日', '市教育局', null, '王洁（教育局）']))
    expect([named.questions, linesOf(named)]).toEqual([[], ['市教育局 staff 2026-10-01 王洁']])
    const withPhone = proposed(rows(['10月1日', '市教育局', null, '王洁13800000013']))
    expect(withPhone.changes[0]?.after[0]?.who).toEqual({ personId: 'p-jie2' })
  })

  test('the only one of a name is asked about when they belong to another unit', () => {
    const { questions } = proposed(rows(['10月1日', '市教育局', null, '李明']))
    expect(questions).toMatchObject([{ kind: 'ask', name: '李明', unitId: 'u-edu' }])
  })

  test('a number that differs from the one on record is noted and not taken over', () => {
    const { notices, changes } = proposed(rows(['10月1日', '新港区', null, '李明13900000000']))
    expect(notices).toMatchObject([{ kind: 'number_differs', name: '李明', address: 'D2' }])
    expect(changes).toHaveLength(1)
  })

  test('one number for a row may be the lead’s, and is then not held against the staff', () => {
    const head = ['日期', '网站', '带班', '值班', '联系电话']
    const sheets = [sheetWith([head, ['10月1日', '新港区', '周敏', '陈海涛', '13800000001']])]
    const { problems, changes } = proposed(sheets)
    expect([problems, changes.length]).toEqual([[], 2])
  })

  test('a masked number says nothing', () => {
    const { notices, problems } = proposed(rows(['10月1日', '新港区', null, '李明138****9999']))
    expect([notices, problems]).toEqual([[], []])
  })

  test('sites that are not kept and people who may not be added are problems with their cells', () => {
    const sheets = rows(['10月1日', '新港区', '周敏', '吴新来'], ['10月1日', '东川县', '王雅琴', null])
    const mine = { keeps: ({ id }: { id: string }) => id === 's-xingang', mayAddTo: () => false }
    const { problems } = proposed(sheets, officeBook, mine)
    expect(problems.map(({ kind, address }) => `${address} ${kind}`)).toEqual(['D2 not_addable', 'B3 not_yours'])
  })

  test('a list of people that speaks of no day is an address book, not a roster', () => {
    const book = sheetWith(
      [
        ['姓名', '单位', '职务', '电话'],
        ['周敏', '新港区', '主任', '13800000001'],
      ],
      { name: '通讯录' },
    )
    const roster = sheetWith([
      ['日期', '网站', '带班', '值班'],
      ['10月1日', '新港区', '周敏', '陈海涛'],
    ])
    const { problems, notices, changes } = proposed([roster, book])
    expect([problems, changes.length]).toEqual([[], 2])
    expect(notices).toMatchObject([{ kind: 'no_table', sheet: '通讯录' }])
  })

  test('one row can stand for every day that the title names', () => {
    const sheets = [
      sheetWith([['国庆值班表（10月1日—10月3日）'], ['网站', '带班', '值班'], ['新港区', '周敏', '陈海涛']]),
    ]
    expect(linesOf(proposed(sheets))).toHaveLength(6)
  })

  test('a table without a site is about the one that was chosen with it', () => {
    const sheets = [
      sheetWith([
        ['日期', '带班', '值班'],
        ['10月1日', '周敏', '陈海涛'],
      ]),
    ]
    expect(proposed(sheets).problems[0]).toMatchObject({ kind: 'no_site', address: 'B2' })
    expect(linesOf(proposed(sheets, officeBook, { siteId: 's-xingang' }))).toHaveLength(2)
  })
})

test('any matrix of any texts is read to an end without a throw', () => {
  const words = [
    '日期',
    '网站',
    '带班',
    '值班',
    '10月1日',
    '10月2日',
    '新港区',
    '周敏',
    '陈海涛',
    '同上',
    '__proto__',
    '',
  ]
  const cell = fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 8 }), fc.constant(null))
  fc.assert(
    fc.property(fc.array(fc.array(cell, { maxLength: 7 }), { maxLength: 9 }), (rows) => {
      const proposal = proposed([sheetWith(rows)])
      for (const { address } of proposal.problems) expect(address).toMatch(/^[A-Z]+\d+$/)
    }),
  )
})

test('cells are named as people name them', () => {
  expect([addressOf(6, 2), addressOf(0, 25), addressOf(9, 26), addressOf(0, 701)]).toEqual(['C7', 'Z1', 'AA10', 'ZZ1'])
})
