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
