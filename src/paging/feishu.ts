import { createHmac } from 'node:crypto'
import type { Instant } from '../domain/instant.ts'
import type { Channel } from './channel.ts'
import { type RobotConfig, robotChannel, wholeNumber } from './robot.ts'

// Document "自定义机器人使用指南": 100 messages a minute and 5 a second.
const limits = [
  { count: 5, perMs: 1000 },
  { count: 100, perMs: 60_000 },
]

// The same document, "错误码": 11232 sent too often; 9499 says that as well, and also that the request is bad, told apart
// by its message. 19001 (parameters), 19021 (sign, or a clock that is an hour off), 19022 (address), 19024 (keyword) and
// all others are refusals.
const tooOften = 11232
const badOrTooOften = 9499

/** 飞书群机器人. It knows nobody by their number, so the name at the head of the text must do. */
export function feishu(config: RobotConfig): Channel {
  return robotChannel(
    {
      id: 'feishu',
      limits,
      shutMs: 60_000,
      unclear: new Set(),
      isTooOften: (code, { msg }) =>
        code === tooOften || (code === badOrTooOften && /too many|frequen/i.test(typeof msg === 'string' ? msg : '')),
      codeOf: ({ code, StatusCode }) => wholeNumber(code) ?? wholeNumber(StatusCode),
      messageFor({ url, secret }, _order, text, now) {
        const sign = secret === null ? {} : signOf(secret, now)
        return { url, body: { ...sign, msg_type: 'text', content: { text: withoutTags(text) } } }
      },
    },
    config,
  )
}

/** `timestamp\nsecret` is the key, and there is no message: the other way round than DingTalk. */
function signOf(secret: string, now: Instant): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(now / 1000))
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') }
}

/** `<at user_id="all">` within somebody's name would ring the whole group. */
function withoutTags(text: string): string {
  return text.replaceAll('<', '＜').replaceAll('>', '＞')
}
