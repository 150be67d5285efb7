import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findingKinds } from '../../../src/domain/content/findings.ts'
import { day, instantOf } from '../../../src/domain/instant.ts'
import { languages } from '../../../src/domain/language.ts'
import { spotOutcomes } from '../../../src/domain/shift-work/spot-check.ts'
import { textKeyOf } from '../../../src/domain/texts/dictionary.ts'
import { en } from '../../../src/domain/texts/en.ts'
import type { Answer, BundleMessage, Message, RosterMessage } from '../../../src/domain/texts/message.ts'
import { renderAnswer, renderMessage } from '../../../src/domain/texts/render-message.ts'
import { measure } from '../../../src/domain/texts/segments.ts'
import type { FailureKind } from '../../../src/domain/watch/probe.ts'

const now = instantOf('2026-10-04T03:45:00+08:00', 'utc')
const nasty = fc.constantFrom(
  ...[
    '\n',
    '\r\n',
    '\u2028',
    '\u202e',
    '\u200b',
    '\ufeff',
    '\u0000',
    '\u001b[31m',
    '【值守】',
    '签收码AAAA',
    'Code AAAA',
  ],
  ...['http://evil.cn/a', 'www.evil.cn', '10.0.0.1', '人民政府门户网站', '😀', '\ud800', '{code}', '$&', '[]^€', ' '],
)
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'市区政府网站值班员李王张'), maxLength: 200 }),
  fc.string({ maxLength: 200 }),
  fc
    .array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 10 })
    .map((parts) => parts.join('').slice(0, 200)),
)
const siteName = fc.record({ name, short: fc.option(name) })
const at = fc.integer({ min: now - 400 * day, max: now })
const span = fc.integer({ min: 0, max: 400 * day })
const why = fc.constantFrom(...(Object.keys(en.why) as FailureKind[]))
const key = <K extends string>(value: K) => fc.constant(value)

