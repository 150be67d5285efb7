import { expect, test } from 'vitest'
import { outboxChannel } from '../../src/paging/outbox-channel.ts'
import { order as orderOf } from './order.ts'

const order = orderOf({ pageId: 'p1', text: '【值守】签收码K7QM。' })

test('a text without a provider is shown, and logged once with its words and a masked phone', async () => {
  const lines: object[] = []
  const channel = outboxChannel('sms', { info: (facts) => void lines.push(facts) })
  expect(await channel.send(order, new AbortController().signal)).toEqual({ kind: 'shown' })
  expect(lines).toEqual([{ pageId: 'p1', to: '138****0001', text: order.text }])
})

test('nothing ever left the house, so nothing is found there and nothing comes back', async () => {
  const channel = outboxChannel('voice', { info: () => undefined })
  expect([channel.id, channel.leavesHouse]).toEqual(['voice', false])
  expect(await channel.find(order, 0)).toEqual({ kind: 'absent' })
  expect(await channel.check('SM1', order)).toBeNull()
  expect(await channel.received(0)).toEqual([])
})
