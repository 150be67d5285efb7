import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { type ChannelConfig, readChannelConfig } from './channel-config.ts'
import { type Env, fail, httpAddress, needs, set } from './setting.ts'

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
  /** Every way to tell people beside Twilio. */
  channels: ChannelConfig
  apiToken: string | null
  /** Where a beat is sent each minute; null where nobody listens. */
  deadManUrl: string | null
  probeAllowNetworks: string
  /** `address:port` of the name servers that are asked when the machine's own give no answer. */
  probeSecondDns: string[] | null
  /** Where programs such as `ping` are looked for. */
  path: string
  logLevel: string
}

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
    publicUrl: httpAddress(
      'PUBLIC_URL',
      set(env, 'PUBLIC_URL') ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ),
    twilio: twilioOf(env),
    channels: readChannelConfig(env),
    apiToken: apiTokenOf(set(env, 'ZHISHOU_API_TOKEN')),
    deadManUrl: deadManOf(set(env, 'DEADMAN_URL')),
    probeAllowNetworks: set(env, 'PROBE_ALLOW_NETWORKS') ?? '',
    probeSecondDns: nameServersOf(set(env, 'PROBE_SECOND_DNS')),
    path: env['PATH'] ?? '',
    logLevel,
  }
}

function nameServersOf(text: string | undefined): string[] | null {
  if (text === undefined) return null
  const servers = text.split(/[\s,]+/).filter(Boolean)
  const isServer = (server: string) => {
    const [, address = server, port = '53'] = /^(.+):(\d{1,5})$/.exec(isIP(server) ? '' : server) ?? []
    return isIP(address.replace(/^\[|\]$/g, '')) !== 0 && Number(port) > 0 && Number(port) < 65_536
  }
  const wrong = servers.find((server) => !isServer(server))
  if (wrong !== undefined)
    fail('PROBE_SECOND_DNS', `里的 ${wrong} 不是地址，要写成 223.5.5.5 这样`, 'addresses such as 223.5.5.5')
  return servers
}

function twilioOf(env: Env): TwilioConfig | null {
  const account = accountOf(env)
  if (!account) return null
  const from = phoneOf(env, 'TWILIO_FROM')
  const messagingServiceSid = set(env, 'TWILIO_MESSAGING_SERVICE_SID') ?? null
  if (messagingServiceSid && !messagingServiceSid.startsWith('MG')) {
    fail('TWILIO_MESSAGING_SERVICE_SID', '要以 MG 开头', 'must begin with MG')
  }
  if (!from && !messagingServiceSid) {
    const zh = '没有填；发短信要填它或 TWILIO_MESSAGING_SERVICE_SID'
    fail('TWILIO_FROM', zh, 'missing; set it or TWILIO_MESSAGING_SERVICE_SID')
  }
  const apiBase = httpAddress('TWILIO_API_BASE', set(env, 'TWILIO_API_BASE') ?? 'https://api.twilio.com')
  return { ...account, apiBase, from, messagingServiceSid, voiceFrom: phoneOf(env, 'TWILIO_VOICE_FROM') ?? from }
}

const withAccount = ['TWILIO_FROM', 'TWILIO_MESSAGING_SERVICE_SID', 'TWILIO_VOICE_FROM', 'TWILIO_API_BASE']

/** Both of an account, or neither and then nothing else of Twilio's either. */
function accountOf(env: Env): { accountSid: string; authToken: string } | null {
  const accountSid = set(env, 'TWILIO_ACCOUNT_SID')
  const authToken = set(env, 'TWILIO_AUTH_TOKEN')
  const other = (accountSid && 'TWILIO_ACCOUNT_SID') || (authToken && 'TWILIO_AUTH_TOKEN')
  const alone = other || withAccount.find((name) => set(env, name))
  if (!alone) return null
  if (!accountSid) return needs('TWILIO_ACCOUNT_SID', alone)
  if (!authToken) return needs('TWILIO_AUTH_TOKEN', alone)
  if (!accountSid.startsWith('AC')) fail('TWILIO_ACCOUNT_SID', '要以 AC 开头', 'must begin with AC')
  return { accountSid, authToken }
}

function phoneOf(env: Env, name: string): string | null {
  const number = set(env, name) ?? null
  if (number && !/^\+[1-9]\d{3,14}$/.test(number)) {
    fail(name, '要写成国际格式，如 +15005550006', 'must be E.164, such as +15005550006')
  }
  return number
}

/** Such addresses often carry their key in the query, so it may have one. */
function deadManOf(text: string | undefined): string | null {
  if (text === undefined) return null
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username + url.password !== '')
    fail('DEADMAN_URL', '要填 http:// 或 https:// 开头的地址', 'an address that begins with http:// or https://')
  return text
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
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) fail('PORT', `是 ${text}，要填 0 到 65535 的整数`, 'a whole number from 0 to 65535')
  return port
}
