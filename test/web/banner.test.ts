import { expect, test } from 'vitest'
import { openWeb } from './open-web.ts'

test('a book that was set aside as damaged is told to the office on every page, and to nobody else', async () => {
  const web = await openWeb({ config: { damagedBook: 'book.json.damaged-1' } })
  const [office, viewer] = [await web.signedIn('office'), await web.signedIn('stranger')]
  for (const path of ['/', '/incidents']) {
    expect((await office.get(path)).text).toContain('book.json.damaged-1')
    expect((await viewer.get(path)).text).not.toContain('damaged-1')
  }
  await web.close()
})

test('a watch that is blind says since when, and where to look first where that is known', async () => {
  const web = await openWeb()
  const viewer = await web.signedIn('stranger')
  web.watch.blindSince = web.clock.now - 60_000
  const page = async () => (await viewer.get('/')).text
  expect(await page()).toContain('看不见任何网站')
  expect(await page()).not.toContain('先查')
  for (const [spot, words] of [
    ['gateway', '先查值守服务器的网线和交换机'],
    ['beyond', '先查出口线路'],
    ['names', '先查域名服务器'],
  ] as const) {
    web.watch.blindSpot = spot
    expect(await page()).toContain(words)
  }
  await web.close()
})
