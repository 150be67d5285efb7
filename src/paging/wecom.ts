import type { Channel } from './channel.ts'
import { memberMobile, type RobotConfig, robotChannel, wholeNumber } from './robot.ts'

// Document "群机器人配置说明": a text holds at most 2,048 bytes of UTF-8, a robot says at most 20 messages a minute.
const mostBytes = 2048
const limits = [{ count: 20, perMs: 60_000 }]

// Document "全局错误码": 45009 the robot was called too often, 45033 too many calls at once, -1 the system is busy and
// does not say whether it posted. 93000 (no such robot, or removed from its group) and all others are refusals.
const tooOften = new Set([45009, 45033])
const unclear = new Set([-1])

/** 企业微信群机器人: the person is also named by their number, which only a text message allows. */
export function wecom(config: RobotConfig): Channel {
  return robotChannel(
    {
      id: 'wecom',
      limits,
      shutMs: 60_000,
      unclear,
      isTooOften: (code) => tooOften.has(code),
      codeOf: ({ errcode }) => wholeNumber(errcode),
      messageFor({ url }, { to }, text) {
        const mobile = memberMobile(to)
        const mentioned = mobile === null ? {} : { mentioned_mobile_list: [mobile] }
        return { url, body: { msgtype: 'text', text: { content: cutToBytes(text, mostBytes), ...mentioned } } }
      },
    },
    config,
  )
}

/** As many whole characters as fit. */
function cutToBytes(text: string, most: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(most))
  return text.slice(0, read)
}
