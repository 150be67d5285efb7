import { createHmac } from 'node:crypto'
import { type Instant, isoOf } from '../domain/instant.ts'
import { groupText } from '../domain/texts/group-text.ts'
import type { Channel, SendOrder, SendOutcome } from './channel.ts'
import { askProvider, failureOf } from './provider-request.ts'

export type WebhookConfig = {
  url: string
  secret: string
  now: () => Instant
  /** In [0, 1): spreads retries. Handed in so that a story can be told twice. */
  random: () => number
}

/**
 * A signed POST to a program of the office's own, which passes the text on as it likes. Without the code: where it
 * goes from there is not known. Each try has an id of its own, the page's before the slash, which tells a double.
 */
export function webhook(config: WebhookConfig): Channel {
  return {
    id: 'webhook',
    leavesHouse: true,
    send: (order, signal) => send(config, order, signal),
    // Sending again is safe, so what may be missing is treated as missing.
    find: async () => ({ kind: 'absent' }),
    check: async () => null,
    received: async () => [],
  }
}

async function send(config: WebhookConfig, order: SendOrder, signal: AbortSignal): Promise<SendOutcome> {
  const sentAt = config.now()
  const body = JSON.stringify(noticeOf(order, sentAt))
  const timestamp = String(Math.floor(sentAt / 1000))
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-zhishou-timestamp': timestamp,
    'x-zhishou-signature': `sha256=${createHmac('sha256', config.secret).update(`${timestamp}.${body}`).digest('hex')}`,
    'x-zhishou-id': idOf(order),
  }
  const answer = await askProvider({ url: config.url, headers, body }, signal)
  return (
    failureOf(answer, order.attempt, config.random()) ?? {
      kind: 'accepted',
      providerId: idOf(order),
      state: 'accepted',
    }
  )
}

function idOf({ pageId, attempt }: SendOrder): string {
  return `${pageId}/${attempt}`
}

/** What the program is told. `values` are those of the text's template, the code left out. */
function noticeOf(order: SendOrder, sentAt: Instant): object {
  const { pageId, attempt, personId, personName, unitId, language, wording } = order
  const { code: _code, ...values } = wording.values
  return {
    schema: 'zhishou.notice/1',
    pageId,
    attempt,
    sentAt: isoOf(sentAt, 'utc'),
    person: { id: personId, name: personName },
    unitId,
    language,
    text: groupText(order),
    wording: { key: wording.key, values },
  }
}
