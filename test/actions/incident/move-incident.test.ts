import { describe, expect, test } from 'vitest'
import { inTurn } from '../../../src/actions/in-turn.ts'
import { handOverPage } from '../../../src/actions/incident/hand-over-page.ts'
import { moveIncident } from '../../../src/actions/incident/move-incident.ts'
import { noteMissedTellings, noteUnreached } from '../../../src/actions/incident/note-page.ts'
import { recordDelivery, recordShown } from '../../../src/actions/incident/record-delivery.ts'
import { openMissed, recordVerdict } from '../../../src/actions/incident/record-verdict.ts'
import { acknowledge, confirmRecovery, pass, voidIncident } from '../../../src/actions/incident/respond.ts'
import { tellOffice } from '../../../src/actions/tell-office.ts'
import { minute } from '../../../src/domain/instant.ts'
import { bookWith, shift } from '../../domain/roster.ts'
import { codeOf, type Desk, now, openDesk, wentDown } from '../desk.ts'

const first = '2026-1001-01'
const chen = { incidentId: first, personId: 'p-chen', via: 'web' as const }

async function outage(): Promise<Desk> {
  const desk = await openDesk()
  await recordVerdict(desk, wentDown('s-portal', now), now)
  return desk
}
const live = async (desk: Desk) => desk.log.incidents.findLive('s-portal')
const pages = async (desk: Desk) =>
  (await desk.log.pages.ofIncident(first)).map(({ personId, message, state }) => `${personId} ${message.key} ${state}`)

describe('an outage', () => {
  test('commits verdict, incident and page together, with the reader’s code in the text', async () => {
    const desk = await outage()
    expect(await live(desk)).toMatchObject({ id: first, state: 'paging', siteName: '市政府门户网站' })
    expect(await desk.log.incidents.siteStates()).toMatchObject([{ siteId: 's-portal', verdict: 'down' }])
    const [page] = await desk.log.pages.ofIncident(first)
    const code = await codeOf(desk, first, 'p-chen')
    expect([page?.code, page?.text.includes(code), page?.id]).toEqual([code, true, `${first}.1.0.sms.p-chen`])
    expect(desk.heard).toContainEqual({ kind: 'incident', incidentId: first, siteId: 's-portal' })
  })

  test('keeps one code a person through all its texts', async () => {
    const desk = await outage()
    const code = await codeOf(desk, first, 'p-chen')
    await acknowledge(desk, chen, now + minute)
    await moveIncident(desk, { target: { siteId: 's-portal' }, stimulus: { kind: 'time_passed' } }, now + 31 * minute)
    const his = (await desk.log.pages.ofIncident(first)).filter(({ personId }) => personId === 'p-chen')
    expect(his.map((page) => [page.message.key, page.code])).toEqual([
      ['outage', code],
      ['repage.expired', code],
    ])
  })

  test('of a hundred sites in the same instant opens a hundred incidents with numbers of their own', async () => {
    const sites = Array.from({ length: 100 }, (_, i) => ({
      id: `s-${i}`,
      name: `站${i}`,
      url: 'http://127.0.0.1/',
      leadPersonId: 'p-li',
    }))
    const desk = await openDesk(bookWith({ sites, shifts: [] }))
    await Promise.all(sites.map(({ id }) => recordVerdict(desk, wentDown(id, now), now)))
    const ids = (await desk.log.incidents.live()).map(({ id }) => Number(id.split('-')[2]))
    expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
  })

  test('within a filed window is kept as a verdict and opens when the window has ended', async () => {
    const span = { from: '2026-10-01T08:30:00+08:00', to: '2026-10-01T10:00:00+08:00' }
    const desk = await openDesk(
      bookWith({ shifts: [], windows: [{ id: 'w', siteId: 's-portal', reason: '升级', ...span }] }),
    )
    const { state } = wentDown('s-portal', now)
    await recordVerdict(desk, wentDown('s-portal', now), now)
    expect([await live(desk), (await desk.log.incidents.siteStates()).length]).toEqual([null, 1])
    expect(await openMissed(desk, state, now)).toBe('silenced')
    expect(await openMissed(desk, state, now + 60 * minute)).toBe('opened')
    expect(await live(desk)).toMatchObject({ state: 'paging' })
  })

  test('that was voided is not opened again while it lasts', async () => {
    const desk = await outage()
    await voidIncident(desk, { ...chen, personId: 'p-zhao', reason: '误报' }, now)
    expect(await openMissed(desk, wentDown('s-portal', now).state, now + minute)).toBe('known')
  })

  test('is opened when its window has ended although the last outage of the site was voided', async () => {
    const desk = await outage()
    await voidIncident(desk, { ...chen, personId: 'p-zhao', reason: '误报' }, now)
    expect(await openMissed(desk, wentDown('s-portal', now + 60 * minute).state, now + 61 * minute)).toBe('opened')
  })

  test('a failure during recovery is kept, so that a restart does not count the good look before it', async () => {
    const desk = await outage()
    const { state } = wentDown('s-portal', now)
    await recordVerdict(
      desk,
      { state: { ...state, verdict: 'recovering', goods: 1 }, change: 'recovering', goods: 0 },
      now,
    )
    await recordVerdict(desk, { state, change: 'fell_back', goods: 0 }, now)
    expect(await desk.log.incidents.siteStates()).toMatchObject([{ verdict: 'down', goods: 0 }])
  })
})

