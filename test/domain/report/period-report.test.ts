import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BookFile, openBook, type Period } from '../../../src/domain/book/book.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { minute } from '../../../src/domain/instant.ts'
import { momentFigures } from '../../../src/domain/report/moment-figures.ts'
import { periodReport, type RecordedRows } from '../../../src/domain/report/period-report.ts'
import type { RosterVersion } from '../../../src/domain/roster/history.ts'
import type { Swap } from '../../../src/domain/roster/swap.ts'
import type { Handover } from '../../../src/domain/shift-work/handover.ts'
import type { NilReport } from '../../../src/domain/shift-work/nil-report.ts'
import type { SpotCheck } from '../../../src/domain/shift-work/spot-check.ts'
import { night } from '../night.ts'

const at = (time: string) => Date.parse(`2026-10-${time}:00+08:00`)
const day = (date: string, next: string) => ({
  from: `2026-10-${date}T08:30:00+08:00`,
  to: `2026-10-${next}T08:30:00+08:00`,
})
const shift = (
  id: string,
  siteId: string,
  role: 'lead' | 'staff',
  personId: string,
  span: { from: string; to: string },
) => ({
  id,
  periodId: 'nd',
  siteId,
  role,
  personId,
  ...span,
})

/** Two houses with one site each, two days; the second house has nobody on post on the second day. */
const file: BookFile = {
  schema: 'zhishou.book/1',
  units: [
    { id: 'u-1', name: '一局' },
    { id: 'u-2', name: '二局' },
  ],
  people: [
    { id: 'a', name: '甲', unitId: 'u-1' },
    { id: 'b', name: '乙', unitId: 'u-1' },
    { id: 'c', name: '丙', unitId: 'u-2' },
    { id: 'd', name: '丁', unitId: 'u-2' },
  ],
  sites: [
    { id: 's-1', name: '一局', url: 'http://one.example/', unitId: 'u-1' },
    { id: 's-2', name: '二局', url: 'http://two.example/', unitId: 'u-2' },
  ],
  periods: [{ id: 'nd', name: '国庆节', from: '2026-10-01', to: '2026-10-02', state: 'published' }],
  shifts: [
    shift('1', 's-1', 'lead', 'a', day('01', '03')),
    shift('2', 's-1', 'staff', 'b', day('01', '03')),
    shift('3', 's-2', 'lead', 'c', day('01', '03')),
    shift('4', 's-2', 'staff', 'd', day('01', '02')),
  ],
}
const none: RecordedRows = { incidents: [], versions: [], swaps: [], spotChecks: [], nilReports: [], handovers: [] }

function reportOf(rows: Partial<RecordedRows>, options: { now?: number; only?: string; book?: BookFile } = {}) {
  const book = openBook(options.book ?? file)
  const period = book.periods.get('nd') as Period // the file above has it
  const sites = [...book.sites.values()].filter(({ id }) => options.only === undefined || id === options.only)
  const now = options.now ?? at('03T09:00')
  return periodReport(book, period, { rows: { ...none, ...rows }, sites, isWhole: options.only === undefined, now })
}

/** An incident of a real night, moved to where the test wants it. */
function incident(over: Partial<Incident>): Incident {
  const one = night()
  one.goesDown()
  return { ...one.incident(), siteId: 's-1', state: 'closed', ...over }
}

const record = { version: 1, personId: null, dueAt: null }
const nil = (unitId: string, date: string, state: NilReport['state']): NilReport => ({
  ...record,
  id: `${unitId}.${date}`,
  state,
  subject: unitId,
  at: at('01T17:00'),
  date: `2026-10-${date}`,
  by: null,
  isNil: true,
  text: '',
  reportedAt: null,
  chased: 0,
})
const check = (over: Partial<SpotCheck>): SpotCheck => ({
  ...record,
  id: 'k',
  state: 'ended',
  subject: 's-1',
  at: at('01T10:00'),
  periodId: 'nd',
  person: { id: 'b', name: '乙' },
  role: 'staff',
  siteName: '一局',
  by: null,
  means: 'text',
  tries: 1,
  outcome: 'at_post',
  answeredAt: null,
  note: '',
  ...over,
})
const handover = (id: string, when: string, state: Handover['state']): Handover => ({
  ...record,
  id,
  state,
  subject: 's-1',
  at: at(when),
  siteIds: ['s-1'],
  outgoing: [{ id: 'b', name: '乙' }],
  incoming: [{ id: 'a', name: '甲' }],
  lead: null,
  items: [],
  isLandlineTried: false,
  isMobileOn: false,
  note: '',
  givenBy: null,
  givenAt: null,
  takenBy: null,
  takenAt: null,
  chasedAt: null,
})

describe('coverage', () => {
  test('counts the shifts of the roster in force, names what is open, and keeps the reason it was published with', () => {
    const by = { id: 'z', name: '赵' }
    const version: RosterVersion = {
      ...record,
      id: 'nd.1',
      state: 'published',
      subject: 'nd',
      at: at('01T00:00'),
      number: 1,
      by,
      changes: [],
      remarks: [],
      override: '二局待补',
    }
    const { coverage } = reportOf({ versions: [version, { ...version, id: 'nd.2', state: 'void' }] })
    expect(coverage.shifts).toBe(8)
    expect(coverage.gaps).toMatchObject([
      { siteId: 's-2', role: 'staff', fromAt: at('02T08:30'), toAt: at('03T08:30') },
    ])
    expect(coverage.overrides).toEqual([{ number: 1, by, at: at('01T00:00'), reason: '二局待补' }])
    expect(reportOf({}, { only: 's-1' }).coverage).toMatchObject({ shifts: 4, gaps: [] })
  })

  test('whoever has left since the period stood their shifts all the same', () => {
    const people = (file.people ?? []).map((person) => ({ ...person, disabled: true }))
    expect(reportOf({}, { book: { ...file, people } }).coverage.gaps).toHaveLength(1)
  })
})

