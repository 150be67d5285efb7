import { zhHans } from './domain/texts/zh-hans.ts'
import { allOrNone, type Env, fail, httpAddress, needs, set } from './setting.ts'

/** An address that speaks to a group, and what its messages are signed with. */
type RobotSetting = { url: string; secret: string | null }
/** `byUnit`: units with a group of their own; `everybody`: the group of all others. */
type RobotSettings = { everybody: RobotSetting | null; byUnit: ReadonlyMap<string, RobotSetting> }

export type AliyunSettings = {
  accessKeyId: string
  accessKeySecret: string
  sms: { apiBase: string; signName: string; templates: ReadonlyMap<string, string> } | null
  voice: { apiBase: string; from: string; templates: ReadonlyMap<string, string> } | null
}

type MailSettings = {
  server: {
    host: string
    port: number
    isSecure: boolean
    isLocal: boolean
    login: { user: string; pass: string } | null
  }
  from: string
}

/** The ways to tell people beside Twilio; null where nothing is set. */
export type ChannelConfig = {
  aliyun: AliyunSettings | null
  wecom: RobotSettings | null
  dingtalk: RobotSettings | null
  feishu: RobotSettings | null
  webhook: { url: string; secret: string } | null
  email: MailSettings | null
}

/** Reads the settings of these channels. What is refused is named, its value never: most of them are secrets. */
export function readChannelConfig(env: Env): ChannelConfig {
  return {
    aliyun: aliyunOf(env),
    wecom: robotsOf(env, 'WECOM_ROBOT', { isSigned: false }),
    dingtalk: robotsOf(env, 'DINGTALK_ROBOT', { isSigned: true }),
    feishu: robotsOf(env, 'FEISHU_ROBOT', { isSigned: true }),
    webhook: webhookOf(env),
    email: mailOf(env),
  }
}

function aliyunOf(env: Env): AliyunSettings | null {
  const account = allOrNone(env, ['ALIYUN_ACCESS_KEY_ID', 'ALIYUN_ACCESS_KEY_SECRET'])
  const texts = allOrNone(env, ['ALIYUN_SMS_SIGN_NAME', 'ALIYUN_SMS_TEMPLATES'])
  const calls = allOrNone(env, ['ALIYUN_VOICE_NUMBER', 'ALIYUN_VOICE_TEMPLATES'])
  const apiBase = set(env, 'ALIYUN_API_BASE')
  const base = apiBase === undefined ? null : httpAddress('ALIYUN_API_BASE', apiBase)
  if (!account) {
    const alone = (texts && 'ALIYUN_SMS_SIGN_NAME') ?? (calls && 'ALIYUN_VOICE_NUMBER') ?? (base && 'ALIYUN_API_BASE')
    return alone ? needs('ALIYUN_ACCESS_KEY_ID', alone) : null
  }
  if (!texts && !calls) needs('ALIYUN_SMS_SIGN_NAME', 'ALIYUN_ACCESS_KEY_ID')
  return {
    accessKeyId: account.ALIYUN_ACCESS_KEY_ID,
    accessKeySecret: account.ALIYUN_ACCESS_KEY_SECRET,
    sms: texts && {
      apiBase: base ?? 'https://dysmsapi.aliyuncs.com',
      signName: texts.ALIYUN_SMS_SIGN_NAME,
      templates: templatesOf('ALIYUN_SMS_TEMPLATES', texts.ALIYUN_SMS_TEMPLATES, 'SMS'),
    },
    voice: calls && {
      apiBase: base ?? 'https://dyvmsapi.aliyuncs.com',
      from: callerOf(calls.ALIYUN_VOICE_NUMBER),
      templates: templatesOf('ALIYUN_VOICE_TEMPLATES', calls.ALIYUN_VOICE_TEMPLATES, 'TTS'),
    },
  }
}

/** `outage=SMS_1,repage=SMS_2`: a text that does not exist would never be sent, and nobody would notice. */
function templatesOf(name: string, text: string, prefix: 'SMS' | 'TTS'): ReadonlyMap<string, string> {
  const templates = new Map<string, string>()
  for (const pair of text.split(/[,，\s]+/u).filter(Boolean)) {
    const [, key = '', code = ''] = /^([\w.]+)=(\w+)$/.exec(pair) ?? []
    if (!Object.hasOwn(zhHans.messages, key) || !new RegExp(`^${prefix}_\\d+$`).test(code))
      fail(name, `里的 ${pair} 不对，要写成 outage=${prefix}_123456789`, `"${pair}" is not outage=${prefix}_123456789`)
    templates.set(key, code)
  }
  return templates
}

