import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Instant } from '../domain/instant.ts'
import type { Channel, SendOrder, SendOutcome } from './channel.ts'
import { reasonOfCode, retryLater } from './provider-request.ts'

export type MailServer = {
  host: string
  port: number
  /** TLS from the first byte; else STARTTLS, which only a server on this machine may do without. */
  isSecure: boolean
  isLocal: boolean
  login: { user: string; pass: string } | null
}

type EmailConfig = {
  server: MailServer
  /** `值守 <zhishou@example.gov.cn>` or the address alone. */
  from: string
  /** The code page, where the code in the mail is typed. */
  codePageUrl: string
  now: () => Instant
  /** In [0, 1): spreads retries. Handed in so that a story can be told twice. */
  random: () => number
}

/** For each step and for the whole: the claim of a page lasts 15 s. */
const limitMs = 10_000
const mostReplyBytes = 64 * 1024

/** How far one mail came: until the server was given it, nothing of it has left the house. */
type Stage = 'before' | 'handing_over'

/** Mail by SMTP, one connection a mail. It goes to one person alone, so the code stays in. */
export function email(config: EmailConfig): Channel {
  return {
    id: 'email',
    leavesHouse: true,
    send: (order, signal) => send(config, order, signal),
    find: async () => ({ kind: 'unavailable' }),
    check: async () => null,
    received: async () => [],
  }
}

async function send(config: EmailConfig, order: SendOrder, signal: AbortSignal): Promise<SendOutcome> {
  if (order.email === null) return { kind: 'refused', reason: 'email:no_address' }
  const limit = AbortSignal.any([AbortSignal.timeout(limitMs), signal])
  let stage: Stage = 'before'
  try {
    const message = await mailOf(config, order, order.email)
    const connection = await openConnection(config.server)
    await untilAborted(limit, connection, async () => {
      await step((done) => connection.connect(done))
      const { login } = config.server
      if (login) await step((done) => connection.login({ credentials: login }, done))
      stage = 'handing_over'
      await step((done) => connection.send(message.envelope, message.bytes, done))
    })
    return { kind: 'accepted', providerId: message.id, state: 'accepted' }
  } catch (error) {
    return outcomeOf(error, { stage, isAborted: signal.aborted, isLate: limit.aborted }, order.attempt, config.random())
  }
}

type Mail = { id: string; envelope: { from: string | false; to: string[] }; bytes: Buffer }

/** The first sentence is the subject, so that a locked phone shows what a text would show. */
async function mailOf({ from, codePageUrl, now }: EmailConfig, order: SendOrder, to: string): Promise<Mail> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const subject = /^.*?(?:[。？！]|[.?!](?=\s|$)|$)/su.exec(order.text)?.[0] ?? order.text
  const composed = new MailComposer({
    from,
    to,
    subject,
    text: order.code === null ? `${order.text}\n` : `${order.text}\n\n${codePageUrl}\n`,
    date: new Date(now()),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Zhishou-ID': `${order.pageId}/${order.attempt}` },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  const id = composed.messageId()
  return { id, envelope: composed.getEnvelope(), bytes: await composed.build() }
}

/** Loaded at the first mail: an installation without a mail server never pays for it. */
async function openConnection({ host, port, isSecure, isLocal }: MailServer): Promise<SMTPConnection> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection')
  return new Connection({
    host,
    port,
    secure: isSecure,
    requireTLS: !isSecure && !isLocal,
    ignoreTLS: isLocal,
    connectionTimeout: limitMs,
    greetingTimeout: limitMs,
    socketTimeout: limitMs,
    dnsTimeout: limitMs,
    socketCloseTimeout: 0,
    maxResponseSize: mostReplyBytes,
  })
}

/** Runs the steps until they end, the connection breaks, or time is up; the connection is closed in any case. */
async function untilAborted(limit: AbortSignal, connection: SMTPConnection, steps: () => Promise<void>): Promise<void> {
  const broken = Promise.withResolvers<never>()
  const stop = () => broken.reject(new Error('stopped'))
  connection.on('error', broken.reject)
  limit.addEventListener('abort', stop)
  if (limit.aborted) stop()
  try {
    await Promise.race([broken.promise, steps()])
  } finally {
    limit.removeEventListener('abort', stop)
    connection.close()
  }
}

function step(run: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => run((error) => (error ? reject(error) : resolve())))
}

type Progress = { stage: Stage; isAborted: boolean; isLate: boolean }

/** A reply of the server decides where there is one: 4xx is for later, 5xx for good. Without, the stage does. */
function outcomeOf(error: unknown, { stage, ...ended }: Progress, attempt: number, random: number): SendOutcome {
  const { responseCode: status, code, originalCode } = fieldsOfError(error)
  if (typeof status === 'number' && status >= 500 && status < 600) return { kind: 'refused', reason: `smtp:${status}` }
  if (typeof status === 'number' && status >= 400) return retryLater(`smtp:${status}`, attempt, random)
  if (code === 'EENVELOPE') return { kind: 'refused', reason: 'email:bad_address' }
  const hasLeft = stage === 'handing_over'
  const cause = typeof originalCode === 'string' ? originalCode : code === 'ECONNECTION' ? 'ECONNRESET' : code
  const reason = ended.isAborted ? 'aborted' : ended.isLate ? 'timeout' : reasonOfCode(cause, hasLeft)
  return hasLeft ? { kind: 'unknown', reason } : retryLater(reason, attempt, random)
}

function fieldsOfError(error: unknown): Record<string, unknown> {
  // The library adds fields to the errors of others; each is checked where it is read.
  return error instanceof Error ? (error as Error & Record<string, unknown>) : {}
}
