import { describe, expect, test } from 'vitest'
import { mostUploadBytes } from '../../src/documents/file-kind.ts'
import { readWorkbook } from '../../src/documents/read-workbook.ts'
import { type Part, row, sheetXml, workbookParts, zipOf } from './zip.ts'

const honest = row(1, ['日期', '网站', '带班', '值班']) + row(2, ['10月1日', '新港区', '周敏', '陈海涛'])

/** The parts of an honest workbook with one of them replaced or added. */
function withPart(part: Part): Part[] {
  return [...workbookParts(honest).filter(({ name }) => name !== part.name), part]
}

const sheet = (text: string, more: Partial<Part> = {}): Part => ({ name: 'xl/worksheets/sheet1.xml', text, ...more })
const repeated = (text: string, times: number) => text.repeat(times)

describe('a file that is no workbook is told by what it is, whatever its name says', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['an old .xls', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), 'old_xls'],
    [
      'a workbook with a password',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'encrypted',
    ],
    ['a .csv', Buffer.from('日期,网站,带班\n10月1日,新港区,周敏\n'), 'text'],
    ['an HTML table', Buffer.from('<html><table><tr><td>日期</td></tr></table></html>'), 'text'],
    ['a PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3', 'latin1'), 'pdf'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'not_xlsx'],
    ['a .docx', zipOf([{ name: 'word/document.xml', text: '<w/>' }]), 'not_xlsx'],
    ['an .ods', zipOf([{ name: 'content.xml', text: '<office/>' }]), 'ods'],
    ['more than 1 MB', Buffer.alloc(mostUploadBytes + 1, 'PK\x03\x04'), 'too_large'],
  ])('%s', async (_what, bytes, why) => {
    expect(await readWorkbook(bytes)).toEqual({ ok: false, why })
  })
})

describe('a directory that no office program writes is refused before anything is inflated', () => {
  const whole = zipOf(workbookParts(honest))
  test.each<[string, Buffer, string]>([
    [
      'more than 200 parts',
      zipOf(Array.from({ length: 201 }, (_, i) => ({ name: `xl/p${i}.xml`, text: '<a/>' }))),
      'too_many_parts',
    ],
    [
      'sizes that add up beyond all measure',
      zipOf(withPart(sheet(sheetXml(honest), { claimedBytes: 0x7fffffff }))),
      'bomb',
    ],
    ['a path that leads out', zipOf(withPart({ name: '../../etc/passwd', text: 'x' })), 'bad_path'],
    ['an absolute path', zipOf(withPart({ name: '/xl/a.xml', text: 'x' })), 'bad_path'],
    ['a path with a backslash', zipOf(withPart({ name: 'xl\\a.xml', text: 'x' })), 'bad_path'],
    ['a path with a NUL', zipOf(withPart({ name: 'xl/a\0.xml', text: 'x' })), 'bad_path'],
    ['one name twice', zipOf([...workbookParts(honest), sheet(sheetXml(honest))]), 'bad_path'],
    ['a symbolic link', zipOf(withPart({ name: 'xl/link.xml', text: '/etc/passwd', unixMode: 0xa1ff })), 'bad_path'],
    ['an encrypted part', zipOf(withPart(sheet(sheetXml(honest), { flags: 1 }))), 'encrypted'],
    ['parts that share their bytes', zipOf(withPart({ name: 'xl/quine.xml', text: 'x', offset: 0 })), 'damaged'],
    ['fewer parts than it claims', zipOf(workbookParts(honest), 9), 'damaged'],
    ['half a file', whole.subarray(0, whole.length - 40), 'damaged'],
    ['bytes behind its end', Buffer.concat([whole, Buffer.alloc(9)]), 'damaged'],
  ])('%s', async (_what, bytes, why) => {
    expect(await readWorkbook(bytes)).toEqual({ ok: false, why })
  })
})