/** As the provider lists it: a landline with its area code, or a service number, without a plus. */
function callerOf(number: string): string {
  if (!/^\d{5,15}$/.test(number))
    fail('ALIYUN_VOICE_NUMBER', '只能是数字，如 05344750000', 'digits, such as 05344750000')
  return number
}

/** `X_URL`, `X_SECRET`, and the same with `_` and a unit's id in capitals, its hyphens as underscores. */
function robotsOf(env: Env, prefix: string, { isSigned }: { isSigned: boolean }): RobotSettings | null {
  const byUnit = new Map<string, RobotSetting>()
  for (const suffix of suffixesOf(env, prefix, isSigned)) {
    const robot = robotOf(env, prefix, `_${suffix}`, isSigned)
    if (robot) byUnit.set(suffix.toLowerCase().replaceAll('_', '-'), robot)
  }
  const everybody = robotOf(env, prefix, '', isSigned)
  return everybody || byUnit.size > 0 ? { everybody, byUnit } : null
}

function suffixesOf(env: Env, prefix: string, isSigned: boolean): Set<string> {
  const pattern = new RegExp(`^${prefix}_${isSigned ? '(?:URL|SECRET)' : 'URL'}_([A-Z0-9_]+)$`)
  return new Set(Object.keys(env).flatMap((name) => pattern.exec(name)?.[1] ?? []))
}

function robotOf(env: Env, prefix: string, suffix: string, isSigned: boolean): RobotSetting | null {
  const [urlName, secretName] = [`${prefix}_URL${suffix}`, `${prefix}_SECRET${suffix}`]
  const url = set(env, urlName)
  const secret = isSigned ? (set(env, secretName) ?? null) : null
  if (url === undefined) return secret === null ? null : needs(urlName, secretName)
  return { url: secretAddress(urlName, url), secret }
}

/** An address that is a secret in itself travels encrypted; only this machine may do without. */
function secretAddress(name: string, text: string): string {
  const url = URL.parse(text)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  if (!url || !isSafe || url.username + url.password + url.hash !== '')
    fail(name, '要填 https:// 开头的地址', 'an address that begins with https://')
  return url.href
}

function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

function webhookOf(env: Env): ChannelConfig['webhook'] {
  const both = allOrNone(env, ['WEBHOOK_URL', 'WEBHOOK_SECRET'])
  return both && { url: secretAddress('WEBHOOK_URL', both.WEBHOOK_URL), secret: both.WEBHOOK_SECRET }
}

/** `smtps://user:password@host:465`, or `smtp://…:587`, which is encrypted before anything is said. */
function mailOf(env: Env): MailSettings | null {
  const both = allOrNone(env, ['SMTP_URL', 'MAIL_FROM'])
  if (!both) return null
  const url = URL.parse(both.SMTP_URL)
  const login = url && loginOf(url)
  if (
    !url ||
    login === undefined ||
    !/^smtps?:$/.test(url.protocol) ||
    url.hostname === '' ||
    url.search + url.hash !== ''
  )
    fail(
      'SMTP_URL',
      '要写成 smtps://用户:密码@主机:465 或 smtp://用户:密码@主机:587',
      'must be smtps://user:password@host:465 or smtp://user:password@host:587',
    )
  const isSecure = url.protocol === 'smtps:'
  const server = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (isSecure ? 465 : 587),
    isSecure,
    isLocal: isLoopback(url.hostname),
    login: login ?? null,
  }
  return { server, from: senderOf(both.MAIL_FROM) }
}

/** Undefined where it is written so that it cannot be read. */
function loginOf({ username, password }: URL): { user: string; pass: string } | null | undefined {
  if (username === '' && password === '') return null
  try {
    return { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
  } catch {
    return undefined // a % that is none: that is the answer
  }
}

function senderOf(text: string): string {
  if (!/^(?:[^<>@,;\r\n]{0,60}<[^\s<>@,;]+@[\w.-]+>|[^\s<>@,;]+@[\w.-]+)$/u.test(text))
    fail('MAIL_FROM', '要写成 值守 <zhishou@example.gov.cn>', 'must be Zhishou <zhishou@example.gov.cn>')
  return text
}
