import { expect, test } from 'vitest'
import { channelsOf } from '../src/channels.ts'
import { readConfig } from '../src/config.ts'

const clock = { now: () => 0, monotonic: () => 0 }
const idsWith = (env: Record<string, string>) => {
  const channels = channelsOf(readConfig(env), { clock, logger: { info: () => undefined } })
  for (const [id, channel] of channels) expect(channel.id).toBe(id)
  return [...channels].map(([id, { leavesHouse }]) => (leavesHouse ? id : `${id} in the outbox`))
}
const twilio = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't', TWILIO_FROM: '+15005550006' }
const keys = { ALIYUN_ACCESS_KEY_ID: 'k', ALIYUN_ACCESS_KEY_SECRET: 's' }
const calls = { ...keys, ALIYUN_VOICE_NUMBER: '05344750000', ALIYUN_VOICE_TEMPLATES: 'outage=TTS_1' }
const everything = {
  ...twilio,
  ...calls,
  ALIYUN_SMS_SIGN_NAME: '值守',
  ALIYUN_SMS_TEMPLATES: 'outage=SMS_1',
  SMTP_URL: 'smtps://mail.example.gov.cn',
  MAIL_FROM: 'zhishou@example.gov.cn',
  WECOM_ROBOT_URL: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1',
  DINGTALK_ROBOT_URL_U_1: 'https://oapi.dingtalk.com/robot/send?access_token=1',
  FEISHU_ROBOT_URL: 'https://open.feishu.cn/open-apis/bot/v2/hook/1',
  WEBHOOK_URL: 'https://oa.example.gov.cn/',
  WEBHOOK_SECRET: 's',
}

test('without any provider texts stand in the outbox, and nobody is called', () => {
  expect(idsWith({})).toEqual(['sms in the outbox'])
})

test('calls alone leave the texts in the outbox', () => {
  expect(idsWith(calls)).toEqual(['sms in the outbox', 'aliyun_voice'])
})

test('any channel for texts takes the place of the outbox', () => {
  expect(idsWith({ ...keys, ALIYUN_SMS_SIGN_NAME: '值守', ALIYUN_SMS_TEMPLATES: 'outage=SMS_1' })).toEqual([
    'aliyun_sms',
  ])
  expect(idsWith(twilio)).toEqual(['sms', 'voice'])
})

test('everything that is set exists', () => {
  expect(idsWith(everything).toSorted()).toEqual(
    ['sms', 'voice', 'aliyun_sms', 'aliyun_voice', 'email', 'wecom', 'dingtalk', 'feishu', 'webhook'].toSorted(),
  )
})
