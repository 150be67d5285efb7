import { expect, test } from 'vitest'
import { midnight } from '../domain/night.ts'
import { everyLog } from './logs.ts'

everyLog('the audit of what was done in one go', (open) => {
  const entry = (subject: string) => ({
    ...{ at: midnight, personId: 'p-zhao', personName: '赵欣怡', from: '127.0.0.1', act: 'changed' as const, subject },
    ...{ before: null, after: null },
  })

  test('keeps every line in its order, none as well as a thousand', async () => {
    const { audit } = open()
    await audit.addAll([])
    await audit.addAll(Array.from({ length: 1000 }, (_, i) => entry(`shifts/x${i}`)))
    const { items, next } = await audit.list({}, { limit: 1001, cursor: null })
    expect([items.length, items[0]?.subject, items.at(-1)?.subject, next]).toEqual([
      1000,
      'shifts/x999',
      'shifts/x0',
      null,
    ])
  })

  test('keeps none of them when one cannot be kept', async () => {
    const { audit } = open()
    const broken = { ...entry('shifts/b'), personName: null as unknown as string } // what a store refuses
    await expect(audit.addAll([entry('shifts/a'), broken])).rejects.toThrow()
    expect((await audit.list({}, { limit: 9, cursor: null })).items).toEqual([])
  })
})