describe('what was recorded', () => {
  test('outages are those that began in the period, without the voided; a lead reads their own', () => {
    const rows = [
      incident({ id: 'before', startedAt: at('01T08:29') }),
      incident({ id: 'first', startedAt: at('01T08:30') }),
      incident({ id: 'other', siteId: 's-2', startedAt: at('02T03:00'), state: 'recovered' }),
      incident({ id: 'open', startedAt: at('02T04:00'), state: 'acknowledged' }),
      incident({ id: 'void', startedAt: at('02T05:00'), state: 'voided' }),
      incident({ id: 'after', startedAt: at('03T08:30') }),
    ]
    const whole = reportOf({ incidents: rows })
    expect(whole.incidents.map(({ id }) => id)).toEqual(['first', 'other', 'open'])
    expect([whole.voided, whole.live]).toEqual([1, { down: 1, unconfirmed: 1 }])
    expect(reportOf({ incidents: rows }, { only: 's-2' }).incidents.map(({ id }) => id)).toEqual(['other'])
  })

  test('an outage of a site that is gone since still counts for the office', () => {
    const gone = [incident({ id: 'gone', siteId: 's-9', startedAt: at('01T10:00') })]
    expect(reportOf({ incidents: gone }).incidents).toHaveLength(1)
    expect(reportOf({ incidents: gone }, { only: 's-1' }).incidents).toHaveLength(0)
  })

  test('spot checks by outcome, with the findings; planned, cancelled and other periods’ are none', () => {
    const { checks } = reportOf({
      spotChecks: [
        check({}),
        check({ id: 'k2', outcome: 'no_answer' }),
        check({ id: 'k3', outcome: 'busy' }),
        check({ id: 'k4', state: 'sent', outcome: null }),
        check({ id: 'k5', state: 'planned', outcome: null }),
        check({ id: 'k6', state: 'cancelled', outcome: null }),
        check({ id: 'k7', periodId: 'other' }),
      ],
    })
    expect(checks).toMatchObject({ ended: 3, waiting: 1 })
    expect(checks.outcomes).toEqual([
      { outcome: 'at_post', count: 1 },
      { outcome: 'no_answer', count: 1 },
      { outcome: 'busy', count: 1 },
    ])
    expect(checks.findings.map(({ id }) => id)).toEqual(['k2'])
  })

  test('nil reports are units times the days whose hour has come, and the missing are named', () => {
    const nilReports = [nil('u-1', '01', 'reported'), nil('u-2', '01', 'missing'), nil('u-1', '02', 'reported')]
    expect(reportOf({ nilReports }).nil).toEqual({
      days: 2,
      reported: 2,
      due: 4,
      missing: [{ unitId: 'u-2', dates: ['2026-10-01', '2026-10-02'] }],
    })
    expect(reportOf({ nilReports }, { now: at('02T09:00') }).nil).toMatchObject({ reported: 1, due: 2 })
    expect(reportOf({ nilReports }, { only: 's-1' }).nil).toMatchObject({ reported: 2, due: 2, missing: [] })
  })

  test('a handover is due once its change of shifts has come, and signed when both have signed', () => {
    const handovers = [
      handover('h1', '02T08:30', 'signed'),
      handover('h2', '02T20:30', 'given'),
      handover('h3', '02T09:00', 'void'),
      handover('h4', '03T08:00', 'open'),
    ]
    const { handovers: told } = reportOf({ handovers }, { now: at('02T21:00') })
    expect(told).toMatchObject({ signed: 1, due: 2, unsigned: [{ id: 'h2' }] })
  })

  test('only approved swaps of this period are counted', () => {
    const swap: Swap = {
      ...record,
      id: 'w',
      state: 'approved',
      subject: 's-1',
      at: at('01T00:00'),
      periodId: 'nd',
      given: [],
      inReturn: [],
      from: { id: 'a', name: '甲' },
      to: { id: 'b', name: '乙' },
      reason: '',
      steps: [],
    }
    const swaps: Swap[] = [swap, { ...swap, id: 'w2', state: 'declined' }, { ...swap, id: 'w3', periodId: 'other' }]
    expect(reportOf({ swaps }).swapsApproved).toBe(1)
  })
})

describe('response, recovery and confirmation', () => {
  test('are measured from the first failed probe; what nobody reached has no figures', () => {
    const start = at('01T10:00')
    const taken = (minutes: number) => incident({ startedAt: start, acknowledgedAt: start + minutes * minute })
    expect(momentFigures([taken(2), taken(9), taken(4), incident({ startedAt: start })])).toEqual([
      { moment: 'response', of: 3, medianMs: 4 * minute, longestMs: 9 * minute },
    ])
  })

  test('the median lies between the shortest and the longest, and half of all on either side', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 30 }), (times) => {
        const [figures] = momentFigures(times.map((ms) => incident({ startedAt: 0, acknowledgedAt: ms })))
        const medianMs = figures?.medianMs ?? Number.NaN
        expect(figures?.longestMs).toBe(Math.max(...times))
        expect(times.filter((ms) => ms <= medianMs).length * 2).toBeGreaterThanOrEqual(times.length)
        expect(times.filter((ms) => ms >= Math.floor(medianMs)).length * 2).toBeGreaterThanOrEqual(times.length)
      }),
    )
  })
})
