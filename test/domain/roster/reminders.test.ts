import { describe, expect, test } from 'vitest'
import { type BookFile, openBook, type Shift } from '../../../src/domain/book/book.ts'
import { hour, instantOf, minute } from '../../../src/domain/instant.ts'
import { eveReminders, type Reminder, startReminders } from '../../../src/domain/roster/reminders.ts'
import { bookWith, opening, shift } from '../roster.ts'

// 陈海涛 on post from 08:30, 王芳 from 20:30, 李明 leads the whole day; the second site of the unit goes with the first.

const second = { id: 's-second', name: '市政府信箱', url: 'http://127.0.1.15/', unitId: 'u-portal' }
const usual = [
  shift('day', 0, 12),
  shift('night', 12, 24, { personId: 'p-wang' }),
  shift('lead', 0, 24, { role: 'lead', personId: 'p-li' }),
]

function bookOf(shifts: Shift[], more: Partial<BookFile> = {}) {
  const file = bookWith({ shifts })
  const periods = file.periods?.map((period) => ({ ...period, publishedAt: '2026-09-20T10:00:00+08:00' })) ?? []
  return openBook({ ...file, periods, sites: [...(file.sites ?? []), second], ...more })
}

const told = (reminders: readonly Reminder[]) =>
  reminders.map(({ person, startsAt, message }) => `${person.name} +${(startsAt - opening) / hour} ${message.key}`)
const evening = instantOf('2026-09-30T18:00:00+08:00', 'utc')
const starts = (book: ReturnType<typeof bookOf>, at: number) => startReminders(book, at - minute, at)

describe('the evening before', () => {
  test('everybody whose shift begins tomorrow is reminded, with who leads them', () => {
    const reminders = eveReminders(bookOf(usual), evening)
    expect(told(reminders)).toEqual(['陈海涛 +0 remind.eve', '李明 +0 remind.eve', '王芳 +12 remind.eve'])
    expect(reminders.map(({ message }) => 'lead' in message && message.lead)).toEqual(['李明', null, '李明'])
  })

  test('tomorrow is the day on the wall: a shift at its midnight is in it, one at the next is not', () => {
    const day = (id: string, at: number) => shift(id, at, at + 1, { personId: id })
    const shifts = [day('p-chen', -8.5), day('p-wang', 15.5), day('p-li', -9), day('p-zhao', 15.25)]
    expect(told(eveReminders(bookOf(shifts), evening))).toEqual(['陈海涛 +-8.5 remind.eve', '赵欣怡 +15.25 remind.eve'])
    expect(eveReminders(bookOf(shifts), evening - 24 * hour)).toEqual([
      expect.objectContaining({ startsAt: opening - 9 * hour }),
    ])
  })

  test('two shifts of one person are one reminder of the first, two sites at once are named together', () => {
    const shifts = [
      shift('b', 12, 24),
      shift('a', 0, 6),
      shift('c', 0, 6, { siteId: 's-second' }),
      shift('d', 0, 6, { siteId: 's-second', role: 'lead' }),
    ]
    const [reminder, ...more] = eveReminders(bookOf(shifts), evening)
    expect([reminder && told([reminder]), more]).toEqual([['陈海涛 +0 remind.eve'], []])
    expect(reminder?.message).toMatchObject({ role: 'staff', site: { name: '市政府门户网站等2个网站' } })
  })

  test.each([
    ['a draft', { state: 'draft' as const, publishedAt: '2026-09-20T10:00:00+08:00' }],
    ['a roster that nobody was told of', { state: 'published' as const }],
  ])('%s reminds nobody', (_what, state) => {
    const period = { id: 'national-day-2026', name: '国庆节', from: '2026-10-01', to: '2026-10-07', ...state }
    const book = bookOf(usual, { periods: [period] })
    expect([eveReminders(book, evening), starts(book, opening)]).toEqual([[], []])
  })

  test('shifts of no period, and people who have left, are not reminded of', () => {
    const people = bookWith({}).people?.map((person) =>
      person.id === 'p-wang' ? { ...person, disabled: true } : person,
    )
    const shifts = [shift('free', 0, 12, { periodId: null }), shift('gone', 12, 24, { personId: 'p-wang' })]
    expect(eveReminders(bookOf(shifts, people ? { people } : {}), evening)).toEqual([])
  })
})

describe('at the start of a shift', () => {
  test('whoever begins is told until when, whom they relieve and who leads', () => {
    const [reminder, ...more] = starts(bookOf(usual), opening + 12 * hour)
    expect([reminder?.person.name, more]).toEqual(['王芳', []])
    expect(reminder?.message).toMatchObject({
      ...{ key: 'shift.start', end: opening + 24 * hour, role: 'staff', before: '陈海涛', lead: '李明' },
    })
  })

  test('the first of a roster relieve nobody, and a lead is not told that they lead themselves', () => {
    const reminders = starts(bookOf(usual), opening)
    expect(reminders.map(({ person, message }) => [person.name, 'before' in message && message.before])).toEqual([
      ['陈海涛', null],
      ['李明', null],
    ])
    expect(reminders[1]?.message).toMatchObject({ role: 'lead', lead: null })
  })

  test('whoever goes on from one shift to the next is not told again, at that site', () => {
    const shifts = [shift('a', 0, 12), shift('b', 12, 24), shift('c', 12, 24, { siteId: 's-second' })]
    const reminders = starts(bookOf(shifts), opening + 12 * hour)
    expect(reminders.map(({ message }) => 'site' in message && message.site.name)).toEqual(['市政府信箱'])
  })

  test('of two on post the one who goes is named, not the one who stays', () => {
    const shifts = [
      shift('stays', 0, 24, { personId: 'p-zhao' }),
      shift('goes', 0, 12),
      shift('comes', 12, 24, { personId: 'p-wang' }),
    ]
    expect(starts(bookOf(shifts), opening + 12 * hour)[0]?.message).toMatchObject({ before: '陈海涛' })
    const joins = [shift('stays', 0, 24, { personId: 'p-zhao' }), shift('comes', 12, 24, { personId: 'p-wang' })]
    expect(starts(bookOf(joins), opening + 12 * hour)[0]?.message).toMatchObject({ before: null })
  })

  test('a lead relieves the lead before them', () => {
    const shifts = [
      ...usual,
      shift('lead2', 24, 48, { role: 'lead', personId: 'p-zhao' }),
      shift('staff2', 24, 48, { personId: 'p-chen' }),
    ]
    const lead = starts(bookOf(shifts), opening + 24 * hour).find(({ person }) => person.name === '赵欣怡')
    expect(lead?.message).toMatchObject({ role: 'lead', before: '李明' })
  })

  test('each start is told in the one stretch of the clock that reaches it', () => {
    const book = bookOf(usual)
    const at = [-2, -1, 0, 1, 2].map((minutes) => opening + 12 * hour + minutes * minute)
    expect(at.map((now) => starts(book, now).length)).toEqual([0, 0, 1, 0, 0])
    expect(startReminders(book, opening - minute, opening + 24 * hour).map(({ person }) => person.name)).toEqual([
      ...['陈海涛', '李明', '王芳'],
    ])
  })
})
