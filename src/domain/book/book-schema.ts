import * as z from 'zod/mini'
import { channelIds } from '../channel.ts'
import { instantOf } from '../instant.ts'
import { isMobile, isPhone } from '../phone-form.ts'
import { dnsRecordTypes, type ProbeKind, probeKinds } from '../watch/probe.ts'
import { windowStates } from './planned-window.ts'

// The messages are names of problems, not sentences: `describeProblem` says them in the reader's language.

const id = z.string().check(z.regex(/^[a-z0-9-]{1,64}$/, 'bad_id'))
const name = z.string().check(z.refine((text) => text.trim().length > 0 && text.length <= 120, 'bad_name'))
const date = z.string().check(z.refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isMoment(text), 'bad_date'))
const moment = z.string().check(z.refine((text) => /^\d{4}-\d{2}-\d{2}T/.test(text) && isMoment(text), 'bad_moment'))
const clockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'bad_clock_time'))
/** Nothing that is waited for takes longer than two years; beyond that a figure is a slip of the hand. */
const mostOf = 1_000_000
const positive = z.number().check(z.gt(0, 'not_positive'), z.lte(mostOf, 'too_large'))
const notNegative = z.number().check(z.gte(0, 'negative'), z.lte(mostOf, 'too_large'))
const language = z.enum(['zh-Hans', 'zh-Hant', 'en'])
const ids = z.array(id)
/** Times of day at which one shift ends and the next begins. */
const changes = z.array(clockTime).check(z.minLength(1, 'empty'), z.maxLength(12, 'too_large'))
const channels = z.array(z.enum(channelIds))
/** One address, as mail programs take it: it goes into a header, so that no second one may hide in it. */
const email = z.string().check(z.regex(/^[^\s@<>(),;:"\\]{1,64}@[A-Za-z0-9.-]{1,255}$/, 'bad_email'))
/** A host, or the ending of several: `news.cn` stands for `www.news.cn` as well. */
const host = z.string().check(z.regex(/^(?!-)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+$/u, 'bad_host'))
const pageWords = z.string().check(z.maxLength(200, 'too_large'))
const pools = { leadPoolIds: z.optional(ids), staffPoolIds: z.optional(ids) }
const days = z.looseObject({ from: date, to: date })

const probe = z.looseObject({
  intervalSeconds: z.optional(positive),
  timeoutSeconds: z.optional(positive),
  recheckSeconds: z.optional(z.array(positive)),
  unansweredSeconds: z.optional(positive),
  goodToRecover: z.optional(z.int().check(z.gte(1, 'not_positive'))),
  goodSpacingSeconds: z.optional(notNegative),
  fullHandshakeMinutes: z.optional(notNegative),
})

const rung = z.looseObject({
  afterMinutes: notNegative,
  tell: z.enum(['staff', 'lead', 'office']),
  by: z.array(z.enum(['sms', 'voice'])).check(z.minLength(1, 'empty')),
})

const country = z.looseObject({
  prefix: z.string().check(z.regex(/^\+[1-9]\d{0,6}$/, 'bad_prefix')),
  twoWay: z.optional(z.boolean()),
  url: z.optional(z.boolean()),
  textsADay: z.optional(z.nullable(z.int().check(z.gte(1, 'not_positive'), z.lte(1000, 'too_large')))),
})

const settings = z.looseObject({
  timezone: z.optional(z.string().check(z.refine(isZone, 'bad_timezone'))),
  language: z.optional(language),
  officeName: z.optional(z.string()),
  officePhone: z.optional(z.string()),
  signature: z.optional(name),
  shiftStartsAt: z.optional(clockTime),
  workdayEndsAt: z.optional(clockTime),
  officePersonIds: z.optional(ids),
  probe: z.optional(probe),
  ladder: z.optional(z.array(rung).check(z.minLength(1, 'empty'))),
  ladderRepeatMinutes: z.optional(positive),
  acknowledgementExpiresMinutes: z.optional(positive),
  confirmationReminderMinutes: z.optional(positive),
  bundleSeconds: z.optional(notNegative),
  channels: z.optional(channels),
  deliverySilenceSeconds: z.optional(positive),
  countries: z.optional(z.array(country)),
  texts: z.optional(z.partialRecord(language, z.record(z.string(), z.string()))),
  blindness: z.optional(
    z.looseObject({
      references: z.optional(z.array(z.string().check(z.refine(isReference, 'bad_reference')))),
      share: z.optional(z.number().check(z.gt(0, 'not_positive'), z.lte(1, 'above_one'))),
      minimum: z.optional(z.int().check(z.gte(1, 'not_positive'))),
    }),
  ),
  quietHours: z.optional(z.looseObject({ from: z.optional(clockTime), to: z.optional(clockTime) })),
  keepSamplesDays: z.optional(positive),
  /** Empty: staff change with the lead. */
  staffChangesAt: z.optional(z.array(clockTime).check(z.maxLength(12, 'too_large'))),
  sensitiveStaff: z.optional(z.int().check(z.gte(1, 'not_positive'), z.lte(20, 'too_large'))),
  eveReminderAt: z.optional(clockTime),
  handoverGraceMinutes: z.optional(positive),
  nilReportBy: z.optional(clockTime),
  spotCheckMinutes: z.optional(positive),
  drillAt: z.optional(z.union([z.literal(''), clockTime])),
  contentEveryMinutes: z.optional(notNegative),
  contentWords: z.optional(z.array(name)),
  contentHosts: z.optional(z.array(host)),
  spotChecksPerPeriod: z.optional(z.int().check(z.gte(0, 'negative'), z.lte(1000, 'too_large'))),
})

const unit = z.looseObject({
  id,
  name,
  shiftStartsAt: z.optional(clockTime),
  staffChangesAt: z.optional(changes),
  channels: z.optional(channels),
  ...pools,
})

const person = z.looseObject({
  id,
  name,
  unitId: z.optional(id),
  position: z.optional(z.string()),
  mobile: z.optional(z.string().check(z.refine(isMobile, 'bad_mobile'))),
  landline: z.optional(z.string().check(z.refine(isPhone, 'bad_phone'))),
  email: z.optional(email),
  channels: z.optional(channels),
  language: z.optional(language),
  noNight: z.optional(z.boolean()),
  leave: z.optional(z.array(days)),
  disabled: z.optional(z.boolean()),
})

const siteForm = z.looseObject({
  id,
  name,
  shortName: z.optional(name),
  group: z.optional(z.string()),
  url: z.string().check(z.refine(isProbeAddress, 'bad_url')),
  unitId: z.optional(id),
  leadPersonId: z.optional(id),
  contactPersonIds: z.optional(ids),
  siteCode: z.optional(z.string()),
  kind: z.optional(z.enum(probeKinds)),
  expect: z.optional(
    z.looseObject({
      status: z.optional(z.array(z.int().check(z.gte(100, 'bad_status'), z.lte(599, 'bad_status')))),
      text: z.optional(pageWords),
      title: z.optional(pageWords),
      forbidden: z.optional(z.array(pageWords).check(z.maxLength(50, 'too_large'))),
      /** No more of a page is read. */
      minBytes: z.optional(z.int().check(z.gte(0, 'negative'), z.lte(262_144, 'too_large'))),
      noErrorPage: z.optional(z.boolean()),
    }),
  ),
  probe: z.optional(probe),
  parentId: z.optional(id),
  hosting: z.optional(z.string()),
  ...pools,
})
/** Each kind has addresses of its own, which say nothing to the others. */
const site = siteForm.check(
  z.refine(({ url, kind = 'http' }) => fitsKind(url, kind) || !isProbeAddress(url), {
    error: 'wrong_kind',
    path: ['url'],
  }),
)

const period = z.looseObject({
  id,
  name,
  from: date,
  to: date,
  state: z.optional(z.enum(['draft', 'published'])),
  publishedAt: z.optional(moment),
  swappedAt: z.optional(moment),
  version: z.optional(z.int()),
  startsAt: z.optional(moment),
  endsAt: z.optional(moment),
  isSensitive: z.optional(z.boolean()),
  basis: z.optional(z.string()),
  override: z.optional(z.looseObject({ reason: name, personId: id, personName: z.string(), at: moment })),
})

const shift = z.looseObject({
  id,
  periodId: z.optional(id),
  siteId: id,
  role: z.enum(['lead', 'staff']),
  personId: id,
  from: moment,
  to: moment,
  isPinned: z.optional(z.boolean()),
})

const draft = z.looseObject({ id, shifts: z.array(shift) })

const holiday = z.looseObject({
  id: z.string().check(z.regex(/^[a-z0-9+-]{1,64}$/, 'bad_id')),
  name_zh: name,
  name_en: name,
  start: date,
  end: date,
  days: z.int(),
  off: z.array(date),
  statutory: z.array(date),
  work: z.array(date),
})

/** One year of a holiday notice, in the form of `data/reference/holidays.json`. */
export const holidayYearSchema = z.looseObject({
  official: z.boolean(),
  notice: z.nullable(z.looseObject({ title: name, number: z.nullable(z.string()), published: date })),
  sources: z.array(z.string()),
  holidays: z.array(holiday).check(z.minLength(1, 'empty')),
})

const window = z.looseObject({
  id,
  siteId: id,
  from: moment,
  to: moment,
  reason: name,
  filedBy: z.optional(id),
  filedAt: z.optional(moment),
  daily: z.optional(z.boolean()),
  state: z.optional(z.enum(windowStates)),
  decidedBy: z.optional(id),
  decidedAt: z.optional(moment),
  decision: z.optional(z.string()),
  endedAt: z.optional(moment),
})

/** The form of `book.json`. What refers to what is judged by `checkBook`. Unknown fields of an entry are kept. */
export const bookSchema = z.strictObject({
  schema: z.literal('zhishou.book/1'),
  settings: z.optional(settings),
  units: z.optional(z.array(unit)),
  people: z.optional(z.array(person)),
  sites: z.optional(z.array(site)),
  periods: z.optional(z.array(period)),
  shifts: z.optional(z.array(shift)),
  windows: z.optional(z.array(window)),
  drafts: z.optional(z.array(draft)),
  holidayYears: z.optional(z.record(z.string().check(z.regex(/^\d{4}$/, 'bad_date')), holidayYearSchema)),
})

/** The book's form as JSON Schema, for the API description. */
export function bookJsonSchema(): unknown {
  return z.toJSONSchema(bookSchema, { unrepresentable: 'any' })
}

function isMoment(text: string): boolean {
  try {
    return Number.isFinite(instantOf(text, 'utc'))
  } catch {
    return false // luxon throws on a text that is no date: that is the answer
  }
}

function isZone(zone: string): boolean {
  try {
    return Number.isFinite(instantOf('2026-10-01T00:00', zone))
  } catch {
    return false // luxon throws on a zone that does not exist: that is the answer
  }
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.username + url.password === ''
}

function isProbeAddress(text: string): boolean {
  return probeKinds.some((kind) => fitsKind(text, kind))
}

/** A host that is only pinged is named by a web address as well, which most books have. */
function fitsKind(text: string, kind: ProbeKind): boolean {
  if (kind === 'http' || isWebAddress(text)) return (kind === 'http' || kind === 'icmp') && isWebAddress(text)
  const url = URL.parse(text)
  if (!url || url.protocol !== `${kind}:` || url.hostname === '' || url.username + url.password !== '') return false
  if (kind === 'tcp') return url.port !== '' && url.port !== '0' && /^\/?$/.test(url.pathname) && url.search === ''
  if (kind === 'icmp') return url.port === ''
  return url.port === '' && isRecordQuestion(url.searchParams)
}

function isRecordQuestion(asked: URLSearchParams): boolean {
  const types: readonly string[] = dnsRecordTypes
  return types.includes((asked.get('type') ?? 'A').toUpperCase())
}

function isReference(text: string): boolean {
  const url = URL.parse(text)
  if (!url) return false
  return url.protocol === 'tcp:' ? url.hostname !== '' && url.port !== '' : isWebAddress(text)
}
