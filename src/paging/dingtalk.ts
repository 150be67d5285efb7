import { createHmac } from 'node:crypto'
import type { Instant } from '../domain/instant.ts'
import type { Channel } from './channel.ts'
import { memberMobile, type Robot, type RobotConfig, robotChannel, wholeNumber } from './robot.ts'

// Document "自定义机器人接入": 20 messages a minute; who sends more is shut out for ten minutes.
const limits = [{ count: 20, perMs: 60_000 }]
const shutMs = 600_000

// The same document, "常见错误码": 130101 sent too fast, 410100 slowed down, -1 the system is busy and does not say whether
// it posted. 310000 (no keyword, wrong sign or address), 300001 and 400101 (no such token) and all others are refusals.
const tooOften = new Set([130101, 410100])
const unclear = new Set([-1])

/**
 * 钉钉群机器人. The person is named in `at` alone and not in the text: to somebody who is not in the group DingTalk
 * leaves a number in the text as it is, for everybody to read.
 */
export function dingtalk(config: RobotConfig): Channel {
  return robotChannel(
    {
      id: 'dingtalk',
      limits,
      shutMs,
      unclear,
      isTooOften: (code) => tooOften.has(code),
      codeOf: ({ errcode }) => wholeNumber(errcode),
      messageFor(robot, { to }, content, now) {
        const mobile = memberMobile(to)
        const at = { atMobiles: mobile === null ? [] : [mobile], isAtAll: false }
        return { url: signedUrl(robot, now), body: { msgtype: 'text', text: { content }, at } }
      },
    },
    config,
  )
}

/** The secret is the key, `timestamp\nsecret` the message. A robot with keywords or known addresses has no secret. */
function signedUrl({ url, secret }: Robot, now: Instant): string {
  if (secret === null) return url
  const signed = new URL(url)
  signed.searchParams.set('timestamp', String(now))
  signed.searchParams.set('sign', createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64'))
  return signed.href
}
