import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { backOff } from './back-off.ts'
import type { SendOutcome } from './channel.ts'

type ProviderRequest = { url: string; headers: Readonly<Record<string, string>>; body: string }

/** `hasLeft`: the connection stood, so that bytes of the request may have reached the provider. */
export type ProviderAnswer =
  | { kind: 'answered'; status: number; retryAfterMs: number | null; text: string }
  | { kind: 'lost'; hasLeft: boolean; reason: string }

type Failed = Extract<SendOutcome, { kind: 'retry' | 'refused' | 'unknown' }>

/** Longer than any healthy answer; the claim of a page lasts 15 s, so its outcome is known or unknown before that. */
const requestTimeoutMs = 10_000
/** Answers of these providers are a line of JSON: what is longer is none of theirs. */
const mostAnswerBytes = 64 * 1024
const longestRetryAfterMs = 600_000

/**
 * One POST, which never throws. No redirect is followed: it would carry a signed request, or an address that is a
 * secret in itself, to somebody else. What is answered here never holds an address.
 */
export async function askProvider(asked: ProviderRequest, signal?: AbortSignal): Promise<ProviderAnswer> {
  const limit = AbortSignal.any([AbortSignal.timeout(requestTimeoutMs), ...(signal ? [signal] : [])])
  let hasLeft = false
  try {
    const response = await post(asked, limit, () => {
      hasLeft = true
    })
    const text = await textOf(response)
    const retryAfterMs = secondsOf(response.headers['retry-after'])
    return { kind: 'answered', status: response.statusCode ?? 0, retryAfterMs, text }
  } catch (error) {
    return { kind: 'lost', hasLeft, reason: reasonOf(error, limit, hasLeft) }
  }
}

/** `onConnect` is called before the first byte may leave. Sockets are not kept: a kept one could not tell. */
function post(
  { url, headers, body }: ProviderRequest,
  signal: AbortSignal,
  onConnect: () => void,
): Promise<IncomingMessage> {
  const isSecure = url.startsWith('https:')
  const payload = Buffer.from(body)
  return new Promise((resolve, reject) => {
    const length = String(payload.length)
    const options = { method: 'POST', agent: false, signal, headers: { ...headers, 'content-length': length } }
    const request = (isSecure ? requestHttps : requestHttp)(url, options, resolve)
    request.on('error', reject)
    request.once('socket', (socket) => socket.once(isSecure ? 'secureConnect' : 'connect', onConnect))
    request.end(payload)
  })
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > mostAnswerBytes) throw new Error('too long') // leaving the loop closes the connection
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function reasonOf(error: unknown, limit: AbortSignal, hasLeft: boolean): string {
  if (limit.aborted)
    return limit.reason instanceof Error && limit.reason.name === 'TimeoutError' ? 'timeout' : 'aborted'
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return reasonOfCode(code, hasLeft)
}

/** Only a code that Node or the network gave, never a message: that may hold an address with a token in it. */
export function reasonOfCode(code: unknown, hasLeft: boolean): string {
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'reset'
  if (code === 'ETIMEDOUT') return 'timeout'
  if (hasLeft) return 'malformed'
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,39}$/.test(code) ? code : 'tls'
}

function secondsOf(retryAfter: string | undefined): number | null {
  if (retryAfter === undefined || !/^\d{1,6}$/.test(retryAfter)) return null
  return Math.min(longestRetryAfterMs, Number(retryAfter) * 1000)
}

/**
 * What an answer means by its status alone, or null when that is 2xx and the body must be read. 429 and what never
 * left are safe to repeat; a redirect and any other 4xx are final; a lost answer and 5xx may have been accepted.
 * `random` in [0, 1) spreads the retries of many pages.
 */
export function failureOf(answer: ProviderAnswer, attempt: number, random: number): Failed | null {
  if (answer.kind === 'lost') {
    const { reason } = answer
    return answer.hasLeft ? { kind: 'unknown', reason } : retryLater(reason, attempt, random)
  }
  const { status, retryAfterMs } = answer
  const reason = `http:${status}`
  if (status >= 200 && status < 300) return null
  if (status === 429)
    return { ...retryLater(reason, attempt, random), ...(retryAfterMs === null ? {} : { afterMs: retryAfterMs }) }
  return status >= 300 && status < 500 && status !== 408 ? { kind: 'refused', reason } : { kind: 'unknown', reason }
}

/** Nothing was processed: the same again after a while that grows with the attempts. */
export function retryLater(reason: string, attempt: number, random: number): Extract<Failed, { kind: 'retry' }> {
  return { kind: 'retry', afterMs: backOff(attempt, random), reason }
}

/** The fields of an answer that is one JSON object; null for anything else. */
export function fieldsOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    // An object has string keys; what they hold is checked where it is read.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null // not JSON: that is the answer
  }
}
