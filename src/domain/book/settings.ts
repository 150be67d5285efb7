import type { ChannelId } from '../channel.ts'
import type { Language } from '../language.ts'
import type { CountrySetting } from '../phone-country.ts'
import type { BookTexts } from '../texts/templates.ts'

export type ChannelKind = 'sms' | 'voice'
export type Audience = 'staff' | 'lead' | 'office'

/** One rung of the ladder: whom to tell, by what, how long after the page was planned. */
export type LadderRung = { afterMinutes: number; tell: Audience; by: ChannelKind[] }

export type ProbeRule = {
  intervalSeconds: number
  timeoutSeconds: number
  /** When a failed site is looked at again, counted from the end of the first failed probe. */
  recheckSeconds: number[]
  /** A probe without an answer for this long starts its re-probes before its own deadline. */
  unansweredSeconds: number
  goodToRecover: number
  goodSpacingSeconds: number
  /** A site's certificate is asked for at least this often; looks between resume its TLS session. 0: by every look. */
  fullHandshakeMinutes: number
}

export type Settings = {
  timezone: string
  language: Language
  /** The office whose watch this is, as its papers head themselves; empty until set-up. */
  officeName: string
  /** 市值班室 fixed telephone, printed on the duty table. */
  officePhone: string
  /** Sender mark of every text, without the brackets. */
  signature: string
  shiftStartsAt: string
  workdayEndsAt: string
  officePersonIds: string[]
  probe: ProbeRule
  ladder: LadderRung[]
  ladderRepeatMinutes: number
  acknowledgementExpiresMinutes: number
  confirmationReminderMinutes: number
  bundleSeconds: number
  /** How people are told who list nothing themselves, the first choice first; empty: every channel there is. */
  channels: ChannelId[]
  /** An accepted text without a delivery report for this long counts as not delivered. */
  deliverySilenceSeconds: number
  /** What texts to some countries may do, where the office knows better than the table. */
  countries: CountrySetting[]
  /** Texts in the office's own words. */
  texts: BookTexts
  blindness: { references: string[]; share: number; minimum: number }
  /** Courtesy texts wait while this lasts, except to somebody on shift. */
  quietHours: { from: string; to: string }
  keepSamplesDays: number
  /** When staff shifts change; empty: with the lead's, once a day. `08:30, 20:30` is a day and a night shift. */
  staffChangesAt: string[]
  /** Staff on duty at every minute of a sensitive period. */
  sensitiveStaff: number
  /** Who has a shift tomorrow is reminded today at this hour. */
  eveReminderAt: string
  /** A handover that is not signed by both this long after the change of shifts is told to the lead. */
  handoverGraceMinutes: number
  /** The hour by which each unit has reported, "nothing to report" included. */
  nilReportBy: string
  /** How long a spot check waits for its code before it is sent again, and again before it counts as not answered. */
  spotCheckMinutes: number
  /** When the day's drill goes out in duty periods; empty: never. */
  drillAt: string
  /** How often pages are read and compared with how they should be; 0: never. */
  contentEveryMinutes: number
  /** Further words that no page of ours holds, and hosts that any of them may link to or embed. */
  contentWords: string[]
  contentHosts: string[]
  /** Spot checks drawn at random over a period. */
  spotChecksPerPeriod: number
}

export type SettingsFile = Partial<Omit<Settings, 'probe' | 'blindness' | 'quietHours'>> & {
  probe?: Partial<ProbeRule>
  blindness?: Partial<Settings['blindness']>
  quietHours?: Partial<Settings['quietHours']>
}

/**
 * The default numbers. 15 s to open a page is official (国办秘函〔2019〕19号, 站点无法访问); two staff in sensitive
 * periods are Guangdong's rule (DOMAIN §3); the others are the house's, weighed against measured peers.
 */
export const defaultSettings: Settings = {
  timezone: 'Asia/Shanghai',
  language: 'zh-Hans',
  officeName: '',
  officePhone: '',
  signature: '值守',
  shiftStartsAt: '08:30',
  workdayEndsAt: '17:30',
  officePersonIds: [],
  probe: {
    intervalSeconds: 60,
    timeoutSeconds: 15,
    recheckSeconds: [5, 12],
    unansweredSeconds: 5,
    goodToRecover: 2,
    goodSpacingSeconds: 10,
    fullHandshakeMinutes: 60,
  },
  ladder: [
    { afterMinutes: 0, tell: 'staff', by: ['sms'] },
    { afterMinutes: 3, tell: 'staff', by: ['voice'] },
    { afterMinutes: 5, tell: 'lead', by: ['sms', 'voice'] },
    { afterMinutes: 10, tell: 'lead', by: ['sms'] },
    { afterMinutes: 10, tell: 'office', by: ['sms'] },
  ],
  ladderRepeatMinutes: 15,
  acknowledgementExpiresMinutes: 30,
  confirmationReminderMinutes: 30,
  bundleSeconds: 60,
  channels: [],
  deliverySilenceSeconds: 90,
  countries: [],
  texts: {},
  blindness: {
    references: ['https://www.gov.cn/', 'tcp://223.5.5.5:53', 'tcp://114.114.114.114:53'],
    share: 0.3,
    minimum: 3,
  },
  quietHours: { from: '22:00', to: '07:00' },
  keepSamplesDays: 7,
  staffChangesAt: [],
  sensitiveStaff: 2,
  eveReminderAt: '18:00',
  handoverGraceMinutes: 30,
  nilReportBy: '17:00',
  spotCheckMinutes: 10,
  drillAt: '09:30',
  spotChecksPerPeriod: 0,
  contentEveryMinutes: 30,
  contentWords: [],
  contentHosts: [],
}

/** Every setting, the written ones over the defaults; the ladder in the order in which its rungs come due. */
export function withDefaults(file: SettingsFile = {}): Settings {
  const settings: Settings = {
    ...defaultSettings,
    ...file,
    probe: { ...defaultSettings.probe, ...file.probe },
    blindness: { ...defaultSettings.blindness, ...file.blindness },
    quietHours: { ...defaultSettings.quietHours, ...file.quietHours },
  }
  return { ...settings, ladder: settings.ladder.toSorted((a, b) => a.afterMinutes - b.afterMinutes) }
}
