import type { ChannelKind } from './book/settings.ts'

/**
 * Every channel there is code for. `sms` and `voice` are Twilio's (or, without an account, the outbox's); the others
 * exist where their settings are given.
 */
export const channelIds = [
  'sms',
  'aliyun_sms',
  'email',
  'wecom',
  'dingtalk',
  'feishu',
  'webhook',
  'voice',
  'aliyun_voice',
] as const
export type ChannelId = (typeof channelIds)[number]

/**
 * `kind`: what a rung asks for, a text or a call. `isPersonal`: it reaches this one person; a group sees what a robot
 * says, but nobody in it has been told. `reports`: the provider tells later whether it arrived.
 */
export type ChannelFacts = { kind: ChannelKind; isPersonal: boolean; reports: boolean }

export const channelFacts: Record<ChannelId, ChannelFacts> = {
  sms: { kind: 'sms', isPersonal: true, reports: true },
  aliyun_sms: { kind: 'sms', isPersonal: true, reports: true },
  email: { kind: 'sms', isPersonal: true, reports: false },
  wecom: { kind: 'sms', isPersonal: false, reports: false },
  dingtalk: { kind: 'sms', isPersonal: false, reports: false },
  feishu: { kind: 'sms', isPersonal: false, reports: false },
  webhook: { kind: 'sms', isPersonal: false, reports: false },
  voice: { kind: 'voice', isPersonal: true, reports: true },
  aliyun_voice: { kind: 'voice', isPersonal: true, reports: true },
}

/** What these channels can do between them: texts, calls, or both. */
export function kindsOf(channels: ReadonlySet<ChannelId>): ReadonlySet<ChannelKind> {
  return new Set([...channels].map((id) => channelFacts[id].kind))
}
