import { describe, expect, test } from 'vitest'
import { enterCode } from '../../../src/actions/incident/enter-code.ts'
import { moveIncident } from '../../../src/actions/incident/move-incident.ts'
import { receiveText } from '../../../src/actions/incident/receive-text.ts'
import { recordVerdict } from '../../../src/actions/incident/record-verdict.ts'
import { acknowledge, confirmRecovery } from '../../../src/actions/incident/respond.ts'
import { findReach } from '../../../src/actions/people/numbers.ts'
import { createTries } from '../../../src/actions/people/tries.ts'
import { minute } from '../../../src/domain/instant.ts'
import { bookWith, shift } from '../../domain/roster.ts'
import { codeOf, type Desk, now, openDesk, rosteredBook, wentDown } from '../desk.ts'

const first = '2026-1001-01'

async function outage(book = rosteredBook): Promise<Desk> {
  const desk = await openDesk(book)
  await recordVerdict(desk, wentDown('s-portal', now), now)
  return desk
}
const typed = (code: string, from = '127.0.0.1') => ({ typed: code, act: null, via: 'code' as const, from })
const recover = (desk: Desk) =>
  moveIncident(desk, { target: { siteId: 's-portal' }, stimulus: { kind: 'site_up', goods: 2 } }, now)
const state = async (desk: Desk) => (await desk.log.incidents.find(first))?.state

describe('a code', () => {
  test('says who acts and does the next right thing: acknowledge, and once it is restored confirm', async () => {
    const desk = await outage()
    const entered = await enterCode(desk, typed(await codeOf(desk, first, 'p-chen')), now)
    expect(entered).toMatchObject({
      kind: 'done',
      personId: 'p-chen',
      results: [{ act: 'acknowledge', moved: { kind: 'moved' } }],
    })
    await recover(desk)
    await enterCode(desk, typed(await codeOf(desk, first, 'p-li')), now)
    expect(await state(desk)).toBe('closed')
  })

  test('of staff never confirms, whatever is asked for', async () => {
    const desk = await outage()
    await recover(desk)
    const code = await codeOf(desk, first, 'p-chen')
    const results = [
      await enterCode(desk, { ...typed(code), act: 'confirm' }, now),
      await enterCode(desk, typed(code), now),
    ]
    expect(results).toMatchObject([
      { results: [{ moved: { kind: 'missing' } }] },
      { results: [{ moved: { reason: 'refused_recovered' } }] },
    ])
    expect(await state(desk)).toBe('recovered')
  })

  test('of an incident that is over explains itself and changes nothing', async () => {
    const desk = await outage()
    await recover(desk)
    await confirmRecovery(desk, { incidentId: first, personId: 'p-li', via: 'web', cause: null, note: '' }, now)
    const ended = await enterCode(desk, typed(await codeOf(desk, first, 'p-chen')), now)
    expect(ended).toMatchObject({ kind: 'ended', personId: 'p-chen', incidents: [{ state: 'closed' }] })
  })

  test('guessed fifty times at once is five tries, then a wait, for that address only', async () => {
    const desk = await outage()
    const results = await Promise.all(Array.from({ length: 50 }, () => enterCode(desk, typed('ZZZZ'), now)))
    expect(results.filter(({ kind }) => kind === 'wrong')).toHaveLength(5)
    const right = await codeOf(desk, first, 'p-chen')
    expect(await enterCode(desk, typed(right), now + 15 * minute - 1)).toEqual({
      kind: 'wait',
      until: now + 15 * minute,
    })
    expect((await enterCode(desk, typed(right, '127.0.0.2'), now)).kind).toBe('done')
    expect((await enterCode(desk, typed(right), now + 15 * minute)).kind).toBe('done')
  })

  test('of one’s own buys no guesses at the codes of others', async () => {
    const desk = await outage()
    const own = await codeOf(desk, first, 'p-chen')
    const kinds: string[] = []
    for (let n = 0; n < 9; n++) {
      kinds.push((await enterCode(desk, typed('ZZZZ'), now)).kind)
      await enterCode(desk, typed(own), now)
    }
    expect(kinds.filter((kind) => kind === 'wrong')).toHaveLength(5)
  })

  test('is never right from a phone it was not sent to', async () => {
    const desk = await outage()
    const code = await codeOf(desk, first, 'p-chen')
    expect(await enterCode(desk, { ...typed(code), onlyPersonId: 'p-li' }, now)).toMatchObject({
      kind: 'wrong',
      triesLeft: 4,
    })
  })
})

