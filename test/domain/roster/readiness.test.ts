import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openBook, type Period, type Shift } from '../../../src/domain/book/book.ts'
import { gateOf } from '../../../src/domain/roster/gate.ts'
import { type Receipt, receiptId } from '../../../src/domain/roster/history.ts'
import type { Reach } from '../../../src/domain/roster/reach.ts'
import { type Known, readinessOf } from '../../../src/domain/roster/readiness.ts'
import { bookWith, opening, shift } from '../roster.ts'

const period: Period = { id: 'one-day', name: '一天', from: '2026-10-01', to: '2026-10-01', state: 'published' }
const on = (id: string, siteId: string, personId: string, role: 'lead' | 'staff' = 'staff', to = 24): Shift =>
  shift(id, 0, to, { siteId, personId, role, periodId: period.id })
const whole = [on('a', 's-portal', 'p-li', 'lead'), on('b', 's-portal', 'p-chen')]

function receipt(personId: string, state: Receipt['state']): [string, Receipt] {
  const id = receiptId(period.id, personId)
  const told = { confirmedAt: state === 'confirmed' ? opening : null, via: null, number: 1 }
  return [personId, { id, version: 1, state, subject: period.id, personId, at: opening, dueAt: null, ...told }]
}

type Told = { reach?: Record<string, Reach>; receipts?: [string, Receipt][]; delivered?: string[] }

function rowsOf(shifts: Shift[], { reach = {}, receipts = [], delivered = [] }: Told = {}, of: Period = period) {
  const book = openBook(bookWith({ periods: [of], shifts }))
  const reachOf = (id: string) => reach[id] ?? 'verified'
  const known: Known = {
    gate: gateOf(book, of, reachOf),
    reach: reachOf,
    receipts: new Map(receipts),
    delivered: new Set(delivered),
  }
  return readinessOf(book, of, known)
}

const portal = (...args: Parameters<typeof rowsOf>) => rowsOf(...args).find(({ siteId }) => siteId === 's-portal')
const bothRead = [receipt('p-li', 'confirmed'), receipt('p-chen', 'confirmed')]

describe('a site is ready', () => {
  test('when its roster is whole and its people are reachable, told and sure', () => {
    expect(portal(whole, { receipts: bothRead, delivered: ['p-li'] })).toEqual({
      ...{ siteId: 's-portal', openCells: 0, people: 2, verified: 2, delivered: 1, read: 2, lacks: [], isReady: true },
    })
  })

  test('not while a minute is open, or two lead at once', () => {
    const short = [on('a', 's-portal', 'p-li', 'lead'), on('b', 's-portal', 'p-chen', 'staff', 23)]
    expect(portal(short, { receipts: bothRead })).toMatchObject({ openCells: 1, lacks: [], isReady: false })
    const two = [...whole, on('c', 's-portal', 'p-wang', 'lead')]
    const receipts = [...bothRead, receipt('p-wang', 'confirmed')]
    expect(portal(two, { receipts })).toMatchObject({ openCells: 1, people: 3, isReady: false })
  })

  test('not while somebody has not been told, or has not said that they read it', () => {
    expect(portal(whole, { receipts: [receipt('p-li', 'told')] })).toMatchObject({
      lacks: [
        { personId: 'p-li', kind: 'not_read' },
        { personId: 'p-chen', kind: 'not_told' },
      ],
      ...{ read: 0, isReady: false },
    })
  })

  test.each(['none', 'unverified', 'failed', 'dead', 'opted_out'] as const)(
    'not while a number is %s, which is said once and no open cell',
    (reach) => {
      expect(portal(whole, { receipts: bothRead, reach: { 'p-chen': reach } })).toMatchObject({
        ...{ openCells: 0, verified: 1, isReady: false },
        lacks: [{ personId: 'p-chen', kind: 'number', reach }],
      })
    },
  )

  test('without a publication nobody lacks a reading, and a site without anybody is never ready', () => {
    const draft = { ...period, state: 'draft' as const }
    expect(portal(whole, {}, draft)).toMatchObject({ lacks: [], isReady: true })
    expect(rowsOf([], {}, draft).map(({ people, isReady }) => [people, isReady])).toEqual([
      [0, false],
      [0, false],
    ])
  })
})

test('one person with several shifts is one person', () => {
  const evening = shift('c', 12, 24, { personId: 'p-chen', periodId: period.id })
  const shifts = [on('a', 's-portal', 'p-li', 'lead'), on('b', 's-portal', 'p-chen', 'staff', 12), evening]
  expect(portal(shifts, { receipts: bothRead })).toMatchObject({ people: 2, read: 2, isReady: true })
})

test('whatever is missing where, the sites with most missing come first, and each count is its own', () => {
  const ids = ['p-li', 'p-wang', 'p-chen', 'p-zhao']
  const drawn = fc.record({
    shifts: fc.array(
      fc.record({
        siteId: fc.constantFrom('s-portal', 's-water'),
        personId: fc.constantFrom(...ids),
        role: fc.constantFrom('lead' as const, 'staff' as const),
        to: fc.constantFrom(6, 24),
      }),
      { maxLength: 6 },
    ),
    reach: fc.dictionary(fc.constantFrom(...ids), fc.constantFrom<Reach>('none', 'verified', 'unverified')),
    told: fc.subarray(ids),
    read: fc.subarray(ids),
  })
  fc.assert(
    fc.property(drawn, ({ shifts, reach, told, read }) => {
      const all = shifts.map(({ siteId, personId, role, to }, i) => on(`x${i}`, siteId, personId, role, to))
      const receipts = [...told.map((id) => receipt(id, 'told')), ...read.map((id) => receipt(id, 'confirmed'))]
      const rows = rowsOf(all, { reach, receipts })
      const missing = rows.map(({ openCells, lacks, people }) => openCells + lacks.length + (people === 0 ? 1 : 0))
      expect(missing).toEqual(missing.toSorted((a, b) => b - a))
      for (const row of rows) {
        const people = new Set(all.filter(({ siteId }) => siteId === row.siteId).map(({ personId }) => personId))
        const silent = [...people].filter((id) => !read.includes(id))
        const unproven = [...people].filter((id) => (reach[id] ?? 'verified') !== 'verified')
        expect([row.people, row.read, row.verified]).toEqual([
          people.size,
          people.size - silent.length,
          people.size - unproven.length,
        ])
        expect(row.lacks).toHaveLength(silent.length + unproven.length)
        expect(row.isReady).toBe(row.openCells === 0 && people.size > 0 && row.lacks.length === 0)
      }
    }),
    { numRuns: 300 },
  )
})