describe('acts', () => {
  test('fifty acknowledgements at once have one effect: one owner, one moment', async () => {
    const desk = await outage()
    const moved = await Promise.all(
      Array.from({ length: 50 }, (_, i) => acknowledge(desk, { ...chen, personId: i % 2 ? 'p-li' : 'p-chen' }, now)),
    )
    expect(moved.filter((one) => one.kind === 'moved' && one.reason === 'acknowledged')).toHaveLength(1)
    expect((await live(desk))?.acknowledgedBy?.id).toBe('p-chen')
  })

  test('on what is no longer what the actor was shown are stale', async () => {
    const desk = await outage()
    await acknowledge(desk, { ...chen, shownVersion: 1 }, now)
    expect(await pass(desk, { ...chen, shownVersion: 1 }, now)).toMatchObject({
      kind: 'stale',
      incident: { version: 2 },
    })
  })

  test('by somebody else’s people look as if the incident did not exist', async () => {
    const desk = await openDesk(bookWith({ shifts: [shift('x', 0, 24, { siteId: 's-water' })] }))
    await recordVerdict(desk, wentDown('s-portal', now), now)
    const acts = [
      acknowledge(desk, chen, now),
      acknowledge(desk, { ...chen, incidentId: 'none' }, now),
      acknowledge(desk, { ...chen, personId: 'none' }, now),
    ]
    expect(await Promise.all(acts)).toEqual(Array(3).fill({ kind: 'missing' }))
    expect((await live(desk))?.version).toBe(1)
  })

  test('staff cannot confirm, the lead cannot void', async () => {
    const desk = await outage()
    expect(await confirmRecovery(desk, { ...chen, cause: null, note: '' }, now)).toEqual({ kind: 'missing' })
    expect(await voidIncident(desk, { ...chen, personId: 'p-li', reason: 'x' }, now)).toEqual({ kind: 'missing' })
    expect(await confirmRecovery(desk, { ...chen, personId: 'p-li', cause: null, note: '' }, now)).toMatchObject({
      reason: 'refused_still_down',
    })
  })

  test('a race lost to another process is decided again on what is true then', async () => {
    const desk = await outage()
    const { incidents } = desk.log
    let lost = 0
    const raced = {
      ...incidents,
      commit: async (order: Parameters<typeof incidents.commit>[0]) =>
        lost++ < 3 ? 'conflict' : incidents.commit(order),
    }
    const moved = await acknowledge({ ...desk, log: { ...desk.log, incidents: raced as typeof incidents } }, chen, now)
    expect([moved.kind, lost]).toEqual(['moved', 4])
  })

  test('a race that is lost without end is an error, not a silence', async () => {
    const desk = await outage()
    const incidents = { ...desk.log.incidents, commit: async () => 'conflict' as const }
    await expect(acknowledge({ ...desk, log: { ...desk.log, incidents } }, chen, now)).rejects.toThrow('lost races')
  })
})

