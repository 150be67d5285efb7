import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bookOf, cast } from './cast.ts'
import { apiToken, type Folder, makeFolder, type Running, startProcess, untilReady } from './process.ts'

let folder: Folder
let running: Running | null = null

beforeEach(() => {
  folder = makeFolder()
})
afterEach(async () => {
  await running?.kill('SIGKILL')
  running = null
  folder.remove()
})

async function start(env: Record<string, string> = {}): Promise<Running> {
  running = await startProcess({ DATA_DIR: folder.path, ...env })
  return running
}

test('an empty folder becomes a service that prints where its first administrator is set up', async () => {
  const service = await start()
  await untilReady(service)
  const link = /http:\/\/\S+\/set-up\/\S+/.exec(service.output())?.[0] ?? ''
  const path = new URL(link).pathname
  expect((await fetch(`${service.address}${path}`)).status).toBe(200)
  expect((await fetch(`${service.address}/set-up/not-the-token`)).status).toBe(404)
  expect(await service.kill('SIGTERM')).toBe(0)
})

test('a book with ten mistakes: ten messages with their paths, exit code 1, the file untouched', async () => {
  const book = {
    schema: 'zhishou.book/1',
    settings: { shiftStartsAt: '25:00', officePersonIds: ['p-ghost'] },
    units: [],
    people: [
      { id: 'p-chen', name: '陈海涛', mobile: '1380000003' },
      { id: 'p-chen', name: '又一个', mobile: '+8613800000041' },
    ],
    sites: [{ id: 's-1', name: '网站', url: 'ftp://x/', leadPersonId: 'p-nobody' }],
    periods: [{ id: 'nd', name: '国庆节', from: '2026-10-08', to: '2026-10-01', state: 'published' }],
    shifts: [
      {
        id: 'x1',
        periodId: 'nd',
        siteId: 's-2',
        role: 'lead',
        personId: 'p-chen',
        from: '2026-10-01T08:30:00+08:00',
        to: '2026-10-02T08:30:00+08:00',
      },
      {
        id: 'x2',
        periodId: 'nd',
        siteId: 's-1',
        role: 'boss',
        personId: 'p-chen',
        from: '2026-10-02T08:30:00+08:00',
        to: '2026-10-01T08:30:00+08:00',
      },
    ],
  }
  const text = JSON.stringify(book, null, 2)
  folder.write(text)
  const service = await start()
  expect(await service.ended).toBe(1)
  const paths = [
    'settings.shiftStartsAt',
    'settings.officePersonIds[0]',
    'people[0].mobile',
    'people[1].id',
    'sites[0].url',
    'sites[0].leadPersonId',
    'periods[0].to',
    'shifts[0].siteId',
    'shifts[1].role',
    'shifts[1].to',
  ]
  const lines = service
    .output()
    .split('\n')
    .filter((line) => line.startsWith('  '))
  expect(lines.map((line) => line.trim().split('：')[0]).sort()).toEqual(paths.sort())
  expect(readFileSync(join(folder.path, 'book.json'), 'utf8')).toBe(text)
})

test.each([
  { set: { TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}` }, named: 'TWILIO_AUTH_TOKEN' },
  { set: { TWILIO_AUTH_TOKEN: 'secret-secret' }, named: 'TWILIO_ACCOUNT_SID' },
  { set: { TWILIO_FROM: '+15005550006' }, named: 'TWILIO_ACCOUNT_SID' },
  { set: { PORT: 'eighty' }, named: 'PORT' },
  { set: { PROBE_ALLOW_NETWORKS: '10.0.0.0/99' }, named: 'PROBE_ALLOW_NETWORKS' },
  { set: { PROBE_SECOND_DNS: '223.5.5.5, dns.example' }, named: 'PROBE_SECOND_DNS' },
])('a wrong or half-set configuration ($named) is one clear line', async ({ set, named }) => {
  const service = await start(Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)))
  expect(await service.ended).toBe(1)
  const lines = service.output().trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(named)
  expect(service.output()).not.toContain('secret-secret')
})

test('a second process on the same folder says so and leaves', async () => {
  const first = await start()
  await untilReady(first)
  const second = await startProcess({ DATA_DIR: folder.path })
  expect(await second.ended).toBe(1)
  expect(second.output()).toContain('正被另一个值守进程使用')
})

test('without a provider the text is in the log, with the phone masked', async () => {
  folder.write(
    bookOf([{ id: 's-1', name: '一号网站', url: 'http://127.0.0.1:9/', leadPersonId: cast.lead.id }], [], {
      probe: { intervalSeconds: 0.5, recheckSeconds: [0.1, 0.2] },
    }),
  )
  const service = await start({ PROBE_ALLOW_NETWORKS: '127.0.0.0/8', LOG_LEVEL: 'info' })
  await untilReady(service)
  while (!service.output().includes('一号网站')) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(service.output()).toContain('138****0001')
  expect(service.output()).not.toContain('13800000001')
})

test('a damaged book is set aside and the last good copy used, loudly', async () => {
  const book = bookOf([{ id: 's-1', name: '一号网站', url: 'http://127.0.0.1:9/' }], [])
  folder.write(book)
  const first = await start({ ZHISHOU_API_TOKEN: apiToken })
  await untilReady(first)
  const units = [...(book.units ?? []), { id: 'u-new', name: '新单位' }]
  const body = JSON.stringify({ ...book, units })
  const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
  const put = await fetch(`${first.address}/api/v1/book`, { method: 'PUT', headers, body })
  expect(put.status).toBe(200)
  await first.kill('SIGTERM')

  writeFileSync(join(folder.path, 'book.json'), body.slice(0, 100))
  const second = await start()
  await untilReady(second)
  expect(await (await second.get('/api/v1/book')).json()).toMatchObject({ units })
  expect(readdirSync(folder.path).some((name) => name.startsWith('book.json.damaged-'))).toBe(true)
  expect(second.output()).toContain('was damaged')
})

test('a key that a full disk cut short is made anew, or its cookies could be signed by anybody', async () => {
  const path = join(folder.path, 'session.key')
  writeFileSync(path, '')
  const service = await start()
  await untilReady(service)
  expect((await fetch(`${service.address}/sign-in`)).status).toBe(200)
  expect(readFileSync(path, 'utf8')).toMatch(/^[\w-]{43}$/)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a folder that cannot be one is one clear line, not a trace', async () => {
  const path = join(folder.path, 'a-file')
  writeFileSync(path, 'no folder')
  const service = await startProcess({ DATA_DIR: join(path, 'live') })
  expect(await service.ended).toBe(1)
  const lines = service.output().trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(path)
})
