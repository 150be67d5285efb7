import { expect, test } from 'vitest'
import { day, hour, type Instant, instantOf, minute, second } from '../../src/domain/instant.ts'
import type { Sample } from '../../src/domain/watch/probe.ts'
import type { SampleLog } from '../../src/storage/ports.ts'
import { failure, good, midnight } from '../domain/night.ts'
import { everyLog } from './logs.ts'
import { rulesOf } from './sample-rules.ts'

const on = (siteId: string, sample: Sample): Sample => ({ ...sample, siteId })
const siteId = 's-portal'

/** A look a minute from `from` to `to`. */
function looks(from: Instant, to: Instant, look = good): Sample[] {
  return Array.from({ length: Math.ceil((to - from) / minute) }, (_, i) => look(from + i * minute))
}

async function atsOf(samples: SampleLog, from: Instant, to: Instant): Promise<number[]> {
  return (await samples.ofSite(siteId, from, to)).map(({ at }) => at)
}

everyLog('the history of looks', (open) => {
  test('a look comes back whole, newest last, within its span, before it is packed and after', async () => {
    const { samples } = open()
    const whole: Sample = {
      ...failure(midnight + minute),
      ping: { answer: 'yes', ms: 12.5 },
      phases: { dns: 3, connect: 0 },
      address: '2001:db8::1',
      certificateEndsAt: midnight + day,
      isPlanned: true,
    }
    await samples.append([whole, good(midnight)])
    await samples.append([])
    for (const now of [midnight, midnight + 2 * hour]) {
      await samples.tidy(now, rulesOf())
      expect(await samples.ofSite(siteId, midnight, midnight + minute + 1)).toEqual([good(midnight), whole])
      expect(await samples.ofSite(siteId, midnight, midnight + minute)).toEqual([good(midnight)])
      expect(await samples.ofSite('s-none', 0, midnight + day)).toEqual([])
    }
  })

  test('of two looks of one moment the one that came last is kept, be the first packed already', async () => {
    const { samples } = open()
    await samples.append([good(midnight)])
    await samples.tidy(midnight + 2 * hour, rulesOf())
    await samples.append([failure(midnight)])
    expect(await samples.ofSite(siteId, 0, midnight + day)).toEqual([failure(midnight)])
    await samples.tidy(midnight + 2 * hour, rulesOf())
    expect(await samples.ofSite(siteId, 0, midnight + day)).toEqual([failure(midnight)])
    expect(await samples.count(siteId, 0, midnight + day)).toMatchObject({ probes: 1, failures: 1 })
  })

  test('the board gets the looks of the sites it shows, oldest first, and nothing of sites without any', async () => {
    const { samples } = open()
    await samples.append(
      ['s-a', 's-b', 's-c'].flatMap((id) => looks(midnight, midnight + 4 * minute).map((one) => on(id, one))),
    )
    const recent = await samples.recent(['s-c', 's-none', 's-b'], midnight + minute, midnight + 3 * minute)
    expect([...recent.keys()]).toEqual(['s-c', 's-b'])
    expect(recent.get('s-b')).toEqual(
      [minute, 2 * minute].map((ms) => ({ at: midnight + ms, ms: good(0).ms, ok: true })),
    )
    expect((await samples.recent(['s-b'], midnight + hour, midnight + 2 * hour)).size).toBe(0)
  })

  test('a day is a day of Beijing: a look at 00:00 is the new day’s, one a millisecond before the old one’s', async () => {
    const { samples } = open()
    const from = instantOf('2026-12-31T00:00:00+08:00', 'utc')
    await samples.append([good(from), failure(from + day - 1), failure(from + day), good(from + 3 * day - 1)])
    for (const now of [from, from + 9 * day]) {
      await samples.tidy(now, rulesOf({ keepLooksMs: 30 * day }))
      expect(await samples.days(siteId, from, from + 3 * day, 'Asia/Shanghai')).toMatchObject([
        { date: '2026-12-31', probes: 2, failures: 1 },
        { date: '2027-01-01', probes: 1, failures: 1 },
        { date: '2027-01-02', probes: 1, failures: 0 },
      ])
      expect(await samples.days(siteId, from, from + day, 'UTC')).toMatchObject([
        { date: '2026-12-30', probes: 1 },
        { date: '2026-12-31', probes: 1 },
      ])
    }
  })

  test('looks go after their time, hours after theirs, days never', async () => {
    const { samples } = open()
    const from = instantOf('2026-10-01T00:00:00+08:00', 'utc')
    const rules = rulesOf({ keepLooksMs: day, keepHoursMs: 3 * day })
    for (let at = from; at < from + 6 * day; at += day) {
      await samples.append(looks(at, at + 2 * hour, at === from ? failure : good))
      await samples.tidy(at + day, rules)
    }
    const to = from + 6 * day
    const kept = await atsOf(samples, from, to)
    expect([kept.length, kept[0]]).toEqual([120, from + 5 * day])
    const hours = await samples.hours(siteId, from, to)
    expect([hours.length, hours[0]?.at, hours[0]?.probes]).toEqual([8, from + 2 * day, 60])
    const days = await samples.days(siteId, from, to, 'Asia/Shanghai')
    expect(days.map(({ probes, failures }) => [probes, failures])).toEqual([[120, 120], ...Array(5).fill([120, 0])])
    expect(await samples.count(siteId, from + 3 * day, to)).toMatchObject({ probes: 360, failures: 0 })
  })

  test('the week is counted to the minute where looks are kept, else by the hours that lie wholly within', async () => {
    const { samples } = open()
    await samples.append(looks(midnight, midnight + 5 * hour))
    const [from, to] = [midnight + 30 * minute, midnight + 4 * hour + 20 * minute]
    expect((await samples.count(siteId, from, to)).probes).toBe(230)
    await samples.tidy(midnight + 6 * hour, rulesOf())
    expect((await samples.count(siteId, from, to)).probes).toBe(230)
    await samples.append(looks(midnight + 9 * hour, midnight + 9 * hour + minute))
    await samples.tidy(midnight + 10 * hour, rulesOf({ keepLooksMs: 2 * hour }))
    await samples.tidy(midnight + 11 * hour, rulesOf({ keepLooksMs: 2 * hour }))
    expect(await atsOf(samples, 0, midnight + 8 * hour)).toEqual([])
    expect((await samples.count(siteId, from, to)).probes).toBe(180)
    expect((await samples.count(siteId, from, from + minute)).probes).toBe(0)
  })

  test('a slow page counts for the meter and not for the uptime; filed windows count apart', async () => {
    const { samples } = open()
    const slow = (at: Instant): Sample => ({ ...good(at), ms: 15_000 })
    const planned = (sample: Sample): Sample => ({ ...sample, isPlanned: true })
    const [a, b, c, d] = [0, 1, 2, 3].map((n) => midnight + n * minute) as [number, number, number, number]
    await samples.append([slow(a), failure(b), planned(failure(c)), planned(slow(d))])
    const tally = { probes: 4, failures: 2, visits: 4, unreached: 4, plannedVisits: 2, plannedUnreached: 2 }
    for (const now of [midnight, midnight + 2 * hour]) {
      await samples.tidy(now, rulesOf())
      expect(await samples.count(siteId, midnight, midnight + hour)).toEqual(tally)
      expect(await samples.hours(siteId, midnight, midnight + hour)).toMatchObject([{ at: midnight, ...tally }])
    }
  })

  test('minutes without a look are no data, neither up nor down', async () => {
    const { samples } = open()
    const first = looks(midnight, midnight + 10 * minute)
    await samples.append([...first, ...looks(midnight + 40 * minute, midnight + hour)])
    await samples.tidy(midnight + 2 * hour, rulesOf({ intervalMsOf: () => minute }))
    const [only] = await samples.hours(siteId, midnight, midnight + hour)
    expect(only).toMatchObject({ probes: 30, dataSeconds: (31 * minute) / second })
  })

  test('a clock that somebody set years ahead deletes nothing', async () => {
    const { samples } = open()
    await samples.append(looks(midnight, midnight + 3 * hour))
    await samples.tidy(midnight + 3650 * day, rulesOf())
    expect((await atsOf(samples, midnight, midnight + day)).length).toBe(180)
    expect((await samples.hours(siteId, midnight, midnight + day)).length).toBe(3)
  })

  test('a look that comes when the looks of its hour are gone does not wipe out what the hour came to', async () => {
    const { samples } = open()
    const rules = rulesOf({ keepLooksMs: hour })
    await samples.append([...looks(midnight, midnight + hour), good(midnight + 9 * hour)])
    await samples.tidy(midnight + 11 * hour, rules)
    await samples.append([failure(midnight + 30_500)])
    await samples.tidy(midnight + 11 * hour, rules)
    expect(await samples.hours(siteId, midnight, midnight + hour)).toMatchObject([{ probes: 60, failures: 0 }])
  })
})
