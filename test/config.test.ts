import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { ConfigError } from '../src/setting.ts'

const account = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'secret', TWILIO_FROM: '+15005550006' }

test('with nothing set it listens on the loopback, keeps its data in data/live and has no provider', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://127.0.0.1:3000',
    twilio: null,
    apiToken: null,
    logLevel: 'info',
  })
  expect(config.dataDir).toMatch(/\/data\/live$/)
})

test('empty and blank values count as not set', () => {
  expect(readConfig({ PORT: '', HOST: ' ', PUBLIC_URL: '', TWILIO_AUTH_TOKEN: ' ' })).toEqual(readConfig({}))
})

test('an IPv6 host has its brackets in the address, and a public address loses its last slash', () => {
  expect(readConfig({ HOST: '::1', PORT: '80' }).publicUrl).toBe('http://[::1]:80')
  expect(readConfig({ PUBLIC_URL: 'https://zhishou.example/duty/' }).publicUrl).toBe('https://zhishou.example/duty')
})

test('an account sends from its number, and calls from it unless told otherwise', () => {
  expect(readConfig(account).twilio).toMatchObject({
    from: '+15005550006',
    voiceFrom: '+15005550006',
    apiBase: 'https://api.twilio.com',
  })
  expect(readConfig({ ...account, TWILIO_VOICE_FROM: '+15005550007' }).twilio?.voiceFrom).toBe('+15005550007')
  const { TWILIO_FROM: _, ...rest } = account
  expect(readConfig({ ...rest, TWILIO_MESSAGING_SERVICE_SID: 'MG1' }).twilio).toMatchObject({
    from: null,
    voiceFrom: null,
    messagingServiceSid: 'MG1',
  })
})

const aliyun = { ALIYUN_ACCESS_KEY_ID: 'key-secret-1', ALIYUN_ACCESS_KEY_SECRET: 'secret' }
const aliyunTexts = { ...aliyun, ALIYUN_SMS_SIGN_NAME: '值守', ALIYUN_SMS_TEMPLATES: 'outage=SMS_1, repage=SMS_2' }
const aliyunCalls = { ...aliyun, ALIYUN_VOICE_NUMBER: '05344750000', ALIYUN_VOICE_TEMPLATES: 'outage=TTS_1' }

test('nothing set is no channel beside Twilio', () => {
  expect(Object.values(readConfig({}).channels)).toEqual([null, null, null, null, null, null])
})

test('an Aliyun account texts, calls or does both, at the official addresses unless told otherwise', () => {
  const { sms, voice } = readConfig(aliyunTexts).channels.aliyun ?? {}
  expect(voice).toBeNull()
  expect(sms).toMatchObject({ apiBase: 'https://dysmsapi.aliyuncs.com', signName: '值守' })
  expect([...(sms?.templates ?? [])]).toEqual([
    ['outage', 'SMS_1'],
    ['repage', 'SMS_2'],
  ])
  const both = readConfig({ ...aliyunTexts, ...aliyunCalls, ALIYUN_API_BASE: 'http://127.0.0.1:9/' }).channels.aliyun
  expect(both).toMatchObject({ sms: { apiBase: 'http://127.0.0.1:9' }, voice: { apiBase: 'http://127.0.0.1:9' } })
  expect(readConfig(aliyunCalls).channels.aliyun).toMatchObject({
    sms: null,
    voice: { apiBase: 'https://dyvmsapi.aliyuncs.com', from: '05344750000' },
  })
})

test('a unit may have a group of its own, with or without one for everybody else', () => {
  const url = 'https://oapi.dingtalk.com/robot/send?access_token=1'
  const { dingtalk } = readConfig({
    DINGTALK_ROBOT_URL: url,
    DINGTALK_ROBOT_URL_U_PORTAL: `${url}1`,
    DINGTALK_ROBOT_SECRET_U_PORTAL: 'SEC1',
  }).channels
  expect(dingtalk?.everybody).toEqual({ url, secret: null })
  expect([...(dingtalk?.byUnit ?? [])]).toEqual([['u-portal', { url: `${url}1`, secret: 'SEC1' }]])
  const { wecom, feishu } = readConfig({
    WECOM_ROBOT_URL_U_1: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1',
    FEISHU_ROBOT_URL: 'http://localhost:9/hook',
    FEISHU_ROBOT_SECRET: 's',
  }).channels
  expect(wecom?.everybody).toBeNull()
  expect(wecom?.byUnit.get('u-1')?.secret).toBeNull()
  expect(feishu?.everybody).toEqual({ url: 'http://localhost:9/hook', secret: 's' })
})

