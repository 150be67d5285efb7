import { get } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LocalSite, type SiteFarm, startSiteFarm } from '../fakes/site-farm.ts'

let farm: SiteFarm
beforeEach(async () => {
  farm = await startSiteFarm()
})
afterEach(() => farm.close())

const fetchOnce = (site: LocalSite) => fetch(site.url, { headers: { connection: 'close' } })

test('a site shows a page of about 20 KB that carries its name, or the words it was given', async () => {
  const page = await (await fetchOnce(await farm.add('某市人民政府'))).text()
  expect(page).toContain('<title>某市人民政府</title>')
  expect(Math.abs(Buffer.byteLength(page) - 20_000)).toBeLessThan(2000)
  expect(await (await fetchOnce(await farm.add('portal', { text: '市门户' }))).text()).toContain('市门户')
})

test('a site that refused comes back on the same port', async () => {
  const site = await farm.add('市政府')
  await site.behave('refuse')
  await expect(fetchOnce(site)).rejects.toThrow()
  await site.behave('ok')
  expect((await fetchOnce(site)).status).toBe(200)
  expect(site.hits()).toBe(1)
})

test('the farm counts what it leaves hanging, and stops counting when the caller gives up', async () => {
  const site = await farm.add('市政府')
  await site.behave('hang')
  const request = get(site.url).on('error', () => request.destroy())
  while (farm.hanging() === 0) await new Promise(setImmediate)
  expect(farm.hanging()).toBe(1)
  request.destroy()
  while (farm.hanging() > 0) await new Promise(setImmediate)
  expect(farm.hanging()).toBe(0)
})

test('closing ends what hangs, at once', async () => {
  const site = await farm.add('市政府')
  await site.behave('hang')
  const ended = new Promise((resolve) => get(site.url).on('error', resolve))
  while (farm.hanging() === 0) await new Promise(setImmediate)
  await farm.close()
  expect(await ended).toBeInstanceOf(Error)
})

test('a site can stand on a port and an address of its own', async () => {
  const first = await farm.add('甲')
  const port = Number(new URL(first.url).port)
  const second = await farm.add('乙', { host: '127.0.0.2', port })
  expect(second.url).toBe(`http://127.0.0.2:${port}/`)
  expect(await (await fetchOnce(second)).text()).toContain('乙')
})
