import readSecond from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { inert } from '../../src/documents/inert.ts'
import { type PaperTable, writePaperTable } from '../../src/documents/paper-table.ts'
import { readWorkbook } from '../../src/documents/read-workbook.ts'

const paper: PaperTable = {
  ...{ sheetName: '值班表', title: '国庆节值班表', under: { left: '单位：市政府办公室', right: '草稿' } },
  head: ['日期', '网站', '带班领导', '值班人员'],
  body: [
    [{ date: '2026-10-01' }, '新港区', '周敏', '陈海涛\n李明'],
    [{ date: '2026-10-01' }, '东川县', '王雅琴', '许静怡'],
  ],
  merges: [{ fromRow: 0, toRow: 1, column: 0 }],
  ...{ widths: [10, 24, 12, 12], leftColumns: [1], orientation: 'portrait', below: '制表人：赵欣怡' },
  ...{ pages: '第 &P 页', dayFormat: 'm"月"d"日"', notes: { name: '填写说明', lines: ['一、填名字。'] } },
}

const written = async (more: Partial<PaperTable> = {}) => Buffer.from(await writePaperTable({ ...paper, ...more }))

/** The XML of the first sheet, as it lies in the file. */
async function sheetXml(bytes: Buffer): Promise<string> {
  const { zipDirectory } = await import('../../src/documents/zip-directory.ts')
  const { inflatedParts } = await import('../../src/documents/zip-parts.ts')
  return inflatedParts(bytes, zipDirectory(bytes)).get('xl/worksheets/sheet1.xml')?.toString() ?? ''
}

test('another reader finds title, head, true dates and names where they were put', async () => {
  const [sheet, notes] = await readSecond(await written())
  expect(sheet?.sheet).toBe('值班表')
  expect(sheet?.data[0]?.[0]).toBe('国庆节值班表')
  expect(sheet?.data[2]).toEqual(['日期', '网站', '带班领导', '值班人员'])
  expect(sheet?.data[3]).toEqual([new Date('2026-10-01T00:00:00Z'), '新港区', '周敏', '陈海涛\n李明'])
  expect(sheet?.data[4]?.slice(1)).toEqual(['东川县', '王雅琴', '许静怡'])
  expect(notes?.data[0]).toEqual(['一、填名字。'])
})

test('it prints on A4, as wide as the page, with its head on every page and its blocks merged', async () => {
  const xml = await sheetXml(await written())
  expect(xml).toMatch(/<pageSetup[^>]*paperSize="9"/)
  expect(xml).toMatch(/<pageSetup[^>]*orientation="portrait"/)
  expect(xml).toMatch(/<pageSetup[^>]*fitToHeight="0"/)
  expect(xml).toContain('<mergeCell ref="A1:D1"/>')
  expect(xml).toContain('<mergeCell ref="A4:A5"/>')
  expect(await sheetXml(await written({ orientation: 'landscape' }))).toMatch(/orientation="landscape"/)
})

describe('nothing in a file can be worked out', () => {
  const active = ['=1+1', '+86', '-1', '@SUM(A1)', '\tx', '\rx', '\n=1', '＝1', '＋1', '－1', '＠a']

  test.each(active)('%j stands behind an apostrophe', (text) => {
    expect(inert(text)).toBe(`'${text}`)
  })

  test('what is only a text is left as it is, without control characters', () => {
    expect(['周敏', '138-0000', 'a=b', ''].map(inert)).toEqual(['周敏', '138-0000', 'a=b', ''])
    expect(inert('周\u0000敏\u0007')).toBe('周敏')
  })

  test('whatever a book holds, no cell of a file is a formula, and it is read back as it was', async () => {
    const bytes = await written({
      title: '=HYPERLINK("http://x")',
      body: active.map((text) => [null, text, text, text]),
    })
    expect(await sheetXml(bytes)).not.toMatch(/<f[ >]/)
    const reading = await readWorkbook(bytes)
    const cells = reading.ok ? reading.sheets[0]?.rows.flat() : []
    expect(cells?.filter((cell) => cell?.formula)).toEqual([])
    expect(cells?.filter((cell) => cell && /^[=+\-@＝＋－＠]/.test(cell.text))).toEqual([])
  })
})
