import type { Person } from '../../src/domain/book/book.ts'
import { type ChannelKind, type SettingsFile, withDefaults } from '../../src/domain/book/settings.ts'
import type { Duty } from '../../src/domain/duty.ts'
import { decide } from '../../src/domain/incident/decide.ts'
import type { Decision, Stimulus } from '../../src/domain/incident/decision.ts'
import type { Incident } from '../../src/domain/incident/incident.ts'
import { type Circumstances, type Policy, policyOf } from '../../src/domain/incident/policy.ts'
import { type Instant, instantOf, minute, second } from '../../src/domain/instant.ts'
import type { Sample } from '../../src/domain/watch/probe.ts'

// One night on duty: 陈海涛 and 孙立群 on post, 周敏 leads, 赵欣怡 is the duty office.

export const chen: Person = { id: 'p-chen', name: '陈海涛', mobile: '+8613800000038' }
export const sun: Person = { id: 'p-sun', name: '孙立群', mobile: '+8613800000040' }
export const zhou: Person = { id: 'p-zhou', name: '周敏', mobile: '+8613800000001' }
export const zhao: Person = { id: 'p-zhao', name: '赵欣怡', mobile: '+8613800000037' }

export const midnight: Instant = instantOf('2026-10-04T00:00:00+08:00', 'utc')
export const site = { id: 's-portal', name: '望海市政府门户网站', shortName: '望海政府网', unitId: 'u-portal' }

export function dutyOf(duty: Partial<Duty> = {}): Duty {
  return { lead: zhou, staff: [chen], office: [zhao], source: 'roster', ...duty }
}

export function policy(settings: SettingsFile = {}, channels: ChannelKind[] = ['sms', 'voice']): Policy {
  return policyOf(withDefaults(settings), new Set(channels))
}

export function at(now: Instant, overrides: Partial<Circumstances> = {}): Circumstances {
  return {
    now,
    site,
    duty: dutyOf(),
    policy: policy(),
    courtesyAt: () => now,
    newIncidentId: '2026-1004-01',
    ...overrides,
  }
}

export function failure(moment: Instant): Sample {
  const why = { kind: 'connect_timeout', phase: 'connect', limitSeconds: 15 } as const
  return { siteId: site.id, at: moment, ms: 15_000, ok: false, failure: why, phases: {} }
}

export function good(moment: Instant): Sample {
  return { siteId: site.id, at: moment, ms: 200, ok: true, status: 200, phases: {} }
}

export const by = ({ id, name }: Person) => ({ by: { id, name }, via: 'code' as const })

/** A night that goes on: each step is one stimulus at one minute after midnight, on what the last one left. */
export function night(overrides: Partial<Circumstances> = {}) {
  let incident: Incident | null = null
  return {
    incident(): Incident {
      if (!incident) throw new Error('nothing has happened yet')
      return incident
    },
    /** The stimulus at so many minutes after midnight, under circumstances that may have changed. */
    step(minutes: number, stimulus: Stimulus, now: Partial<Circumstances> = {}): Decision {
      const decision = decide(incident, stimulus, at(midnight + minutes * minute, { ...overrides, ...now }))
      incident = decision.incident
      return decision
    },
    goesDown(minutes = 0): Decision {
      const moment = midnight + minutes * minute
      const failures = [failure(moment - 30 * second), failure(moment - 18 * second), failure(moment - 12 * second)]
      return this.step(minutes, { kind: 'site_down', failures })
    },
  }
}

/** Who was told what by which channel, as `陈海涛 sms outage`. */
export function told({ pages }: Decision): string[] {
  return pages.map(({ to, channel, message }) => `${to.name} ${channel} ${message.key}`)
}

/** The events without their times, as `escalated 1 nobody`. */
export function events(decision: Decision): string[] {
  return decision.events.map((event) => {
    if (event.kind === 'escalated') return `escalated ${event.level} ${event.tell} ${event.why}`
    if (event.kind === 'rung_skipped') return `skipped ${event.level} ${event.tell} ${event.channels} ${event.why}`
    return event.kind
  })
}