const incidentMessage: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ key: key('outage'), site: siteName, since: at, why }),
  fc.record({ key: key('repage'), site: siteName, forMs: span }),
  fc.record({ key: key('repage.expired'), site: siteName }),
  fc.record({ key: key('escalate.lead'), site: siteName, since: at, who: name, afterMs: span }),
  fc.record({ key: key('escalate.nobody'), site: siteName, since: at }),
  fc.record({ key: key('escalate.undelivered'), site: siteName, since: at, who: name }),
  fc.record({ key: key('escalate.office'), site: siteName, forMs: span, who: fc.array(name, { maxLength: 4 }) }),
  fc.record({ key: key('recovered'), site: siteName, at, forMs: span, lead: fc.option(name) }),
  fc.record({ key: key('recovered.confirm'), site: siteName, at, forMs: span, who: fc.option(name) }),
  fc.record({ key: key('confirm.remind'), site: siteName, at }),
  fc.record({ key: key('confirmed'), site: siteName, forMs: span, lead: name }),
  fc.record({ key: key('rejected'), site: siteName, lead: name }),
  fc.record({ key: key('relapse'), site: siteName, at, why }),
  fc.record({ key: fc.constantFrom('taken' as const, 'taken.lead' as const), site: siteName, who: name, at }),
)
const bundleMessage: fc.Arbitrary<BundleMessage> = fc.record({
  key: key('bundle'),
  topic: fc.constantFrom('down', 'confirm', 'recovered', 'taken', 'confirmed'),
  audience: fc.constantFrom('staff', 'lead', 'office'),
  isLater: fc.boolean(),
  isAgain: fc.boolean(),
  sites: fc.array(siteName, { minLength: 2, maxLength: 12 }),
  count: fc.oneof(fc.constant(2), fc.integer({ min: 2, max: 14_300 })),
  since: at,
})
const start = fc.integer({ min: now - 400 * day, max: now + 400 * day })
const role = fc.constantFrom('lead' as const, 'staff' as const)
const count = fc.integer({ min: 1, max: 9999 })
const rosterMessage: fc.Arbitrary<RosterMessage> = fc.oneof(
  fc.record({ key: key('roster.published'), period: name, count, start, role, site: siteName }),
  fc.record({
    key: fc.constantFrom('roster.changed' as const, 'roster.changed.away' as const),
    start,
    site: siteName,
    who: name,
  }),
  fc.record({ key: key('roster.changed.many'), period: name, count, start, site: siteName }),
  fc.record({ key: key('remind.eve'), start, role, site: siteName, lead: fc.option(name) }),
  fc.record({
    key: key('shift.start'),
    end: start,
    role,
    site: siteName,
    before: fc.option(name),
    lead: fc.option(name),
  }),
  fc.record({
    key: fc.constantFrom('swap.asked' as const, 'swap.refused' as const),
    start,
    role,
    site: siteName,
    who: name,
  }),
  fc.record({ key: fc.constantFrom('window.approved' as const, 'window.refused' as const), start, site: siteName }),
  fc.record({
    key: fc.constantFrom('swap.accepted' as const, 'handover.unsigned' as const),
    start,
    site: siteName,
    who: name,
    other: name,
  }),
  fc.record({ key: key('swap.approved'), start, role, site: siteName, who: name, other: name }),
  fc.record({ key: key('nil.missing'), unit: name, by: fc.constant('17:00') }),
  fc.record({ key: key('spot.sms'), withinMs: span }),
  fc.record({ key: key('spot.absent'), site: siteName, role, who: name, times: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ key: key('spot.found'), site: siteName, role, who: name, outcome: fc.constantFrom(...spotOutcomes) }),
  fc.record({ key: key('contact.dead'), start, who: name }),
)
const ownMessage: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ key: fc.constantFrom('blind' as const, 'disk' as const, 'provider' as const), since: at }),
  fc.record({ key: key('blind.over'), at, forMs: span, sites: count, down: count }),
  fc.record({ key: key('test') }),
  fc.record({ key: key('drill'), site: siteName }),
  fc.record({ key: key('content.odd'), site: siteName, since: at, odd: fc.constantFrom(...findingKinds) }),
  fc.record({ key: key('content.odd.lead'), site: siteName, since: at, odd: fc.constantFrom(...findingKinds) }),
  fc.record({ key: key('content.odd.office'), site: siteName, since: at, odd: fc.constantFrom(...findingKinds) }),
  fc.record({ key: key('drill.missed'), who: name, forMs: span }),
  fc.record({ key: key('certificate'), site: siteName, count, endsAt: at, days: fc.constantFrom(30, 14, 7, 1) }),
  fc.record({
    key: key('neglected'),
    site: siteName,
    neglect: fc.constantFrom(...(Object.keys(en.neglect) as (keyof typeof en.neglect)[])),
  }),
)
const message: fc.Arbitrary<Message> = fc.oneof(incidentMessage, bundleMessage, rosterMessage, ownMessage)
const answer: fc.Arbitrary<Answer> = fc.oneof(
  fc.record({ key: key('ok'), site: siteName, at, expiresMs: span }),
  fc.record({ key: key('late'), site: siteName, who: name, at }),
  fc.record({ key: fc.constantFrom('over' as const), site: siteName, at }),
  fc.record({ key: key('notlead'), lead: fc.option(name) }),
  fc.record({ key: fc.constantFrom('notyet' as const, 'passed' as const), site: siteName }),
  fc.record({ key: key('confirmed'), site: siteName, forMs: span, lead: name }),
  fc.record({ key: key('ok.many'), count, at, expiresMs: span }),
  fc.record({ key: key('confirmed.many'), count, lead: name }),
)
const context = fc.record({
  language: fc.constantFrom(...languages),
  signature: fc.oneof(fc.constant('值守'), name),
  resent: fc.boolean(),
  mayHoldUrl: fc.boolean(),
  texts: fc.constant({}),
})
const zone = 'Asia/Shanghai'

function expectSendable(text: string, language: string, most: number): void {
  expect(measure(text).segments).toBeLessThanOrEqual(most)
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
  expect(text).not.toMatch(/:\/\/|\p{L}\.\p{L}|\d+\.\d+\.\d+\.\d+/u)
  expect(text.match(/[【】]/g)?.length ?? 0).toBe(language === 'en' ? 0 : 2)
}

