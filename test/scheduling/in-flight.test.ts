import { expect, test } from 'vitest'
import { createInFlight } from '../../src/scheduling/in-flight.ts'

test('what fails is reported once, by its name, and ends nothing else', async () => {
  const failed: string[] = []
  const inFlight = createInFlight((what, error) =>
    failed.push(`${what}: ${error instanceof Error ? error.message : error}`),
  )
  inFlight.run('good', async () => 'fine')
  inFlight.run('bad', async () => {
    throw new Error('disk full')
  })
  expect(inFlight.count()).toBe(2)
  await inFlight.settled()
  expect(inFlight.count()).toBe(0)
  expect(failed).toEqual(['bad: disk full'])
})

test('settling waits for work that begins while it waits', async () => {
  const inFlight = createInFlight(() => undefined)
  const order: string[] = []
  inFlight.run('first', async () => {
    await Promise.resolve()
    inFlight.run('second', async () => {
      await new Promise((resolve) => setImmediate(resolve))
      order.push('second')
    })
    order.push('first')
  })
  await inFlight.settled()
  expect(order).toEqual(['first', 'second'])
})
