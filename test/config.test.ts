import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'

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
  expect(message).not.toMatch(/\n|: secret/)
})
