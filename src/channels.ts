import { randomUUID } from 'node:crypto'
import type { AliyunSettings } from './channel-config.ts'
import type { Config } from './config.ts'
import { type ChannelId, channelFacts } from './domain/channel.ts'
import { aliyunSms } from './paging/aliyun-sms.ts'
import { aliyunVoice } from './paging/aliyun-voice.ts'
import type { Channel } from './paging/channel.ts'
import { dingtalk } from './paging/dingtalk.ts'
import { email } from './paging/email.ts'
import { feishu } from './paging/feishu.ts'
import { type InfoLog, outboxChannel } from './paging/outbox-channel.ts'
import { twilioSms } from './paging/twilio-sms.ts'
import { twilioVoice } from './paging/twilio-voice.ts'
import { webhook } from './paging/webhook.ts'
import { wecom } from './paging/wecom.ts'
import type { Clock } from './scheduling/clock.ts'

type Surroundings = Pick<Clock, 'now' | 'monotonic'> & { random: () => number }

/**
 * Every way to tell people that is set up. Where none of them takes a text, texts stand in the outbox; without calls a
 * rung that only has a call is skipped, and the timeline says why.
 */
export function channelsOf(
  config: Pick<Config, 'twilio' | 'channels' | 'publicUrl'>,
  { clock, logger }: { clock: Pick<Clock, 'now' | 'monotonic'>; logger: InfoLog },
): ReadonlyMap<ChannelId, Channel> {
  const around: Surroundings = { now: clock.now, monotonic: clock.monotonic, random: Math.random }
  const { aliyun } = config.channels
  const channels = [
    ...twilioChannels(config),
    ...(aliyun ? aliyunChannels(aliyun, around) : []),
    ...others(config, around),
  ]
  const hasTexts = channels.some(({ id }) => channelFacts[id].kind === 'sms')
  const all = hasTexts ? channels : [outboxChannel('sms', logger), ...channels]
  return new Map(all.map((channel) => [channel.id, channel]))
}

function twilioChannels({ twilio, publicUrl }: Pick<Config, 'twilio' | 'publicUrl'>): Channel[] {
  if (!twilio) return []
  const { messagingServiceSid, from, voiceFrom } = twilio
  const sender = messagingServiceSid ? { messagingServiceSid } : { from: from ?? '' }
  const account = { ...twilio, publicUrl, random: Math.random }
  return [twilioSms({ ...account, sender }), ...(voiceFrom ? [twilioVoice({ ...account, from: voiceFrom })] : [])]
}

function aliyunChannels({ sms, voice, ...keys }: AliyunSettings, around: Surroundings): Channel[] {
  const account = { ...keys, ...around, nonce: () => randomUUID() }
  return [
    ...(sms ? [aliyunSms({ ...account, ...sms })] : []),
    ...(voice ? [aliyunVoice({ ...account, ...voice })] : []),
  ]
}

function others({ channels, publicUrl }: Pick<Config, 'channels' | 'publicUrl'>, around: Surroundings): Channel[] {
  const { email: mail, wecom: inWecom, dingtalk: inDingtalk, feishu: inFeishu, webhook: hook } = channels
  return [
    ...(mail ? [email({ ...mail, ...around, codePageUrl: `${publicUrl}/a` })] : []),
    ...(inWecom ? [wecom({ ...around, robots: inWecom })] : []),
    ...(inDingtalk ? [dingtalk({ ...around, robots: inDingtalk })] : []),
    ...(inFeishu ? [feishu({ ...around, robots: inFeishu })] : []),
    ...(hook ? [webhook({ ...hook, ...around })] : []),
  ]
}
