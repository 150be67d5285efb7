import { expect, test } from 'vitest'
import { startTown } from './town.ts'

const platform = { name: '市集约化平台', rostered: true }
const onPlatform = { parentId: 'platform', rostered: true }
const sites = {
  platform,
  education: { name: '市教育局网站', ...onPlatform },
  health: { name: '市卫生健康委网站', ...onPlatform },
  alone: { name: '新港区人民政府门户网站', rostered: true },
}
const settings = { blindness: { references: [], minimum: 100 } }
const now = '2026-10-04T02:57:00+08:00'

test('while the platform fails its people are told once, and nobody of the sites on it', async () => {
  const town = await startTown({ now, sites, settings })
  await town.fastForward({ minutes: 2 })
  for (const id of ['education', 'health', 'platform']) await town.site(id).behave('status_500')
  await town.fastForward({ seconds: 100 })
  town.phone('duty').expectText('市集约化平台', '打不开')
  expect((await town.incidents()).map(({ siteId }) => siteId)).toEqual(['platform'])
  const verdicts = ['education', 'health'].map((id) => town.watch.rounds.states().get(id)?.verdict)
  expect(verdicts).toEqual(['down', 'down'])
  await town.close()
})

test('a site that stays down when its platform opens again is told at once', async () => {
  const town = await startTown({ now, sites, settings })
  await town.fastForward({ minutes: 2 })
  for (const id of ['education', 'platform']) await town.site(id).behave('status_500')
  await town.fastForward({ seconds: 100 })
  town.phone('duty').expectText('市集约化平台', '打不开')
  await town.site('platform').behave('ok')
  await town.fastForward({ seconds: 80 })
  const incident = await town.incident('education')
  expect(incident).toMatchObject({ state: 'paging' })
  expect(town.clock.now() - incident.startedAt).toBeGreaterThan(100_000)
  const rest = town.phone('duty').unread()
  expect(rest.map(({ body }) => body).join()).toContain('市教育局网站')
  for (const text of [...rest, ...town.phone('lead').unread()]) text.read = true
  await town.close()
})

test('a site whose platform opens is told like any other', async () => {
  const town = await startTown({ now, sites, settings })
  await town.fastForward({ minutes: 2 })
  await town.site('education').behave('status_500')
  await town.fastForward({ seconds: 100 })
  town.phone('duty').expectText('市教育局网站', '打不开')
  await town.close()
})

test('whoever fails just before the platform does is not told about: the platform is looked at first', async () => {
  const town = await startTown({ now, sites, settings })
  await town.fastForward({ minutes: 2 })
  await Promise.all(['platform', 'education', 'health'].map((id) => town.site(id).behave('refuse')))
  while (town.watch.rounds.states().get('education')?.verdict !== 'down') await town.fastForward({ seconds: 1 })
  while (town.watch.rounds.states().get('health')?.verdict !== 'down') await town.fastForward({ seconds: 1 })
  await town.fastForward({ seconds: 70 })
  expect((await town.incidents()).map(({ siteId }) => siteId)).toEqual(['platform'])
  town.phone('duty').expectText('市集约化平台', '打不开')
  await town.close()
})
