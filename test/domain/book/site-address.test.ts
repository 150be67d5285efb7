import { describe, expect, test } from 'vitest'
import { checkBook } from '../../../src/domain/book/book-check.ts'

function problemsOf(url: string, kind?: string) {
  const site = { id: 's-1', name: '网站', url, ...(kind ? { kind } : {}) }
  const checked = checkBook({ schema: 'zhishou.book/1', sites: [site] })
  return checked.ok ? [] : checked.problems.map(({ path, problem }) => [path, problem])
}

describe('an address is taken with its own kind alone', () => {
  test.each([
    ['https://www.example.gov.cn/', undefined],
    ['http://www.example.gov.cn:8080/a', 'http'],
    ['https://www.example.gov.cn/', 'icmp'],
    ['icmp://www.example.gov.cn', 'icmp'],
    ['tcp://www.example.gov.cn:22', 'tcp'],
    ['dns://www.example.gov.cn', 'dns'],
    ['dns://example.gov.cn?type=mx&expect=mail.example.gov.cn', 'dns'],
  ])('%s as %s', (url, kind) => expect(problemsOf(url, kind)).toEqual([]))

  test.each([
    ['tcp://www.example.gov.cn:22', undefined],
    ['dns://www.example.gov.cn', 'http'],
    ['https://www.example.gov.cn/', 'tcp'],
    ['https://www.example.gov.cn/', 'dns'],
    ['tcp://www.example.gov.cn:22', 'dns'],
    ['icmp://www.example.gov.cn', 'http'],
  ])('%s not as %s', (url, kind) => expect(problemsOf(url, kind)).toEqual([['sites[0].url', 'wrong_kind']]))

  test.each([
    ['tcp://www.example.gov.cn', 'tcp'],
    ['tcp://user:word@www.example.gov.cn:22', 'tcp'],
    ['tcp://www.example.gov.cn:22/path', 'tcp'],
    ['dns://www.example.gov.cn?type=ANY', 'dns'],
    ['file:///etc/passwd', 'http'],
    ['www.example.gov.cn', 'icmp'],
  ])('%s never', (url, kind) => expect(problemsOf(url, kind)).toEqual([['sites[0].url', 'bad_url']]))
})
