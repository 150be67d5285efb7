import { expect, test } from 'vitest'
import { bareName } from '../../src/domain/bare-name.ts'

test.each([
  ['http://a.cn', ''],
  ['1.2.3.4', ''],
  ['13800000001', ''],
  ['+86 138-0000-0001', ''],
  ['https://www.a.gov.cn/index.html?x=1', ''],
  ['fe80::1', ''],
])('a name that is nothing but %s leaves nothing', (name, rest) => {
  expect(bareName(name)).toBe(rest)
})

test.each([
  ['鞍山市政府网（http://a.cn）', '鞍山市政府网'],
  ['鞍山市政府网www.a.gov.cn', '鞍山市政府网'],
  ['鞍山值班室13800000001', '鞍山值班室'],
  ['鞍山值班室 0412-1234567', '鞍山值班室'],
  ['鞍山ａ．ｃｎ政府网', '鞍山政府网'],
  ['备案系统 10.0.0.8:8080/app', '备案系统'],
  ['138a.cn00000001网', '网'],
])('of %s stays %s', (name, rest) => {
  expect(bareName(name)).toBe(rest)
})

test.each([
  '鞍山市12345热线网站',
  '智慧城市2.0平台（试行）',
  '2026-10-01专题',
  'OA系统',
  'St. Mary Office',
  '政务：公开',
])('%s is left alone', (name) => {
  expect(bareName(name)).toBe(name)
})
