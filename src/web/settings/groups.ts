import type { Book } from '../../domain/book/book.ts'
import { defaultSettings, type Settings } from '../../domain/book/settings.ts'
import type { Words } from '../words.ts'

export const groups = ['shifts', 'probing', 'escalation', 'channels', 'reports'] as const
export type Group = (typeof groups)[number]

/** One number or text of the settings: where it stands, how it is typed, what it is when nobody wrote it. */
export type Item = {
  name: keyof Words['settings']['item']
  group: Group
  kind: 'text' | 'number' | 'numbers' | 'clocks' | 'lines' | 'language'
  read(settings: Settings): string | number | readonly (string | number)[]
}

/** Every setting that a form may change; the ladder has rows of its own. */
export const items: readonly Item[] = [
  { name: 'timezone', group: 'shifts', kind: 'text', read: ({ timezone }) => timezone },
  { name: 'language', group: 'shifts', kind: 'language', read: ({ language }) => language },
  { name: 'shiftStartsAt', group: 'shifts', kind: 'text', read: ({ shiftStartsAt }) => shiftStartsAt },
  { name: 'workdayEndsAt', group: 'shifts', kind: 'text', read: ({ workdayEndsAt }) => workdayEndsAt },
  { name: 'staffChangesAt', group: 'shifts', kind: 'clocks', read: ({ staffChangesAt }) => staffChangesAt },
  { name: 'sensitiveStaff', group: 'shifts', kind: 'number', read: ({ sensitiveStaff }) => sensitiveStaff },
  { name: 'eveReminderAt', group: 'shifts', kind: 'text', read: ({ eveReminderAt }) => eveReminderAt },
  { name: 'handoverGraceMinutes', group: 'shifts', kind: 'number', read: (all) => all.handoverGraceMinutes },
  { name: 'nilReportBy', group: 'shifts', kind: 'text', read: ({ nilReportBy }) => nilReportBy },
  { name: 'spotCheckMinutes', group: 'shifts', kind: 'number', read: ({ spotCheckMinutes }) => spotCheckMinutes },
  { name: 'spotChecksPerPeriod', group: 'shifts', kind: 'number', read: (all) => all.spotChecksPerPeriod },
  { name: 'intervalSeconds', group: 'probing', kind: 'number', read: ({ probe }) => probe.intervalSeconds },
  { name: 'timeoutSeconds', group: 'probing', kind: 'number', read: ({ probe }) => probe.timeoutSeconds },
  { name: 'recheckSeconds', group: 'probing', kind: 'numbers', read: ({ probe }) => probe.recheckSeconds },
  { name: 'unansweredSeconds', group: 'probing', kind: 'number', read: ({ probe }) => probe.unansweredSeconds },
  { name: 'goodToRecover', group: 'probing', kind: 'number', read: ({ probe }) => probe.goodToRecover },
  { name: 'goodSpacingSeconds', group: 'probing', kind: 'number', read: ({ probe }) => probe.goodSpacingSeconds },
  { name: 'fullHandshakeMinutes', group: 'probing', kind: 'number', read: ({ probe }) => probe.fullHandshakeMinutes },
  { name: 'references', group: 'probing', kind: 'lines', read: ({ blindness }) => blindness.references },
  { name: 'share', group: 'probing', kind: 'number', read: ({ blindness }) => blindness.share },
  { name: 'minimum', group: 'probing', kind: 'number', read: ({ blindness }) => blindness.minimum },
  { name: 'contentEveryMinutes', group: 'probing', kind: 'number', read: (all) => all.contentEveryMinutes },
  { name: 'contentWords', group: 'probing', kind: 'lines', read: ({ contentWords }) => contentWords },
  { name: 'contentHosts', group: 'probing', kind: 'lines', read: ({ contentHosts }) => contentHosts },
  { name: 'keepSamplesDays', group: 'probing', kind: 'number', read: ({ keepSamplesDays }) => keepSamplesDays },
  { name: 'ladderRepeatMinutes', group: 'escalation', kind: 'number', read: (all) => all.ladderRepeatMinutes },
  {
    name: 'acknowledgementExpiresMinutes',
    group: 'escalation',
    kind: 'number',
    read: (all) => all.acknowledgementExpiresMinutes,
  },
  {
    name: 'confirmationReminderMinutes',
    group: 'escalation',
    kind: 'number',
    read: (all) => all.confirmationReminderMinutes,
  },
  { name: 'bundleSeconds', group: 'escalation', kind: 'number', read: ({ bundleSeconds }) => bundleSeconds },
  { name: 'deliverySilenceSeconds', group: 'channels', kind: 'number', read: (all) => all.deliverySilenceSeconds },
  { name: 'drillAt', group: 'channels', kind: 'text', read: ({ drillAt }) => drillAt },
  { name: 'quietFrom', group: 'channels', kind: 'text', read: ({ quietHours }) => quietHours.from },
  { name: 'quietTo', group: 'channels', kind: 'text', read: ({ quietHours }) => quietHours.to },
  { name: 'officeName', group: 'reports', kind: 'text', read: ({ officeName }) => officeName },
  { name: 'officePhone', group: 'reports', kind: 'text', read: ({ officePhone }) => officePhone },
  { name: 'signature', group: 'reports', kind: 'text', read: ({ signature }) => signature },
]

/** A setting as text: lists by commas, or one line each where an entry may hold a comma. */
export function textOf(item: Item, settings: Settings): string {
  const value = item.read(settings)
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return value.join(item.kind === 'lines' ? '\n' : ', ')
}

export function defaultText(item: Item): string {
  return textOf(item, defaultSettings)
}

/** The values of one group's form. */
export function valuesOfGroup(book: Book, group: Group): Record<string, string> {
  const own = items.filter((item) => item.group === group)
  return Object.fromEntries(own.map((item) => [item.name, textOf(item, book.settings)]))
}
