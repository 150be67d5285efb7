import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openBook, type Person } from '../../../src/domain/book/book.ts'
import { minute } from '../../../src/domain/instant.ts'
import { isSameFilling } from '../../../src/domain/roster/cell.ts'
import { cellText, readCell } from '../../../src/domain/roster/cell-text.ts'
import { indexNames } from '../../../src/domain/roster/name-index.ts'
import { slotsOf } from '../../../src/domain/roster/slots.ts'
import { fileWith, patterns, periodWith, zone } from './small-roster.ts'

// Names and units as they are, and as they make trouble: shared, one within the other, with brackets and slashes.
const unitNames = ['教育局', '教育局（本级）', '市教育局信息中心', '网信办/数据局', '文化、旅游局', 'ＩＴ 中心']
const names = ['王洁', '王洁', '王 洁', '王芳（借调）', '王芳', '阿依古丽·买买提', 'Li Wei', 'li', '欧阳一']
const initials = (name: string) => (name === '李一' || name.startsWith('欧') ? 'li' : 'wj')

const drawn = fc
  .record({
    pattern: patterns,
    people: fc.array(
      fc.record({
        name: fc.constantFrom(...names),
        unit: fc.option(fc.nat(unitNames.length - 1), { nil: undefined }),
        isGone: fc.constantFrom(false, false, false, true),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    siteUnit: fc.option(fc.nat(unitNames.length - 1), { nil: undefined }),
    role: fc.constantFrom('lead' as const, 'staff' as const),
    slot: fc.nat(20),
    entries: fc.array(
      fc.record({ person: fc.nat(5), from: fc.nat(1439), minutes: fc.integer({ min: 1, max: 1440 }) }),
      {
        maxLength: 3,
      },
    ),
    isPinned: fc.boolean(),
  })
  .map(({ pattern, people, siteUnit, role, slot, entries, isPinned }) => {
    const unitId = siteUnit === undefined ? undefined : `u-${siteUnit}`
    const file = fileWith(pattern, [], {
      units: unitNames.map((name, i) => ({ id: `u-${i}`, name })),
      people: people.map(
        ({ name, unit, isGone }, i): Person => ({
          ...{ id: `p-${i}`, name },
          ...(unit === undefined ? {} : { unitId: `u-${unit}` }),
          ...(isGone ? { disabled: true } : {}),
        }),
      ),
      sites: [{ id: 's-a', name: '站', url: 'http://a.example/', ...(unitId ? { unitId } : {}) }],
    })
    const book = openBook(file)
    const slots = slotsOf(book, periodWith(pattern), unitId ? { unitId } : {}, role)
    const found = slots[slot % slots.length]
    if (!found) throw new Error('a period without slots')
    return {
      book,
      unitId,
      slot: found,
      isPinned,
      entries: inSlot(entries, found, people.filter((p) => !p.isGone).length),
    }

    function inSlot(sketches: typeof entries, span: { fromAt: number; toAt: number }, active: number) {
      const here = people.flatMap(({ isGone }, i) => (isGone ? [] : [`p-${i}`]))
      const length = (span.toAt - span.fromAt) / minute
      const kept: { personId: string; fromAt: number; toAt: number }[] = []
      for (const { person, from, minutes } of active === 0 ? [] : sketches) {
        const fromAt = span.fromAt + (minutes === 1440 ? 0 : (from % length) * minute)
        const toAt = Math.min(fromAt + minutes * minute, span.toAt)
        const personId = here[person % here.length] ?? ''
        const isFree = !kept.some((one) => one.personId === personId && one.fromAt < toAt && fromAt < one.toAt)
        if (isFree) kept.push({ personId, fromAt, toAt })
      }
      return kept
    }
  })

test('what a cell shows is read as what it holds, namesakes, hours over midnight and pins included', () => {
  fc.assert(
    fc.property(drawn, ({ book, unitId, slot, entries, isPinned }) => {
      const place = { slot, unitId, zone }
      const text = cellText(book, entries, { ...place, isPinned })
      const read = readCell(text, place, indexNames(book, initials))
      expect(read.problems).toEqual([])
      expect(isSameFilling(read.entries, entries), text).toBe(true)
      expect(read.isPinned).toBe(isPinned && entries.length > 0)
    }),
    { numRuns: 2000 },
  )
})

const scrap = fc.constantFrom(
  '王洁',
  '王芳',
  '（',
  '）',
  '教育局',
  '08:30',
  '-',
  '23:59',
  '25:00',
  '、',
  ' ',
  '*',
  '/',
  'li',
)

test('whatever is typed, each part is a person within the slot or a problem, and nobody stands twice at once', () => {
  const typing = fc.record({ on: drawn, typed: fc.array(scrap, { maxLength: 12 }) })
  fc.assert(
    fc.property(typing, ({ on: { book, unitId, slot }, typed }) => {
      const { entries } = readCell(typed.join(''), { slot, unitId, zone }, indexNames(book, initials))
      for (const [i, entry] of entries.entries()) {
        expect(slot.fromAt <= entry.fromAt && entry.fromAt < entry.toAt && entry.toAt <= slot.toAt).toBe(true)
        expect(book.people.get(entry.personId)?.disabled ?? false).toBe(false)
        const others = entries.filter((one, j) => j !== i && one.personId === entry.personId)
        expect(others.some((one) => one.fromAt < entry.toAt && entry.fromAt < one.toAt)).toBe(false)
      }
    }),
    { numRuns: 1000 },
  )
})

test('somebody of the site’s own unit is meant before a namesake, and others need their unit', () => {
  const people = [
    { id: 'p-1', name: '王洁', unitId: 'u-0' },
    { id: 'p-2', name: '王洁', unitId: 'u-1' },
    { id: 'p-3', name: '王洁', unitId: 'u-1' },
  ]
  const units = unitNames.map((name, i) => ({ id: `u-${i}`, name }))
  const book = openBook(fileWith({ changes: [], hasEve: false, isSensitive: false }, [], { units, people }))
  const index = indexNames(book, initials)
  const found = (typed: string, unitId?: string) => {
    const reading = index.find(typed, unitId)
    return reading.kind === 'person' ? reading.person.id : reading.kind
  }
  expect([found('王洁', 'u-0'), found('王洁', 'u-1'), found('王洁')]).toEqual(['p-1', 'several', 'several'])
  expect([found('王洁（教育局）'), found('王洁(教育局(本级))'), found('王洁（p-3）')]).toEqual([
    'p-1',
    'several',
    'p-3',
  ])
  expect([found('王洁（水务局）'), found('王'), found('')]).toEqual(['nobody', 'nobody', 'nobody'])
})