describe('a reply', () => {
  const foreign = bookWith({
    people: (rosteredBook.people ?? []).map((person, i) => ({ ...person, mobile: `+1500555000${i}` })),
    shifts: [shift('x', 0, 24), shift('y', 0, 24, { role: 'lead', personId: 'p-li' })],
  })
  let sent = 0
  const reply = (desk: Desk, body: string, from = '+15005550002') =>
    receiveText(desk, { providerId: `SM${sent++}`, from, body, at: now }, now)

  test('收到 acknowledges the only thing that waits, and says so', async () => {
    const desk = await outage(foreign)
    expect(await reply(desk, '收到')).toMatch(/已签收市政府门户网站/)
    expect(await state(desk)).toBe('acknowledged')
  })

  test('delivered three times at once acts and answers once', async () => {
    const desk = await outage(foreign)
    const text = { providerId: 'SM-same', from: '+15005550002', body: '1', at: now }
    const answers = await Promise.all([1, 2, 3].map(() => receiveText(desk, text, now)))
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1)
    expect((await desk.log.incidents.find(first))?.version).toBe(2)
  })

  test('whose act a crash or an error cut short is acted on when the provider names it again', async () => {
    const desk = await outage(foreign)
    const text = { providerId: 'SM-cut', from: '+15005550002', body: '1', at: now }
    await desk.log.inbound.record(text, now)
    expect(await desk.log.inbound.reopen()).toBe(1)
    const { live } = desk.log.incidents
    desk.log.incidents.live = () => Promise.reject(new Error('the disk is full'))
    await expect(receiveText(desk, text, now)).rejects.toThrow('the disk is full')
    desk.log.incidents.live = live
    expect(await receiveText(desk, text, now)).toMatch(/已签收市政府门户网站/)
    expect(await desk.log.inbound.reopen()).toBe(0)
  })

  test('without a code, where two wait, asks which', async () => {
    const site = { id: 's-second', name: '第二站', url: 'http://127.0.0.1/', unitId: 'u-portal' }
    const shifts = [...(foreign.shifts ?? []), shift('z', 0, 24, { siteId: site.id })]
    const desk = await outage({ ...foreign, sites: [...(foreign.sites ?? []), site], shifts })
    await recordVerdict(desk, wentDown(site.id, now), now)
    expect(await reply(desk, '1')).toMatch(/2件/)
    expect(await state(desk)).toBe('paging')
    expect(await reply(desk, '全部')).toMatch(/已签收2个网站/)
    expect((await desk.log.incidents.live()).map((incident) => incident.state)).toEqual([
      'acknowledged',
      'acknowledged',
    ])
  })

  test('to what another has says who has it, never that it is over', async () => {
    const desk = await outage(foreign)
    await acknowledge(desk, { incidentId: first, personId: 'p-li', via: 'web' }, now)
    expect(await reply(desk, `0 ${await codeOf(desk, first, 'p-chen')}`)).toMatch(/李明.*已签收市政府门户网站/)
    expect((await desk.log.incidents.find(first))?.acknowledgedBy?.id).toBe('p-li')
  })

  test('that takes what is left of several tells what its writer has now, not who was first at the rest', async () => {
    const site = { id: 's-second', name: '第二站', url: 'http://127.0.0.1/', unitId: 'u-portal' }
    const shifts = [...(foreign.shifts ?? []), shift('z', 0, 24, { siteId: site.id })]
    const desk = await outage({ ...foreign, sites: [...(foreign.sites ?? []), site], shifts })
    await recordVerdict(desk, wentDown(site.id, now), now)
    await acknowledge(desk, { incidentId: first, personId: 'p-li', via: 'web' }, now)
    expect(await reply(desk, '全部')).toMatch(/已签收第二站/)
  })

  test('without a code means what its writer was told of, not what is still held back', async () => {
    const site = { id: 's-second', name: '第二站', url: 'http://127.0.0.1/', unitId: 'u-portal' }
    const shifts = [...(foreign.shifts ?? []), shift('z', 0, 24, { siteId: site.id })]
    const desk = await outage({ ...foreign, sites: [...(foreign.sites ?? []), site], shifts })
    await desk.log.pages.claimDue(now, now, { limit: 9, courtesyLimit: 9 })
    await recordVerdict(desk, wentDown(site.id, now + 5_000), now + 5_000)
    expect(await reply(desk, '全部')).toMatch(/已签收市政府门户网站/)
    const states = (await desk.log.incidents.live()).map((incident) => [incident.siteId, incident.state])
    expect(Object.fromEntries(states)).toMatchObject({ [site.id]: 'paging' })
    expect(await state(desk)).toBe('acknowledged')
  })

  test('来不了 passes to the lead at once', async () => {
    const desk = await outage(foreign)
    await reply(desk, '来不了')
    expect((await desk.log.pages.ofIncident(first)).map(({ personId }) => personId)).toEqual(['p-chen', 'p-li'])
  })

  test('to stop tells the lead at once, who else would never know, and starting again ends it', async () => {
    const desk = await outage(foreign)
    const reach = async () => (await findReach(desk))('p-chen')
    for (const _ of [1, 2]) expect(await reply(desk, 'STOP')).toBeNull()
    const { items } = await desk.log.pages.list({}, { limit: 9, cursor: null })
    const alarms = items.filter(({ message }) => message.key === 'contact.dead')
    expect(alarms.map(({ personName, urgency }) => [personName, urgency])).toEqual([['李明', 'page']])
    expect(await reach()).toBe('opted_out')
    await reply(desk, 'START')
    expect(await reach()).toBe('verified')
  })

  test('from a number nobody has, or to stop, is silence without effect', async () => {
    const desk = await outage(foreign)
    expect([await reply(desk, '收到', '+15005559999'), await reply(desk, 'STOP')]).toEqual([null, null])
    expect(await state(desk)).toBe('paging')
  })

  test('that is not understood is answered five times in a row at most', async () => {
    const desk = await outage(foreign)
    const answers: (string | null)[] = []
    for (let i = 0; i < 7; i++) answers.push(await reply(desk, '你好吗请问什么事'))
    expect(answers.map((answer) => answer !== null)).toEqual([...Array(5).fill(true), false, false])
  })

  test('with somebody else’s code changes nothing', async () => {
    const desk = await outage(foreign)
    expect(await reply(desk, await codeOf(desk, first, 'p-chen'), '+15005550001')).toMatch(/不是发给您/)
    expect(await state(desk)).toBe('paging')
  })
})

test('wrong codes lapse one by one', () => {
  const tries = createTries()
  for (let i = 0; i < 5; i++) expect(tries.wrong('a', now + i * minute)).toBe(4 - i)
  expect([tries.waitUntil('a', now + 5 * minute), tries.waitUntil('b', now)]).toEqual([now + 15 * minute, null])
  expect(tries.waitUntil('a', now + 15 * minute)).toBe(null)
  expect(tries.wrong('a', now + 15 * minute)).toBe(0)
})
