import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OwnFault } from '../../src/probing/own-fault.ts'
import { createNames, type Resolve } from '../../src/probing/resolver.ts'
import { type NameServer, startNameServer } from '../fakes/name-server.ts'
import { never } from './room.ts'

let names: NameServer
let resolve: Resolve
const folder = mkdtempSync(join(tmpdir(), 'hosts-'))
const hostsFile = join(folder, 'hosts')

beforeAll(async () => {
  names = await startNameServer()
  writeFileSync(hostsFile, '# ours\n::1 localhost\n127.0.0.1 localhost runner # both\nnonsense here\n::1 only6\n')
  resolve = createNames({ servers: [names.address], timeoutMs: 100, tries: 1, hostsFile }).resolve
})
afterAll(async () => {
  await names.close()
  rmSync(folder, { recursive: true })
})

test('a name is answered with its IPv4 address, though it has an IPv6 one too', async () => {
  names.set('both.example', { a: ['192.0.2.7'], aaaa: ['2001:db8:0:0:0:0:0:7'] })
  expect(await resolve('both.example', never)).toEqual({ address: '192.0.2.7' })
})

test('a name without IPv4 is answered with its IPv6 address', async () => {
  names.set('six.example', { aaaa: ['2001:db8:0:0:0:0:0:6'] })
  expect(await resolve('six.example', never)).toEqual({ address: '2001:db8::6' })
})

test('an unknown name, a broken server and a silent one are three different failures', async () => {
  names.set('broken.example', 'servfail')
  names.set('silent.example', 'silence')
  names.set('empty.example', {})
  expect(await resolve('gone.example', never)).toEqual({ code: 'NXDOMAIN' })
  expect(await resolve('broken.example', never)).toEqual({ code: 'SERVFAIL' })
  expect(await resolve('silent.example', never)).toEqual({ code: 'TIMEOUT' })
  expect(await resolve('empty.example', never)).toEqual({ code: 'NODATA' })
})

test('addresses need no name server, with or without brackets', async () => {
  expect(await resolve('192.0.2.1', never)).toEqual({ address: '192.0.2.1' })
  expect(await resolve('[::1]', never)).toEqual({ address: '::1' })
})

test('names of the hosts file are known, IPv4 first, with or without a final dot', async () => {
  expect(await resolve('localhost', never)).toEqual({ address: '127.0.0.1' })
  expect(await resolve('localhost.', never)).toEqual({ address: '127.0.0.1' })
  expect(await resolve('runner', never)).toEqual({ address: '127.0.0.1' })
  expect(await resolve('only6', never)).toEqual({ address: '::1' })
  expect(names.asked('localhost')).toBe(0)
})

test('a machine without a hosts file resolves all the same', async () => {
  names.set('plain.example', { a: ['192.0.2.9'] })
  const bare = createNames({ servers: [names.address], hostsFile: join(folder, 'none') }).resolve
  expect(await bare('plain.example', never)).toEqual({ address: '192.0.2.9' })
})

test('every look asks anew: a changed name is seen at once', async () => {
  names.set('moved.example', { a: ['192.0.2.1'] })
  await resolve('moved.example', never)
  names.set('moved.example', { a: ['192.0.2.2'] })
  expect(await resolve('moved.example', never)).toEqual({ address: '192.0.2.2' })
  expect(names.asked('moved.example')).toBe(2)
})

test('a caller who gives up gets a timeout at once', async () => {
  names.set('hanging.example', 'silence')
  const patient = createNames({ servers: [names.address], timeoutMs: 60_000, tries: 1 }).resolve
  const caller = new AbortController()
  const answer = patient('hanging.example', caller.signal)
  caller.abort()
  expect(await answer).toEqual({ code: 'TIMEOUT' })
})

test('300 names at once are all answered, though 90 of them hang', async () => {
  for (let n = 0; n < 300; n += 1) names.set(`n${n}.example`, n < 90 ? 'silence' : { a: ['192.0.2.3'] })
  const answers = await Promise.all(Array.from({ length: 300 }, (_, n) => resolve(`n${n}.example`, never)))
  expect(answers.filter((answer) => 'address' in answer)).toHaveLength(210)
  expect(answers.slice(0, 90)).toEqual(Array(90).fill({ code: 'TIMEOUT' }))
})

test('however many names wait for dead servers, the others are told meanwhile', async () => {
  for (let n = 0; n < 300; n += 1) names.set(`d${n}.example`, n < 200 ? 'silence' : { a: ['192.0.2.3'] })
  const patient = createNames({ servers: [names.address], timeoutMs: 60_000, tries: 1 }).resolve
  const caller = new AbortController()
  const dead = Array.from({ length: 200 }, (_, n) => patient(`d${n}.example`, caller.signal))
  const told = await Promise.all(Array.from({ length: 100 }, (_, n) => patient(`d${200 + n}.example`, never)))
  expect(told).toEqual(Array(100).fill({ address: '192.0.2.3' }))
  caller.abort()
  expect(await Promise.all(dead)).toEqual(Array(200).fill({ code: 'TIMEOUT' }))
})

test('a machine that can ask no name server blames itself, never the name', async () => {
  const gone = await startNameServer()
  await gone.close()
  const deaf = createNames({ servers: [gone.address], timeoutMs: 100, tries: 1 }).resolve
  await expect(deaf('site.example', never)).rejects.toThrow(OwnFault)
})
