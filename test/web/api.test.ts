import { afterEach, beforeEach, expect, test } from 'vitest'
import { cast } from '../flows/cast.ts'
import { startTown, storyToken, type Town } from '../flows/town.ts'

const name = '新港区人民政府门户网站'
let town: Town

beforeEach(async () => {
  const sites = { xingang: { name, rostered: true }, binhe: { name: '滨河区人民政府门户网站', unitId: 'u-binhe' } }
  town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites })
  await town.fastForward({ minutes: 2 })
})
afterEach(() => town.close())

type Answer = { status: number; type: string; body: ReturnType<typeof JSON.parse> }

async function call(
  path: string,
  init: { method?: string; body?: unknown; token?: string | null } = {},
): Promise<Answer> {
  const { method = 'GET', body, token = storyToken } = init
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const sent = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(`${town.address}/api/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: sent }),
  })
  const text = await answer.text()
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: text ? JSON.parse(text) : null }
}

async function outage(): Promise<string> {
  await town.site('xingang').behave('status_500')
  await town.fastForward({ seconds: 75 })
  town.phone('duty').expectText(name)
  return (await town.incident('xingang')).id
}

const act = (id: string, what: string, body: unknown) => call(`/incidents/${id}/${what}`, { method: 'POST', body })

test('without a token nothing is told, and the refusal is a problem document', async () => {
  for (const path of ['/board', '/duty?site=xingang', '/incidents', '/pages', '/book']) {
    const { status, type, body } = await call(path, { token: null })
    expect({ path, status }).toEqual({ path, status: 401 })
    expect(type).toContain('application/problem+json')
    expect(body).toMatchObject({ status: 401, title: 'Not signed in' })
  }
  expect((await call('/board', { token: 'x'.repeat(40) })).status).toBe(401)
})

test('the board says of each site what is seen, who is on duty, and which incident lives', async () => {
  const id = await outage()
  const { body } = await call('/board')
  expect(body.blind).toBe(false)
  const [xingang, binhe] = body.sites
  expect(xingang).toMatchObject({
    id: 'xingang',
    verdict: 'down',
    onDuty: { source: 'roster', lead: { name: '周敏' }, staff: [{ name: '陈海涛', mobile: '+8613800000038' }] },
    lastSample: { ok: false, status: 500 },
    incident: { id, state: 'paging' },
  })
  expect(binhe).toMatchObject({ verdict: 'up', incident: null, onDuty: { source: 'office', lead: null, staff: [] } })
  expect(xingang.since).toMatch(/^2026-10-04T0\d:\d\d:\d\d.*\+08:00$/)
})

test('duty is answered for any moment, in Beijing time when the moment has no offset', async () => {
  const at = async (moment: string) => (await call(`/duty?site=xingang&at=${encodeURIComponent(moment)}`)).body
  expect(await at('2026-10-02T08:29:59+08:00')).toMatchObject({ staff: [{ name: '陈海涛' }] })
  expect(await at('2026-10-02T08:30:00+08:00')).toMatchObject({ staff: [{ name: '李卓然' }] })
  expect(await at('2026-10-02T08:30:00')).toMatchObject({ staff: [{ name: '李卓然' }] })
  expect((await call('/duty?site=nowhere')).status).toBe(404)
  expect((await call('/duty?site=xingang&at=tomorrow')).status).toBe(422)
})

test('an incident goes its whole way through the API, and says its three times', async () => {
  const id = await outage()
  const taken = await act(id, 'acknowledge', { personId: cast.duty.id })
  expect(taken).toMatchObject({ status: 200, body: { result: 'acknowledged', incident: { state: 'acknowledged' } } })
  const early = await act(id, 'confirm', { personId: cast.lead.id, cause: 'software', note: '重启' })
  expect(early).toMatchObject({ status: 409, body: { title: 'refused_still_down' } })
  expect(early.body.detail).toContain('不能确认')

  await town.site('xingang').behave('ok')
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText('已能打开')
  town.phone('lead').expectText('请确认')
  expect((await act(id, 'confirm', { personId: cast.duty.id })).status).toBe(409)
  const done = await act(id, 'confirm', { personId: cast.lead.id, cause: 'software', note: '重启' })
  expect(done).toMatchObject({
    status: 200,
    body: { result: 'confirmed', incident: { state: 'closed', cause: 'software' } },
  })
  const { seconds, events, pages } = (await call(`/incidents/${id}`)).body
  for (const moment of ['told', 'taken', 'restored', 'confirmed']) expect(seconds[moment]).toBeGreaterThan(0)
  expect(events.map(({ kind }: { kind: string }) => kind)).toEqual(
    expect.arrayContaining(['went_down', 'acknowledged', 'recovered', 'confirmed']),
  )
  expect(pages[0]).toMatchObject({ state: 'delivered', message: 'outage', attempts: [{ n: 1, state: 'delivered' }] })
  const one = (await call(`/pages/${pages[0].id}`)).body
  expect(one.history.map(({ state }: { state: string }) => state)).toEqual(
    expect.arrayContaining(['planned', 'delivered']),
  )
  expect((await call('/pages/none')).status).toBe(404)
  expect((await act(id, 'acknowledge', { personId: cast.duty.id })).body.title).toBe('refused_closed')
  await town.settle()
  town.phone('duty').expectText('办结')
})

test('passing tells the next rung now; rejecting and voiding do what they say', async () => {
  const id = await outage()
  expect((await act(id, 'pass', { personId: cast.duty.id })).body.result).toBe('passed')
  await town.settle()
  town.phone('lead').expectText('请带班处理')
  expect((await act(id, 'void', { personId: cast.lead.id, reason: '误报' })).status).toBe(409)
  expect((await act(id, 'void', { personId: cast.office.id, reason: '误报' })).body.incident).toMatchObject({
    state: 'voided',
  })
})

test('what is malformed is refused with a reason and changes nothing', async () => {
  const id = await outage()
  expect((await act(id, 'acknowledge', {})).status).toBe(422)
  expect((await act(id, 'acknowledge', { personId: { $ne: '' } })).status).toBe(422)
  expect((await act(id, 'explode', { personId: cast.duty.id })).status).toBe(404)
  expect((await act(id, '__proto__', { personId: cast.duty.id })).status).toBe(404)
  expect((await act('2026-1004-99', 'acknowledge', { personId: cast.duty.id })).status).toBe(404)
  expect((await call(`/incidents/${id}/acknowledge`, { method: 'POST', body: '{"personId":' })).status).toBe(400)
  expect((await call('/incidents?from=yesterday')).status).toBe(422)
  expect(await town.incident('xingang')).toMatchObject({ state: 'paging' })
})

test('lists come in slices that join without a gap', async () => {
  await outage()
  await town.fastForward({ minutes: 11 })
  for (const who of ['lead', 'office'] as const) for (const text of town.phone(who).texts()) text.read = true
  const whole = (await call('/pages')).body.items.map(({ id }: { id: string }) => id)
  const parts: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { items, next }: { items: { id: string }[]; next: string | null } = (
      await call(`/pages?limit=1&cursor=${encodeURIComponent(cursor)}`)
    ).body
    parts.push(...items.map(({ id }) => id))
    cursor = next
  }
  expect(whole.length).toBeGreaterThan(2)
  expect(parts).toEqual(whole)
})

test('the whole book is read and replaced, or refused with every fault and its path', async () => {
  const { body: book } = await call('/book')
  const renamed = { ...book, units: [...book.units, { id: 'u-new', name: '新单位' }] }
  expect(await call('/book', { method: 'PUT', body: renamed })).toMatchObject({
    status: 200,
    body: { changes: ['units/u-new'] },
  })
  const faulty = {
    ...renamed,
    sites: [{ id: 'x', name: '', url: 'file:///etc/passwd', leadPersonId: 'p-nobody' }],
    shifts: [],
  }
  const refused = await call('/book', { method: 'PUT', body: faulty })
  expect(refused.status).toBe(422)
  expect(refused.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'sites[0].leadPersonId',
    'sites[0].name',
    'sites[0].url',
  ])
  expect((await call('/book')).body).toEqual(renamed)
})

test('a book that would leave a live incident with nobody to tell is refused with its number', async () => {
  const id = await outage()
  const { body: book } = await call('/book')
  const empty = { ...book, shifts: [], settings: { ...book.settings, officePersonIds: [] } }
  const refused = await call('/book', { method: 'PUT', body: empty })
  expect(refused).toMatchObject({ status: 409, body: { title: 'orphaned_incidents' } })
  expect(refused.body.detail).toContain(id)
})

test('the description names every route there is, and is itself open to all', async () => {
  const { status, body } = await call('/openapi.json', { token: null })
  expect(status).toBe(200)
  expect(body.openapi).toBe('3.1.0')
  expect(Object.keys(body.paths).sort()).toEqual(
    ['/board', '/book', '/duty', '/incidents', '/incidents/{id}', '/pages', '/pages/{id}', '/sites/{id}/samples']
      .concat(['/sites/{id}/hours', '/sites/{id}/days'])
      .concat(['acknowledge', 'undo', 'pass', 'confirm', 'reject', 'void'].map((verb) => `/incidents/{id}/${verb}`))
      .sort(),
  )
  expect(body.components.schemas.Book.properties).toHaveProperty('shifts')
})
