import type { ChannelId } from '../../src/domain/channel.ts'
import type { Channel, SendOrder } from '../../src/paging/channel.ts'

/** A second channel of a story, whose words can be read: it takes everything, or nothing while it is out of order. */
export type BoardChannel = Channel & { orders: SendOrder[]; isBroken: boolean }

export function boardChannel(id: ChannelId): BoardChannel {
  const orders: SendOrder[] = []
  return {
    id,
    leavesHouse: true,
    orders,
    isBroken: false,
    async send(order) {
      if (this.isBroken) return { kind: 'refused', reason: `${id}:out_of_order` }
      orders.push(order)
      return { kind: 'accepted', providerId: `${id}-${orders.length}`, state: 'accepted' }
    },
    find: async () => ({ kind: 'absent' }),
    check: async () => null,
    received: async () => [],
  }
}
