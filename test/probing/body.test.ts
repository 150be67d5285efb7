import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bodyBytes, inflate } from '../../src/probing/body.ts'

const page = Buffer.from('某市人民政府'.repeat(50))

test.each([
  ['gzip', gzipSync(page)],
  ['X-GZIP ', gzipSync(page)],
  ['deflate', deflateSync(page)],
  ['br', brotliCompressSync(page)],
  ['identity', page],
  ['compress', page],
])('a body sent as %s is read', async (encoding, body) => {
  expect(await inflate(body, encoding)).toEqual(page)
})

test('a body without an encoding is left alone', async () => {
  expect(await inflate(page, undefined)).toBe(page)
})

test('a bomb costs no more than a page', async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
  const before = process.memoryUsage.rss()
  expect((await inflate(bomb, 'gzip')).length).toBe(bodyBytes)
  expect(process.memoryUsage.rss() - before).toBeLessThan(20 * 1024 * 1024)
})

test('a body cut off on the way is read as far as it goes', async () => {
  const noise = Buffer.from(Array.from({ length: 120_000 }, (_, n) => (n * n * 31) % 251))
  const cut = gzipSync(noise).subarray(0, 60_000)
  const read = await inflate(cut, 'gzip')
  expect(read.length).toBeGreaterThan(0)
  expect(read).toEqual(noise.subarray(0, read.length))
})

test('a body that is not what it says it is gives nothing, and no error', async () => {
  expect(await inflate(Buffer.from('plain'), 'gzip')).toEqual(Buffer.alloc(0))
})
