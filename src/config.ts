import { resolve } from 'node:path'

export type TwilioConfig = {
  accountSid: string
  authToken: string
  apiBase: string
  /** One of the two sends the texts. */
  from: string | null
  messagingServiceSid: string | null
  voiceFrom: string | null
}

export type Config = {
  host: string
  port: number
  dataDir: string
  publicUrl: string
  twilio: TwilioConfig | null
  apiToken: string | null
  probeAllowNetworks: string
  /** Where programs such as `ping` are looked for. */
  path: string
  logLevel: string
}

/** A setting is wrong or half set. The message is one line that names it and says what is expected. */
export class ConfigError extends Error {}

type Env = Readonly<Record<string, string | undefined>>

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** Reads every setting from the environment (CONTRACT "Environment"); an empty value counts as not set. */
export function readConfig(env: Env): Config {
  const host = set(env, 'HOST') ?? '127.0.0.1'
  const port = portOf(set(env, 'PORT') ?? '3000')
  const logLevel = set(env, 'LOG_LEVEL') ?? 'info'
  if (!logLevels.includes(logLevel))
    fail('LOG_LEVEL', `是 ${logLevel}，要填 ${logLevels.join('、')} 之一`, `one of ${logLevels.join(', ')}`)
  return {
    host,
    port,
    dataDir: resolve(set(env, 'DATA_DIR') ?? 'data/live'),
    publicUrl: publicUrlOf(set(env, 'PUBLIC_URL') ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`),
    twilio: twilioOf(env),
    apiToken: apiTokenOf(set(env, 'ZHISHOU_API_TOKEN')),
    probeAllowNetworks: set(env, 'PROBE_ALLOW_NETWORKS') ?? '',
    path: env['PATH'] ?? '',
    logLevel,
  }
}

function twilioOf(env: Env): TwilioConfig | null {
  const accountSid = set(env, 'TWILIO_ACCOUNT_SID')
  const authToken = set(env, 'TWILIO_AUTH_TOKEN')
  const from = set(env, 'TWILIO_FROM') ?? null
  const messagingServiceSid = set(env, 'TWILIO_MESSAGING_SERVICE_SID') ?? null
  const voiceFrom = set(env, 'TWILIO_VOICE_FROM') ?? from
  const others = {
    TWILIO_FROM: from,
    TWILIO_MESSAGING_SERVICE_SID: messagingServiceSid,
    TWILIO_VOICE_FROM: set(env, 'TWILIO_VOICE_FROM'),
  }
  if (!accountSid && !authToken) {
    const alone = Object.entries(others).find(([, value]) => value)?.[0]
    if (alone)
      fail(
        'TWILIO_ACCOUNT_SID',
        `没有填，但 ${alone} 填了；要么都填，要么都不填`,
        `missing although ${alone} is set; set both or neither`,
      )
    return null
  }
  if (!accountSid)
    fail(
      'TWILIO_ACCOUNT_SID',
      '没有填，但 TWILIO_AUTH_TOKEN 填了；两个要一起填',
      'missing although TWILIO_AUTH_TOKEN is set; set both or neither',
    )
  if (!authToken)
    fail(
      'TWILIO_AUTH_TOKEN',
      '没有填，但 TWILIO_ACCOUNT_SID 填了；两个要一起填',
      'missing although TWILIO_ACCOUNT_SID is set; set both or neither',
    )
  if (!/^AC/.test(accountSid)) fail('TWILIO_ACCOUNT_SID', '要以 AC 开头', 'must begin with AC')
  if (!from && !messagingServiceSid)
    fail(
      'TWILIO_FROM',
      '没有填；发短信要填它或 TWILIO_MESSAGING_SERVICE_SID',
      'missing; set it or TWILIO_MESSAGING_SERVICE_SID',
    )
  if (from && !/^\+[1-9]\d{3,14}$/.test(from))
    fail('TWILIO_FROM', '要写成国际格式，如 +15005550006', 'must be E.164, such as +15005550006')
  const apiBase = httpAddress('TWILIO_API_BASE', set(env, 'TWILIO_API_BASE') ?? 'https://api.twilio.com')
  return { accountSid, authToken, apiBase, from, messagingServiceSid, voiceFrom }
}

function publicUrlOf(text: string): string {
  return httpAddress('PUBLIC_URL', text)
}

function httpAddress(name: string, text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol))
    fail(name, `是 ${text}，要填 http:// 或 https:// 开头的地址`, 'an address that begins with http:// or https://')
  return text.replace(/\/+$/, '')
}

function apiTokenOf(token: string | undefined): string | null {
  if (token === undefined) return null
  if (token.length < 32)
    fail(
      'ZHISHOU_API_TOKEN',
      `只有 ${token.length} 位，至少要 32 位`,
      `has ${token.length} characters, needs 32 or more`,
    )
  return token
}

function portOf(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    fail('PORT', `是 ${text}，要填 0 到 65535 的整数`, 'a whole number from 0 to 65535')
  return port
}

function set(env: Env, name: string): string | undefined {
  return env[name]?.trim() || undefined
}

function fail(name: string, zh: string, en: string): never {
  throw new ConfigError(`${name} ${zh} / ${name}: ${en}`)
}
