import { expect, test } from 'vitest'
import type { FailureKind } from '../../src/domain/watch/probe.ts'
import type { Behaviour, LocalSiteOptions } from '../fakes/site-farm.ts'
import { startTown } from './town.ts'

const name = '新港区人民政府门户网站'
const start = '2026-10-04T02:57:00+08:00'

type Way = { behaviour: Behaviour; kind: FailureKind; words: string; local?: LocalSiteOptions; withinSeconds: number }

// 72 s: at most one interval until the next look, and 12 s of re-probes. A site that hangs is known sooner after its
// look than its three deadlines add up to, because the re-probes do not wait for it.
const ways: Way[] = [
  { behaviour: 'status_500', kind: 'status', words: '返回错误', withinSeconds: 75 },
  { behaviour: 'hang', kind: 'first_byte_timeout', words: '首字节超时', withinSeconds: 90 },
  { behaviour: 'refuse', kind: 'connect_failed', words: '连接不上', withinSeconds: 75 },
  { behaviour: 'reset', kind: 'connect_failed', words: '连接不上', withinSeconds: 75 },
  { behaviour: 'words_missing', kind: 'words', words: '内容不对', withinSeconds: 75 },
  { behaviour: 'redirect_loop', kind: 'redirects', words: '多次重定向', withinSeconds: 75 },
]

test.each(ways)('a site that does "$behaviour" becomes one incident that says $words', async (way) => {
  const site = { name, rostered: true, expect: { text: name } }
  const town = await startTown({ now: start, sites: { xingang: site } })
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave(way.behaviour)
  await town.fastForward({ seconds: way.withinSeconds })
  town.phone('duty').expectText(name, `打不开（${way.words}）`)
  expect(await town.incident('xingang')).toMatchObject({ state: 'paging', failure: { kind: way.kind } })
  expect(await town.incidents()).toHaveLength(1)
  await town.close()
})

test.each([
  { tls: 'wrong_name', kind: 'certificate', words: '证书错误' },
  { tls: 'expired', kind: 'certificate_expired', words: '证书过期' },
] as const)('a $tls certificate is an outage by its own name', async ({ tls, kind, words }) => {
  const town = await startTown({ now: start, sites: { xingang: { name, rostered: true, local: { tls } } } })
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText(name, words)
  expect(await town.incident('xingang')).toMatchObject({ failure: { kind } })
  await town.close()
})

test('five sites failing in five ways within a minute are five incidents and two texts, and one code takes all', async () => {
  const behaviours: Behaviour[] = ['status_500', 'hang', 'refuse', 'reset', 'redirect_loop']
  const sites = Object.fromEntries(behaviours.map((_, i) => [`s${i}`, { name: `第${i}号网站`, rostered: true }]))
  const town = await startTown({ now: start, sites })
  await town.fastForward({ minutes: 2 })
  for (const [i, behaviour] of behaviours.entries()) await town.site(`s${i}`).behave(behaviour)
  await town.fastForward({ seconds: 95 })
  const all = town.phone('duty').expectText('5个网站打不开', ...behaviours.map((_, i) => `第${i}号网站`)).body
  const first = town.phone('duty').expectText('号网站').body
  const [one, two] = [first, all].map((text) => /签收码(\w{4})/.exec(text)?.[1])
  expect(one).toBe(two)
  const body = new URLSearchParams({ code: one ?? '' })
  expect((await fetch(`${town.address}/a`, { method: 'POST', body })).status).toBe(200)
  expect((await town.incidents()).map(({ state }) => state)).toEqual(behaviours.map(() => 'acknowledged'))
  await town.close()
})

test('a hanging site is called down within 30 seconds of the look that met it', async () => {
  const town = await startTown({ now: start, sites: { xingang: { name, rostered: true } } })
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave('hang')
  await town.fastForward({ seconds: 90 })
  town.phone('duty').expectText(name)
  const { startedAt, detectedAt } = await town.incident('xingang')
  expect(detectedAt - startedAt).toBeGreaterThanOrEqual(25_000)
  expect(detectedAt - startedAt).toBeLessThanOrEqual(30_000)
  await town.close()
})

test('one failed look, and even two, disturb nobody', async () => {
  const town = await startTown({ now: start, sites: { xingang: { name, rostered: true } } })
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave('status_500')
  while (town.watch.rounds.states().get('xingang')?.failures.length !== 2) await town.fastForward({ seconds: 1 })
  expect(town.watch.rounds.states().get('xingang')?.verdict).toBe('suspect')
  await town.site('xingang').behave('ok')
  await town.fastForward({ minutes: 3 })
  expect(town.watch.rounds.states().get('xingang')?.verdict).toBe('up')
  expect(await town.incidents()).toEqual([])
  await town.close()
})

test('a filed window silences pages, never probes, and an outage that outlasts it is told at its end', async () => {
  const town = await startTown({ now: start, sites: { xingang: { name, rostered: true } } })
  await town.fastForward({ minutes: 2 })
  await town.actions.book.change((file) => ({
    ...file,
    windows: [
      {
        id: 'w1',
        siteId: 'xingang',
        from: '2026-10-04T02:58:00+08:00',
        to: '2026-10-04T03:30:00+08:00',
        reason: '升级',
      },
    ],
  }))
  await town.site('xingang').behave('status_503')
  await town.fastForward({ minutes: 20 })
  expect(town.watch.rounds.states().get('xingang')?.verdict).toBe('down')
  town.phone('duty').expectNothing()
  await town.fastForward({ minutes: 12 })
  town.phone('duty').expectText(name)
  await town.close()
})