test('whatever the names contain, a text stays one line within its limits, without addresses, with one code', () => {
  fc.assert(
    fc.property(message, context, (what, reader) => {
      const { language, resent } = reader
      const text = renderMessage(what, { ...reader, now, zone, code: 'K7QM' })
      const inTwo = what.key === 'bundle' || (language === 'en' && measure(text).charset === 'UCS-2')
      expectSendable(text, language, inTwo ? 2 : 1)
      const carriesCode = en.messages[textKeyOf(what, resent)].includes('{code}')
      const codes = text.match(/(?:[码碼入]|[Cc]ode |enter )[2-9A-HJ-NP-Z]{4}(?![a-zA-Z0-9])/g) ?? []
      expect(codes.map((found) => found.slice(-4))).toEqual(carriesCode ? ['K7QM'] : [])
    }),
    { numRuns: 3000 },
  )
})

test('whatever the names contain, an answer stays one line within its limits', () => {
  fc.assert(
    fc.property(answer, context, (what, reader) => {
      expectSendable(renderAnswer(what, { ...reader, now, zone }), reader.language, reader.language === 'en' ? 2 : 1)
    }),
    { numRuns: 1000 },
  )
})

// What a carrier would take for an address or a number, told apart from how the names are cleaned.
const suspicious: readonly RegExp[] = [
  /:\/\//,
  /[a-z0-9-]+[.．。][a-z]{2,}/i,
  /(?<![.\d])\d{1,3}(?:\.\d{1,3}){3}(?![.\d])/,
  /[0-9a-f]*::[0-9a-f]*/i,
  /\d{7,}/,
  /1[3-9]\d[- ]?\d{4}[- ]?\d{4}/,
  /0\d{2,3}[- ]\d{7,8}/,
]
const hostile = fc.constantFrom(
  ...['http://a.cn', 'https://a.cn/x?y=1', '1.2.3.4', '13800000001', '138 0000 0001', '+86 138-0000-0001'],
  ...['1.2.3.4:8080', 'fe80::1', 'www.a.gov.cn', 'mail@a.cn', '0412-1234567', '４００８００１２３４', 'ａ．ｃｎ'],
)
const filler = fc.constantFrom('鞍山', '网', '网站12', '（', '）', '-', ' ', '1', '0', 'a', '.', '：', '2026')
const hostileName = fc
  .array(fc.oneof(hostile, filler), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join('').slice(0, 120))
const withNames = (what: Message, name: string, short: string | null): Message => {
  const named = { name, short }
  const people = { who: name, lead: name, other: name, before: name, unit: name, period: name }
  const known = Object.entries(people).filter(([field]) => typeof Object(what)[field] === 'string')
  const own = { ...what, ...Object.fromEntries(known) }
  if (own.key === 'bundle') return { ...own, sites: own.sites.map(() => named) }
  return 'site' in own ? { ...own, site: named } : own
}

test('no text to the mainland holds an address or a telephone number, whatever sites and people are called', () => {
  fc.assert(
    fc.property(message, hostileName, fc.option(hostileName), context, (what, name, short, { language, resent }) => {
      const reader = { language, resent, signature: '值守', mayHoldUrl: false, texts: {} }
      const text = renderMessage(withNames(what, name, short), { ...reader, now, zone, code: 'K7QM' })
      for (const pattern of suspicious) expect(text).not.toMatch(pattern)
      expect(measure(text).segments).toBeLessThanOrEqual(3)
    }),
    { numRuns: 3000 },
  )
})

test('no answer to the mainland does either', () => {
  fc.assert(
    fc.property(answer, hostileName, context, (what, name, { language }) => {
      const named = 'site' in what ? { ...what, site: { name, short: null } } : what
      const text = renderAnswer(named, { language, signature: '值守', mayHoldUrl: false, texts: {}, now, zone })
      for (const pattern of suspicious) expect(text.replace(/^.*?(?=】)/, '')).not.toMatch(pattern)
    }),
    { numRuns: 500 },
  )
})

test('the cases drawn here are of every kind of text there is', () => {
  const drawn = fc.sample(fc.tuple(message, fc.boolean()), 20_000).map(([what, resent]) => textKeyOf(what, resent))
  expect([...new Set(drawn)].toSorted()).toEqual(Object.keys(en.messages).toSorted())
})
