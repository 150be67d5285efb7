import { afterEach, beforeEach, expect, test } from 'vitest'
import { hasToken } from '../../src/web/machine.ts'
import { type OpenWeb, openWeb } from './open-web.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

test.each([
  ['ready', 200],
  ['stalled', 503],
  ['starting', 503],
] as const)('health is %s with status %d, and names nobody', async (status, code) => {
  web.watch.health = { status, lastTickAt: null }
  const answer = await web.visitor().get('/healthz')
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    code,
    { status, pager: { unattended: 0, refusedSince: null, beat: 'off' } },
  ])
})

test('metrics are for this machine', async () => {
  const answer = await web.visitor().get('/metrics')
  expect([answer.status, answer.text]).toEqual([200, '# HELP zhishou_up 1\n'])
})

test('or for whoever has the token, the whole token', () => {
  const token = 'x'.repeat(32)
  const request = (authorization?: string) =>
    ({ get: () => authorization }) as unknown as Parameters<typeof hasToken>[0]
  expect(hasToken(request(`Bearer ${token}`), token)).toBe(true)
  expect(hasToken(request(`Bearer ${token}y`), token)).toBe(false)
  expect(hasToken(request(token), token)).toBe(false)
  expect(hasToken(request(), token)).toBe(false)
  expect(hasToken(request('Bearer null'), null)).toBe(false)
})

test.each(['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])(
  'metrics are not for whom a proxy on this machine speaks for (%s)',
  async (header) => {
    expect((await web.visitor().get('/metrics', { [header]: '203.0.113.7' })).status).toBe(404)
  },
)
