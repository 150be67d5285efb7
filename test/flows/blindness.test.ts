import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { startTown, type Town } from './town.ts'

const start = '2026-10-04T02:57:00+08:00'
const sites = Object.fromEntries(
  Array.from({ length: 12 }, (_, i) => [`s${i}`, { name: `第${i}号网站`, rostered: true }]),
)

async function allRefuse(town: Town): Promise<void> {
  for (const id of Object.keys(sites)) await town.site(id).behave('refuse')
}

async function allBack(town: Town): Promise<void> {
  for (const id of Object.keys(sites)) await town.site(id).behave('ok')
}

/** A reference that can be reached until it is closed. */
async function startReference() {
  const server = createServer((socket) => socket.end())
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { reference: `tcp://127.0.0.1:${port}`, close, open: () => listen(port) }
}

test('when everything fails and no reference answers, no site is called down and the office is told once', async () => {
  const reference = await startReference()
  const settings = { blindness: { references: [reference.reference] } }
  const town = await startTown({ now: start, sites, settings })
  await town.fastForward({ minutes: 2 })
  await reference.close()
  await allRefuse(town)
  await town.fastForward({ minutes: 6 })
  expect(await town.incidents()).toEqual([])
  town.phone('office').expectText('值守本机网络不通', '暂不判断任何网站')
  town.phone('office').expectNothing()
  expect(town.watch.sight.blindSince()).not.toBeNull()

  await reference.open()
  await allBack(town)
  await town.fastForward({ minutes: 3 })
  town.phone('office').expectText('恢复探测', '12个网站中0个打不开')
  expect([...town.watch.rounds.states().values()].every(({ verdict }) => verdict === 'up')).toBe(true)
  await reference.close()
  await town.close()
})

test('in a large town, too, nobody is called down while the slots of the others have not come yet', async () => {
  const reference = await startReference()
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`m${i}`, { name: `第${i}号网站` }]))
  const town = await startTown({
    now: start,
    sites: many,
    settings: { blindness: { references: [reference.reference] } },
  })
  await town.fastForward({ minutes: 2 })
  await reference.close()
  for (const id of Object.keys(many)) await town.site(id).behave('refuse')
  await town.fastForward({ minutes: 2 })
  expect(await town.incidents()).toEqual([])
  town.phone('office').expectText('本机网络不通')
  await town.close()
})

test('the time of blindness is kept as no data: neither good nor bad', async () => {
  const reference = await startReference()
  const town = await startTown({ now: start, sites, settings: { blindness: { references: [reference.reference] } } })
  await town.fastForward({ minutes: 2 })
  await reference.close()
  await allRefuse(town)
  await town.fastForward({ minutes: 2 })
  const from = town.clock.now()
  await town.fastForward({ minutes: 5 })
  expect(await town.actions.log.samples.count('s0', from, town.clock.now())).toMatchObject({ probes: 0, failures: 0 })
  town.phone('office').expectText('本机网络不通')
  await town.close()
})

test('when everything fails and the references answer, every site is down for real', async () => {
  const reference = await startReference()
  const town = await startTown({ now: start, sites, settings: { blindness: { references: [reference.reference] } } })
  await town.fastForward({ minutes: 2 })
  await allRefuse(town)
  await town.fastForward({ seconds: 75 })
  expect(await town.incidents()).toHaveLength(12)
  await town.fastForward({ minutes: 1 })
  town.phone('duty').expectText('12个网站打不开', ...Object.keys(sites).map((id) => `第${id.slice(1)}号网站`))
  town.phone('duty').expectText('号网站')
  await reference.close()
  await town.close()
})

test('while blind each site is looked at in its slot and not more often, however long nothing answers', async () => {
  const reference = await startReference()
  const town = await startTown({ now: start, sites, settings: { blindness: { references: [reference.reference] } } })
  await town.fastForward({ minutes: 2 })
  await reference.close()
  for (const id of Object.keys(sites)) await town.site(id).behave('hang')
  await town.fastForward({ minutes: 2 })
  town.phone('office').expectText('本机网络不通')
  const before = town.watch.rounds.looked()
  await town.fastForward({ minutes: 5 })
  expect(town.watch.rounds.looked() - before).toBe(5 * Object.keys(sites).length)
  await town.close()
})