test('a webhook and a mail server are read as their addresses say', () => {
  const url = 'https://oa.example.gov.cn/hook?k=1'
  expect(readConfig({ WEBHOOK_URL: url, WEBHOOK_SECRET: 's' }).channels.webhook).toEqual({ url, secret: 's' })
  const mail = (SMTP_URL: string) => readConfig({ SMTP_URL, MAIL_FROM: '值守 <zhishou@example.gov.cn>' }).channels.email
  expect(mail('smtps://zhishou%40example.gov.cn:p%3Aw@mail.example.gov.cn')).toEqual({
    from: '值守 <zhishou@example.gov.cn>',
    server: {
      host: 'mail.example.gov.cn',
      port: 465,
      isSecure: true,
      isLocal: false,
      login: { user: 'zhishou@example.gov.cn', pass: 'p:w' },
    },
  })
  expect(mail('smtp://mail.example.gov.cn')?.server).toMatchObject({ port: 587, isSecure: false, login: null })
  expect(mail('smtp://[::1]:2525')?.server).toMatchObject({ host: '::1', port: 2525, isLocal: true })
})

test.each<[string, Record<string, string>]>([
  ['PORT', { PORT: 'http' }],
  ['PORT', { PORT: '65536' }],
  ['PORT', { PORT: '-1' }],
  ['PORT', { PORT: '3e3' }],
  ['PORT', { PORT: '0x50' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'zhishou.example' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'ftp://zhishou.example' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://zhishou.example/?a=1' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://me:secret@zhishou.example' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['ZHISHOU_API_TOKEN', { ZHISHOU_API_TOKEN: 'x'.repeat(31) }],
  ['TWILIO_AUTH_TOKEN', { TWILIO_ACCOUNT_SID: 'AC1' }],
  ['TWILIO_ACCOUNT_SID', { TWILIO_AUTH_TOKEN: 'secret' }],
  ['TWILIO_ACCOUNT_SID', { TWILIO_FROM: '+15005550006' }],
  ['TWILIO_ACCOUNT_SID', { TWILIO_MESSAGING_SERVICE_SID: 'MG1' }],
  ['TWILIO_ACCOUNT_SID', { TWILIO_API_BASE: 'http://127.0.0.1:1' }],
  ['TWILIO_ACCOUNT_SID', { ...account, TWILIO_ACCOUNT_SID: 'SK1' }],
  ['TWILIO_FROM', { ...account, TWILIO_FROM: '' }],
  ['TWILIO_FROM', { ...account, TWILIO_FROM: '13800000001' }],
  ['TWILIO_VOICE_FROM', { ...account, TWILIO_VOICE_FROM: 'me' }],
  ['TWILIO_MESSAGING_SERVICE_SID', { ...account, TWILIO_MESSAGING_SERVICE_SID: 'SM1' }],
  ['TWILIO_API_BASE', { ...account, TWILIO_API_BASE: 'api.twilio.com' }],
  ['ALIYUN_ACCESS_KEY_SECRET', { ALIYUN_ACCESS_KEY_ID: 'secret' }],
  ['ALIYUN_ACCESS_KEY_ID', { ALIYUN_ACCESS_KEY_SECRET: 'secret' }],
  ['ALIYUN_ACCESS_KEY_ID', { ALIYUN_SMS_SIGN_NAME: '值守', ALIYUN_SMS_TEMPLATES: 'outage=SMS_1' }],
  ['ALIYUN_ACCESS_KEY_ID', { ALIYUN_VOICE_NUMBER: '05344750000', ALIYUN_VOICE_TEMPLATES: 'outage=TTS_1' }],
  ['ALIYUN_ACCESS_KEY_ID', { ALIYUN_API_BASE: 'http://127.0.0.1:9' }],
  ['ALIYUN_SMS_SIGN_NAME', aliyun],
  ['ALIYUN_SMS_TEMPLATES', { ...aliyun, ALIYUN_SMS_SIGN_NAME: '值守' }],
  ['ALIYUN_SMS_TEMPLATES', { ...aliyunTexts, ALIYUN_SMS_TEMPLATES: 'outage:SMS_1' }],
  ['ALIYUN_SMS_TEMPLATES', { ...aliyunTexts, ALIYUN_SMS_TEMPLATES: 'outrage=SMS_1' }],
  ['ALIYUN_SMS_TEMPLATES', { ...aliyunTexts, ALIYUN_SMS_TEMPLATES: 'outage=TTS_1' }],
  ['ALIYUN_VOICE_TEMPLATES', { ...aliyun, ALIYUN_VOICE_NUMBER: '0534' }],
  ['ALIYUN_VOICE_NUMBER', { ...aliyunCalls, ALIYUN_VOICE_NUMBER: '+865344750000' }],
  ['ALIYUN_API_BASE', { ...aliyunTexts, ALIYUN_API_BASE: 'aliyuncs.com' }],
  ['WECOM_ROBOT_URL', { WECOM_ROBOT_URL: 'http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret' }],
  ['WECOM_ROBOT_URL_U_1', { WECOM_ROBOT_URL_U_1: 'secret' }],
  ['DINGTALK_ROBOT_URL', { DINGTALK_ROBOT_SECRET: 'secret' }],
  ['DINGTALK_ROBOT_URL_U_1', { DINGTALK_ROBOT_SECRET_U_1: 'secret' }],
  ['FEISHU_ROBOT_URL', { FEISHU_ROBOT_URL: 'https://me:secret@open.feishu.cn/' }],
  ['WEBHOOK_SECRET', { WEBHOOK_URL: 'https://oa.example.gov.cn/secret' }],
  ['WEBHOOK_URL', { WEBHOOK_SECRET: 'secret' }],
  ['WEBHOOK_URL', { WEBHOOK_URL: 'http://oa.example.gov.cn/secret', WEBHOOK_SECRET: 'secret' }],
  ['MAIL_FROM', { SMTP_URL: 'smtps://mail.example.gov.cn' }],
  ['MAIL_FROM', { SMTP_URL: 'smtps://mail.example.gov.cn', MAIL_FROM: 'a@b.cn, c@d.cn' }],
  ['SMTP_URL', { MAIL_FROM: 'a@b.cn' }],
  ['SMTP_URL', { SMTP_URL: 'https://me:secret@mail.example.gov.cn', MAIL_FROM: 'a@b.cn' }],
  ['SMTP_URL', { SMTP_URL: 'smtps://me:%@mail.example.gov.cn', MAIL_FROM: 'a@b.cn' }],
])('a wrong or half-set %s is one line that begins with its name and shows no secret', (name, env) => {
  const refused = (() => {
    try {
      return readConfig(env)
    } catch (error) {
      return error
    }
  })()
  expect(refused).toBeInstanceOf(ConfigError)
  const { message } = refused as ConfigError
  expect(message).toMatch(new RegExp(`^${name} .*/ ${name}: `))
  expect(message).not.toMatch(/\n|secret/)
})

test('the second name servers are addresses, with a port or without', () => {
  const servers = (text: string) => readConfig({ PROBE_SECOND_DNS: text }).probeSecondDns
  expect(servers('')).toBeNull()
  expect(servers('223.5.5.5, 119.29.29.29:53 [2400:3200::1]:53 2400:3200::1')).toEqual([
    ...['223.5.5.5', '119.29.29.29:53', '[2400:3200::1]:53', '2400:3200::1'],
  ])
  for (const wrong of ['dns.example', '223.5.5.5:0', '223.5.5.5:99999', '1.2.3'])
    expect(() => servers(wrong)).toThrow(ConfigError)
})