describe('delivery', () => {
  const claimed = async (desk: Desk) =>
    (await desk.log.pages.claimDue(now, now + 15_000, { limit: 9, courtesyLimit: 9 }))[0]?.page ??
    Promise.reject(new Error('no page'))
  const report = (state: 'accepted' | 'failed', errorCode: string | null = null) => ({
    state,
    providerId: 'SM1',
    errorCode,
  })

  test('the first acceptance is the moment at which somebody was told', async () => {
    const desk = await outage()
    const { id } = await claimed(desk)
    for (const later of [5, 9])
      await recordDelivery(desk, { pageId: id, n: 1, report: report('accepted') }, now + later)
    expect((await live(desk))?.toldAt).toBe(now + 5)
  })

  test('that somebody was told is put right after a process that ended before it noted so, even once it is over', async () => {
    const desk = await outage()
    const { id } = await claimed(desk)
    await desk.log.pages.report(id, 1, report('accepted'), now + 5)
    expect((await live(desk))?.toldAt).toBeNull()
    await noteMissedTellings(desk, now + 60_000)
    expect((await live(desk))?.toldAt).toBe(now + 5)
  })

  test('a failure tells the lead at once', async () => {
    const desk = await outage()
    const { id } = await claimed(desk)
    for (const _ of [1, 2]) await recordDelivery(desk, { pageId: id, n: 1, report: report('failed', '30005') }, now + 5)
    expect(await pages(desk)).toEqual(['p-chen outage failed', 'p-li escalate.undelivered planned'])
    expect(await recordDelivery(desk, { pageId: 'none', n: 1, report: report('failed') }, now)).toBe(null)
  })

  test('a page that ends as failed moves the ladder once', async () => {
    const desk = await outage()
    const page = await claimed(desk)
    for (const _ of [1, 2]) await handOverPage(desk, page, { reason: 'bad_number', mayHaveArrived: false }, now)
    expect((await live(desk))?.lost).toEqual([{ id: 'p-chen', name: '陈海涛', why: 'undelivered' }])
  })

  test('a text in the outbox counts as told', async () => {
    const desk = await outage()
    await recordShown(desk, await claimed(desk), now + 3)
    expect([(await live(desk))?.toldAt, await pages(desk)]).toEqual([now + 3, ['p-chen outage shown']])
  })

  test('a courtesy that does not arrive moves nothing', async () => {
    const desk = await outage()
    const page = await claimed(desk)
    await noteUnreached(desk, { ...page, urgency: 'courtesy' }, 'bad_number', now)
    expect((await live(desk))?.version).toBe(1)
  })

  test('the office hears of the watch itself once an occasion', async () => {
    const desk = await openDesk()
    for (const _ of [1, 2]) await tellOffice(desk, 'blind.1', { key: 'blind', since: now }, now)
    expect((await desk.log.pages.list({}, { limit: 9, cursor: null })).items.map(({ id }) => id)).toEqual([
      'watch.blind.1.p-zhao',
    ])
  })
})

test('work on one store goes on in its order, also after an error', async () => {
  const store = {}
  const order: number[] = []
  const failed = inTurn(store, async () => {
    await Promise.resolve()
    order.push(1)
    throw new Error('first')
  })
  const second = inTurn(store, async () => order.push(2))
  await expect(failed).rejects.toThrow('first')
  await second
  expect(order).toEqual([1, 2])
})
