import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import type { SendOrder } from '../../src/paging/channel.ts'
import { email, type MailServer } from '../../src/paging/email.ts'
import { order } from './order.ts'

const now = Date.UTC(2026, 9, 3, 18, 57)
const received: { to: string[]; from: string; text: string; user: unknown }[] = []
let closers: (() => Promise<void>)[] = []

afterEach(async () => {
  received.length = 0
  for (const close of closers) await close()
  closers = []
})

const local: Omit<MailServer, 'port'> = { host: '127.0.0.1', isSecure: false, isLocal: true, login: null }

/** A mail server that keeps what it is given; `options` make it refuse. */
async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        received.push({
          from,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
          user: session.user,
        })
        done()
      })
    },
    ...options,
  })
  // A client that gives up in the middle is no concern of the server's.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  return { ...local, port: (server.server.address() as AddressInfo).port }
}

/** A server that answers each line with the next reply, and hangs or resets when told so. */
async function scriptedServer(
  replies: ('hang' | 'reset' | string)[],
): Promise<MailServer & { untilHanging(): Promise<void> }> {
  let isHanging = false
  const server: Server = createServer((socket) => {
    const left = [...replies]
    const answer = () => {
      const reply = left.shift() ?? '250 ok'
      if (reply === 'reset') socket.resetAndDestroy()
      else if (reply === 'hang') isHanging = true
      else socket.write(`${reply}\r\n`)
    }
    answer()
    socket.on('error', () => undefined)
    socket.on('data', answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(() => resolve())))
  const untilHanging = async () => {
    while (!isHanging) await new Promise((resolve) => setImmediate(resolve))
  }
  return { ...local, port: (server.address() as AddressInfo).port, untilHanging }
}

const channel = (server: MailServer) =>
  email({
    server,
    from: '值守 <zhishou@city.example>',
    codePageUrl: 'https://zhishou.city.example/a',
    now: () => now,
    random: () => 0.5,
  })
const send = (server: MailServer, what: Partial<SendOrder> = {}, signal = new AbortController().signal) =>
  channel(server).send(order({ email: 'chen@city.example', ...what }), signal)

/** The words of a mail, its encodings undone. */
function decoded(mail: string): { subject: string; body: string } {
  const [head = '', body = ''] = mail.split('\r\n\r\n')
  const subject = head.replace(/\r\n\s+/g, '').match(/Subject: (.*?)(?:\r\n|$)/)?.[1] ?? ''
  const word = (_: string, text: string) => Buffer.from(text, 'base64').toString('utf8')
  return {
    subject: subject.replace(/=\?UTF-8\?B\?([^?]*)\?=/g, word),
    body: Buffer.from(body, 'base64').toString('utf8'),
  }
}

test('a mail has the first sentence as its subject, and tells where the code is typed', async () => {
  const outcome = await send(await mailServer())
  expect(outcome).toMatchObject({ kind: 'accepted', state: 'accepted' })
  const [mail] = received
  expect(mail).toMatchObject({ to: ['chen@city.example'], from: 'zhishou@city.example' })
  expect(decoded(mail?.text ?? '')).toEqual({
    subject: '【值守】鞍山市某局网站02:15起打不开（连接超时）。',
    body: `${order().text}\n\nhttps://zhishou.city.example/a\n`,
  })
  expect(mail?.text).toContain('Date: Sat, 03 Oct 2026 18:57:00 +0000')
  expect(mail?.text).toContain('X-Zhishou-ID: 2026-1004-01.1.0.sms.p-chen/1')
})

test('a text without a code has no address to type one at', async () => {
  await send(await mailServer(), { code: null, text: '【值守】已办结。' })
  expect(decoded(received[0]?.text ?? '').body).toBe('【值守】已办结。\n')
})

test('somebody without an address is refused', async () => {
  expect(await send(await mailServer(), { email: null })).toEqual({ kind: 'refused', reason: 'email:no_address' })
})

test('it signs in where it has a login, and a wrong one is final', async () => {
  const server = await mailServer({
    authOptional: false,
    authMethods: ['PLAIN'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username }) : done(new Error('no')),
  })
  expect(await send({ ...server, login: { user: 'zhishou', pass: 'right' } })).toMatchObject({ kind: 'accepted' })
  expect(received[0]?.user).toBe('zhishou')
  const wrong = await send({ ...server, login: { user: 'zhishou', pass: 'wrong' } })
  expect(wrong).toEqual({ kind: 'refused', reason: 'smtp:535' })
})

test.each([
  [421, { kind: 'retry', afterMs: 200, reason: 'smtp:421' }],
  [450, { kind: 'retry', afterMs: 200, reason: 'smtp:450' }],
  [550, { kind: 'refused', reason: 'smtp:550' }],
])('a recipient answered with %i is decided by that', async (responseCode, outcome) => {
  const onRcptTo: SMTPServerOptions['onRcptTo'] = (_address, _session, done) =>
    done(Object.assign(new Error('no'), { responseCode }))
  expect(await send(await mailServer({ onRcptTo }))).toEqual(outcome)
})

test('a mail that is refused once it was read is refused', async () => {
  const onData: SMTPServerOptions['onData'] = (stream, _session, done) => {
    stream.resume()
    stream.on('end', () => done(Object.assign(new Error('spam'), { responseCode: 554 })))
  }
  expect(await send(await mailServer({ onData }))).toEqual({ kind: 'refused', reason: 'smtp:554' })
})

test('what breaks before the server was given anything is safe to send again', async () => {
  const gone = await mailServer()
  await closers.pop()?.()
  expect(await send(gone)).toMatchObject({ kind: 'retry' })
  expect(await send(await scriptedServer(['reset']))).toMatchObject({ kind: 'retry', reason: 'reset' })
})

test('what breaks once the mail is being handed over may have been accepted', async () => {
  const upToData = ['220 hi', '250 hi', '250 ok', '250 ok', '354 go']
  expect(await send(await scriptedServer([...upToData, 'reset']))).toEqual({ kind: 'unknown', reason: 'reset' })
})

test.each([
  ['greets nobody', ['hang'], 'retry'],
  ['never says whether it took the mail', ['220 hi', '250 hi', '250 ok', '250 ok', '354 go', 'hang'], 'unknown'],
])('a server that %s is left when the caller gives up', async (_what, replies, kind) => {
  const server = await scriptedServer(replies)
  const deadline = new AbortController()
  const outcome = send(server, {}, deadline.signal)
  await server.untilHanging()
  deadline.abort()
  expect(await outcome).toMatchObject({ kind, reason: 'aborted' })
})

test('nothing is said in the clear to a server elsewhere, nor to one whose certificate nobody vouches for', async () => {
  const plain = await mailServer()
  expect(await send({ ...plain, isLocal: false })).toMatchObject({ kind: expect.stringMatching(/retry|refused/) })
  const pem = readFileSync(join(import.meta.dirname, '../fakes/certificates/self-signed.pem'))
  const own = await mailServer({ disabledCommands: [], key: pem, cert: pem })
  expect(await send({ ...own, isLocal: false })).toMatchObject({ kind: 'retry', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect(received).toHaveLength(0)
})
