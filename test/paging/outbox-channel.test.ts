import { expect, test } from 'vitest'
import { outboxChannel } from '../../src/paging/outbox-channel.ts'

const order = {
  pageId: 'p1',
  attempt: 1,
  to: '+8613800000001',
  text: '【值守】签收码K7QM。',
  code: 'K7QM',
  language: 'zh-Hans',
} as const

test('a text without a provider is shown, and logged once with its words and a masked phone', async () => {
  const lines: object[] = []
  const channel = outboxChannel('sms', { info: (facts) => void lines.push(facts) })
  expect(await channel.send(order, new AbortController().signal)).toEqual({ kind: 'shown' })
  expect(lines).toEqual([{ pageId: 'p1', to: '138****0001', text: order.text }])
})

test('nothing ever left the house, so nothing is found there and nothing comes back', async () => {
  const channel = outboxChannel('voice', { info: () => undefined })
  expect([channel.kind, channel.provider]).toEqual(['voice', 'none'])
  expect(await channel.find(order, 0)).toEqual({ kind: 'absent' })
  expect(await channel.check('SM1')).toBeNull()
  expect(await channel.received(0)).toEqual([])
})
