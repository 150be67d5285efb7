import { maskPhone } from '../domain/phone.ts'
import type { Channel } from './channel.ts'

/** The one method of a logger that is needed here. */
export type InfoLog = { info(facts: object, message: string): void }

/**
 * The channel of an installation without a provider: each text stands on the Outbox page and in the log, where a
 * person can read it to somebody. The phone is masked, since logs are copied further than books.
 */
export function outboxChannel(id: 'sms' | 'voice', logger: InfoLog): Channel {
  return {
    id,
    leavesHouse: false,
    async send({ pageId, to, text }) {
      logger.info({ pageId, to: maskPhone(to), text }, 'no provider: the text is shown in the outbox')
      return { kind: 'shown' }
    },
    // Nothing ever leaves the house, so a text whose fate is not known was not sent.
    find: async () => ({ kind: 'absent' }),
    check: async () => null,
    received: async () => [],
  }
}
