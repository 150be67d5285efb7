import type { ActionDeps } from '../../src/actions/deps.ts'
import { moveIncident } from '../../src/actions/incident/move-incident.ts'
import { acknowledge, confirmRecovery } from '../../src/actions/incident/respond.ts'
import { findDuty } from '../../src/domain/duty.ts'
import type { Cause } from '../../src/domain/incident/incident.ts'
import { day, hour, type Instant, minute } from '../../src/domain/instant.ts'
import type { FailureKind, Sample } from '../../src/domain/watch/probe.ts'

/** An outage of the past: how many days ago, how long, and what it was found to be. */
type Past = { siteId: string; daysAgo: number; minutes: number; kind: FailureKind; cause: Cause; note: string }

const past: readonly Past[] = [
  { siteId: 's-xingang', daysAgo: 77, minutes: 8, kind: 'dns', cause: 'dns', note: '域名服务商切换，解析已恢复。' },
  {
    siteId: 's-xingang',
    daysAgo: 52,
    minutes: 31,
    kind: 'connect_timeout',
    cause: 'server',
    note: '机房掉电，已切换备用电源。',
  },
  {
    siteId: 's-xingang',
    daysAgo: 22,
    minutes: 17,
    kind: 'certificate_expired',
    cause: 'certificate',
    note: '证书到期，已更换。',
  },
  { siteId: 's-jyj', daysAgo: 9, minutes: 12, kind: 'status', cause: 'software', note: '报名高峰，已扩容。' },
]

/** Gives the sample town a past: looks of the last 90 days, and outages that people really went through. */
export async function liveThePast(actions: ActionDeps, now: Instant): Promise<void> {
  for (const siteId of actions.book.current().sites.keys()) await actions.log.samples.append(looksOf(siteId, now))
  // Of the past there is a look an hour: each of them speaks for as long.
  await actions.log.samples.tidy(now, { keepLooksMs: 7 * day, keepHoursMs: 100 * day, intervalMsOf: () => hour })
  for (const outage of past) await relive(actions, outage, now)
}

/** Every hour for 90 days, every five minutes for the last day, every minute for the last half hour. */
function looksOf(siteId: string, now: Instant): Sample[] {
  const samples: Sample[] = []
  const look = (at: Instant) => samples.push(lookAt(siteId, at, outageAt(siteId, at, now)))
  for (let at = now - 90 * day; at < now - day; at += hour) look(at)
  for (let at = now - day; at < now - 30 * minute; at += 5 * minute) look(at)
  for (let at = now - 30 * minute; at < now - 5_000; at += minute) look(at)
  return samples
}

function outageAt(siteId: string, at: Instant, now: Instant): Past | undefined {
  return past.find((outage) => {
    const from = now - outage.daysAgo * day
    return outage.siteId === siteId && from - 30 * minute <= at && at < from + Math.max(outage.minutes, 31) * minute
  })
}

function lookAt(siteId: string, at: Instant, outage: Past | undefined): Sample {
  // A quiet wave instead of chance: the same town looks the same in every picture.
  const wave = Math.sin(at / 7_000_000 + siteId.length) + Math.sin(at / 1_100_000 + (siteId.charCodeAt(3) || 0))
  const firstByte = 110 + (siteId.charCodeAt(2) % 9) * 22 + Math.round(wave * 24)
  const phases = { dns: 18, connect: 31, tls: 61, firstByte, body: 54 }
  const ms = phases.dns + phases.connect + phases.tls + firstByte + phases.body
  if (!outage) return { siteId, at, ms, ok: true, status: 200, phases }
  return {
    siteId,
    at,
    ms: 15_000,
    ok: false,
    phases: { dns: 18 },
    failure: { kind: outage.kind, phase: 'connect', limitSeconds: 15 },
  }
}

/** Moves the outage through the same acts as a real one; its texts count as delivered the moment they were planned. */
async function relive(
  actions: ActionDeps,
  { siteId, daysAgo, minutes, kind, cause, note }: Past,
  now: Instant,
): Promise<void> {
  const at = now - daysAgo * day
  const failed = (ms: number): Sample => ({
    siteId,
    at: at + ms,
    ms: 15_000,
    ok: false,
    phases: {},
    failure: { kind, phase: 'connect' },
  })
  const down = { kind: 'site_down', failures: [failed(0), failed(10_000), failed(20_000)] } as const
  const opened = await moveIncident(actions, { target: { siteId }, stimulus: down }, at + 20_000)
  if (!('incident' in opened)) return
  await deliverAll(actions, at + 21_000)
  const { staff, lead } = findDuty(actions.book.current(), siteId, at)
  const target = { incidentId: opened.incident.id, via: 'code' as const }
  const responder = staff[0] ?? lead
  if (!responder || !lead) return
  await acknowledge(actions, { ...target, personId: responder.id }, at + 95_000)
  await moveIncident(actions, { target: { siteId }, stimulus: { kind: 'site_up', goods: 2 } }, at + minutes * minute)
  await deliverAll(actions, at + minutes * minute + 1_000)
  await confirmRecovery(actions, { ...target, personId: lead.id, cause, note }, at + (minutes + 3) * minute)
  await deliverAll(actions, at + day)
}

async function deliverAll(actions: ActionDeps, at: Instant): Promise<void> {
  const { pages } = actions.log
  for (const { page, attempt } of await pages.claimDue(at, at, { limit: 100, courtesyLimit: 100 })) {
    await pages.report(page.id, attempt.n, { state: 'accepted', providerId: null, errorCode: null }, at)
    await pages.report(page.id, attempt.n, { state: 'delivered', providerId: null, errorCode: null }, at + 5_000)
    if (page.incidentId)
      await moveIncident(actions, { target: { incidentId: page.incidentId }, stimulus: { kind: 'told', at } }, at)
  }
}
