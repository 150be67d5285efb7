import { createHash, createHmac } from 'node:crypto'
import type { Instant } from '../domain/instant.ts'
import { backOff } from './back-off.ts'
import type { SendOrder, SendOutcome } from './channel.ts'
import { askProvider, failureOf, fieldsOf, type ProviderAnswer } from './provider-request.ts'

export type AliyunAccount = {
  accessKeyId: string
  accessKeySecret: string
  /** Where the API is, without a slash at its end: `https://dysmsapi.aliyuncs.com`. */
  apiBase: string
  now: () => Instant
  /** Never the same twice: a request that is sent again as it was is refused. */
  nonce: () => string
  /** In [0, 1): spreads retries. Handed in so that a story can be told twice. */
  random: () => number
}

type Parameters = Readonly<Record<string, string>>

/** SMS and voice have the same version, by chance. */
const version = '2017-05-25'
const algorithm = 'ACS3-HMAC-SHA256'

/** Calls one operation of the RPC style, signed, its parameters in the query as the official libraries send them. */
export function callAliyun(
  account: AliyunAccount,
  action: string,
  parameters: Parameters,
  signal?: AbortSignal,
): Promise<ProviderAnswer> {
  const query = queryOf(parameters)
  const { host } = new URL(account.apiBase)
  const date = `${new Date(account.now()).toISOString().slice(0, 19)}Z`
  const headers = signedHeaders(account, query, { host, action, version, date, nonce: account.nonce() })
  return askProvider({ url: `${account.apiBase}/?${query}`, headers, body: '' }, signal)
}

/** RFC 3986, in the order of the names: the signature is over exactly these characters. */
export function queryOf(parameters: Parameters): string {
  return Object.keys(parameters)
    .toSorted()
    .map((name) => `${percent(name)}=${percent(parameters[name] ?? '')}`)
    .join('&')
}

function percent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

type Call = { host: string; action: string; version: string; date: string; nonce: string }

/**
 * The headers of a POST to `/` with an empty body, its signature among them.
 * Source: Aliyun, "V3 版本请求体&签名机制" (ACS3-HMAC-SHA256).
 */
export function signedHeaders(
  { accessKeyId, accessKeySecret }: Pick<AliyunAccount, 'accessKeyId' | 'accessKeySecret'>,
  query: string,
  { host, action, version, date, nonce }: Call,
): Record<string, string> {
  const bodyHash = sha256('')
  const headers: Record<string, string> = {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': bodyHash,
    'x-acs-date': date,
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  }
  const names = Object.keys(headers).toSorted()
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
  const canonical = ['POST', '/', query, lines, names.join(';'), bodyHash].join('\n')
  const signature = createHmac('sha256', accessKeySecret)
    .update(`${algorithm}\n${sha256(canonical)}`)
    .digest('hex')
  const authorization = `${algorithm} Credential=${accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`
  return { ...headers, authorization }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** What an answer says: the fields of a taken request, or why it failed. Aliyun's own code goes before the status. */
type AliyunAnswer = { ok: true; fields: Record<string, unknown> } | { ok: false; outcome: SendOutcome }

// Document "API 错误码" of SMS and voice, and "公共错误码": the provider's own trouble, after which nobody knows whether
// the message was taken. Everything else that is not about the rate of calls is final, for the number (BLACK_KEY,
// MOBILE_NUMBER_ILLEGAL, BUSINESS_LIMIT_CONTROL: its day is used up) or for the account (AMOUNT_NOT_ENOUGH,
// OUT_OF_SERVICE, RAM_PERMISSION_DENY, SignatureDoesNotMatch).
const unclear =
  /^(?:is[pv]\.(?:SYSTEM_ERROR|INTERNAL_ERROR|GATEWAY_ERROR)|InternalError|ServiceUnavailable|ServiceTimeout)/
const tooOften = /^Throttling/

/** Reads an answer for a request that sent something. */
export function readAliyun(answer: ProviderAnswer, { attempt }: SendOrder, random: number): AliyunAnswer {
  const fields = answer.kind === 'answered' ? fieldsOf(answer.text) : null
  const code = fields && typeof fields['Code'] === 'string' ? fields['Code'] : null
  const failed = failureOf(answer, attempt, random)
  if (fields && code === 'OK' && failed === null) return { ok: true, fields }
  if (code === null || code === 'OK' || !/^[\w.-]{1,80}$/.test(code))
    return { ok: false, outcome: failed ?? { kind: 'unknown', reason: 'malformed' } }
  return { ok: false, outcome: outcomeOfCode(code, failed, { attempt, random }) }
}

function outcomeOfCode(
  code: string,
  failed: SendOutcome | null,
  { attempt, random }: { attempt: number; random: number },
): SendOutcome {
  const reason = `aliyun:${code}`
  if (tooOften.test(code)) {
    const afterMs = failed?.kind === 'retry' ? failed.afterMs : backOff(attempt, random)
    return { kind: 'retry', afterMs, reason }
  }
  return unclear.test(code) || failed?.kind === 'unknown' ? { kind: 'unknown', reason } : { kind: 'refused', reason }
}
