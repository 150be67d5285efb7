import { describe, expect, test } from 'vitest'
import { cut, plainName, siteNameForms } from '../../src/domain/plain-name.ts'

describe('a name in a text', () => {
  test('is one line, without anything that cannot be seen', () => {
    expect(plainName('铁东\r\n政府\u2028网\u200b\u202e\u0007')).toBe('铁东政府网')
    expect(plainName(' Li\u00a0  Ming ')).toBe('Li Ming')
  })

  test('cannot bring a code of its own', () => {
    expect(plainName('x\nCode AAAA')).toBe('x-AAAA')
    expect(plainName('网。签收码AAAA')).toBe('网。-AAAA')
    expect(plainName('签签收码收码AAAA')).not.toMatch(/[码碼]AAAA/)
    expect(plainName('确认碼：ＡＡＡＡ')).not.toContain('碼')
  })

  test('cannot leave the rest of a code to the time that follows it', () => {
    expect(plainName('网签收码AA')).toBe('网-AA')
  })

  test('cannot bring a sender mark', () => {
    expect(plainName('铁东】【银行')).toBe('铁东银行')
  })

  test.each(['http://evil.cn/a', 'www.evil.cn', 'evil．cn', '10.0.0.1', '政务.中国'])(
    'cannot be the address %s',
    (address) => {
      expect(plainName(address)).not.toMatch(/:\/\/|[.．。]/)
    },
  )

  test('keeps its figures, its dots between them and its own marks', () => {
    expect(plainName('智慧城市2.0平台（试行）·新')).toBe('智慧城市2.0平台（试行）·新')
    expect(plainName('Barcode Office')).toBe('Barcode Office')
    expect(plainName('健康码2024')).toBe('健康码2024')
  })

  test('is a question mark when nothing of it is left', () => {
    expect(plainName('\u200b\u202e')).toBe('?')
  })
})

test('a site is named in full, then by its short form, then by 政府网', () => {
  expect(siteNameForms({ name: '鞍山市人民政府门户网站', short: null })).toEqual([
    '鞍山市人民政府门户网站',
    '鞍山市政府网',
  ])
  expect(siteNameForms({ name: '鞍山市人民政府门户网站', short: '鞍山门户' })).toEqual([
    '鞍山市人民政府门户网站',
    '鞍山门户',
  ])
  expect(siteNameForms({ name: '鞍山市人民政府門戶網站', short: null }).at(-1)).toBe('鞍山市政府網')
})

test('a cut never leaves half a character and counts its own mark', () => {
  expect(cut('鞍山市铁东区', 4, '…')).toBe('鞍山市…')
  expect(cut('a😀b', 3, '…')).toBe('a…')
  expect(cut('鞍山', 2, '…')).toBe('鞍山')
})