describe('what comes out is counted while it comes', () => {
  test('a part that holds more than it claims ends the reading', async () => {
    const lie = zipOf(withPart(sheet(sheetXml(repeated('<row/>', 500_000)), { claimedBytes: 200 })))
    expect(await readWorkbook(lie)).toEqual({ ok: false, why: 'bomb' })
  })

  test('a part that holds less than it claims is damaged', async () => {
    expect(await readWorkbook(zipOf(withPart(sheet(sheetXml(honest), { claimedBytes: 9000 }))))).toEqual({
      ok: false,
      why: 'damaged',
    })
  })

  test('a thousandfold bomb is refused by its size', async () => {
    const bytes = zipOf(withPart(sheet(sheetXml(repeated(' ', 40_000_000)))))
    expect(bytes.length).toBeLessThan(100_000)
    expect(await readWorkbook(bytes)).toEqual({ ok: false, why: 'bomb' })
  })

  test('pictures and macros are not even unpacked', async () => {
    const reading = await readWorkbook(zipOf(withPart({ name: 'xl/vbaProject.bin', text: 'not a deflated stream' })))
    expect(reading.ok).toBe(true)
  })
})

describe('XML that does more than hold cells', () => {
  const doctype = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
  test.each<[string, string | Buffer, string]>([
    ['an entity that reads a file', `<?xml version="1.0"?>${doctype}${sheetXml(row(1, ['&b;'])).slice(38)}`, 'dtd'],
    ['a billion laughs', `<!doctype l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${sheetXml(honest).slice(38)}`, 'dtd'],
    ['the same in UTF-16, where it would not be seen', Buffer.from(`\ufeff${doctype}<worksheet/>`, 'utf16le'), 'dtd'],
    ['another encoding', sheetXml(honest).replace('UTF-8', 'UTF-7'), 'damaged'],
  ])('%s is refused', async (_what, text, why) => {
    expect(await readWorkbook(zipOf(withPart({ name: 'xl/worksheets/sheet1.xml', text })))).toEqual({ ok: false, why })
  })

  test('cells in the farthest corners do not fill the memory', async () => {
    const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    const reading = await readWorkbook(zipOf(workbookParts(honest + far)))
    expect(reading.ok).toBe(false)
  })
})

test('a million rows end within five seconds and leave the service its memory', async () => {
  const rows = repeated('<row><c><v>1</v></c></row>', 900_000)
  const bytes = zipOf(withPart(sheet(sheetXml(rows))))
  expect(bytes.length).toBeLessThan(mostUploadBytes)
  const before = process.memoryUsage().rss
  let beats = 0
  const heart = setInterval(() => beats++, 20)
  const startedAt = performance.now()
  const reading = await readWorkbook(bytes)
  clearInterval(heart)
  expect(reading).toEqual({ ok: false, why: 'too_many_cells' })
  expect(performance.now() - startedAt).toBeLessThan(6000)
  expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(150)
  // The thread that answers requests went on meanwhile.
  expect(beats).toBeGreaterThan(0)
}, 20_000)

test('when many send at once, two are read, two wait, and the others are asked to come again', async () => {
  const bytes = zipOf(workbookParts(honest))
  const readings = await Promise.all(Array.from({ length: 7 }, () => readWorkbook(bytes)))
  expect(readings.filter(({ ok }) => ok)).toHaveLength(4)
  expect(readings.filter((reading) => !reading.ok && reading.why === 'busy')).toHaveLength(3)
  expect((await readWorkbook(bytes)).ok).toBe(true)
})

test('a header that is the name of a prototype is a text like any other', async () => {
  const bytes = zipOf(workbookParts(row(1, ['__proto__', 'constructor', 'prototype']) + row(2, ['x', 'y', 'z'])))
  const reading = await readWorkbook(bytes)
  expect(reading.ok && reading.sheets[0]?.rows[0]?.map((cell) => cell?.text)).toEqual([
    '__proto__',
    'constructor',
    'prototype',
  ])
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
})
