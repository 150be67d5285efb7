import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Editor } from '../../../src/actions/edit-book.ts'
import { discardDraft, editsSince, undoEdit } from '../../../src/actions/roster/edit-roster.ts'
import { findTouched, saveCells } from '../../../src/actions/roster/save-cells.ts'
import { askSwap, stepSwap } from '../../../src/actions/roster/swap.ts'
import { type CellEntry, type CellFilling, entriesOf } from '../../../src/domain/roster/cell.ts'
import { type Placed, placedIn } from '../../../src/domain/roster/placed.ts'
import { bookWithDraft } from '../../../src/domain/roster/roster.ts'
import {
  allCells,
  bookOf,
  fileWith,
  opening,
  type Pattern,
  periodWith,
  placed,
  rosters,
} from '../../domain/roster/small-roster.ts'
import { type Desk, openDesk } from '../desk.ts'

// Two people, each with a page of the same roster that the other goes on changing.

type Cells = ReadonlyMap<string, string>
type Page = {
  shownId: string
  shown: ReadonlyMap<string, readonly CellEntry[]>
  typed: Map<string, readonly CellEntry[]>
}

const pattern: Pattern = { changes: ['08:30', '20:30'], hasEve: false, isSensitive: false }
const cells = allCells(bookOf(pattern)).filter(({ siteId }) => siteId === 's-a')
const keyOf = (cell: (typeof cells)[number]) => `${cell.role} ${cell.slot.fromAt}`
const editors: Editor[] = ['赵欣怡', '周敏'].map((personName, i) => ({ personId: `e-${i}`, personName, from: 'test' }))

/** What each cell holds, in the words that a page would post again. */
function entriesIn(shifts: readonly Placed[]): Map<string, readonly CellEntry[]> {
  return new Map(cells.map((cell) => [keyOf(cell), entriesOf(shifts, cell)]))
}

/** Who stands in a cell from which moment on: however it was written, this is what it says. */
function said(entries: readonly CellEntry[]): string {
  const edges = [...new Set(entries.flatMap(({ fromAt, toAt }) => [fromAt, toAt]))].sort((a, b) => a - b)
  const turns = edges.map((at) => {
    const people = entries.filter(({ fromAt, toAt }) => fromAt <= at && at < toAt).map(({ personId }) => personId)
    return { at, people: [...new Set(people)].sort().join() }
  })
  return turns.flatMap(({ at, people }, i) => (turns[i - 1]?.people === people ? [] : [`${at} ${people}`])).join(' ')
}

const held = (shifts: readonly Placed[]): Map<string, string> =>
  new Map([...entriesIn(shifts)].map(([key, entries]) => [key, said(entries)]))

function rosterOf({ book }: Desk): Placed[] {
  return placedIn(bookWithDraft(book.current(), 'made'), 'made')
}

function fillingsOf({ shown, typed }: Page): CellFilling[] {
  return cells.map((cell) => ({ cell, entries: typed.get(keyOf(cell)) ?? shown.get(keyOf(cell)) ?? [] }))
}

async function show(desk: Desk): Promise<Page> {
  const [last] = await editsSince(desk, 'made', '')
  return { shownId: last?.id ?? '', shown: entriesIn(rosterOf(desk)), typed: new Map() }
}

const save = (desk: Desk, who: number, { shownId, ...page }: Page, now: number) =>
  saveCells(
    desk,
    editors[who] ?? raise(),
    { periodId: 'made', shownId, fillings: fillingsOf({ shownId, ...page }) },
    now,
  )

function raise(): never {
  throw new Error('there are two editors')
}

/** What the cells have to be after a save, cell by cell and without the code's own words for it. */
function expected(page: Page, now: Cells): { conflicts: string[]; after: Map<string, string> } {
  const conflicts: string[] = []
  const after = new Map(now)
  for (const [key, entries] of page.typed) {
    const [mine, was] = [said(entries), said(page.shown.get(key) ?? [])]
    if (mine === was || mine === now.get(key)) continue
    if (now.get(key) === was) after.set(key, mine)
    else conflicts.push(key)
  }
  return { conflicts, after: conflicts.length > 0 ? new Map(now) : after }
}

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ act: fc.constant('type' as const), who: fc.nat(1), cell: fc.nat(7), entry: fc.nat(4) }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('save' as const), who: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.constant({ act: 'both' as const }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('show' as const), who: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.constant({ act: 'undo' as const }) },
)
const story = fc.record({
  roster: rosters(6).map((all) => all.map((shift) => ({ ...shift, siteId: 's-a' }))),
  isPublished: fc.boolean(),
  steps: fc.array(step, { maxLength: 25 }),
  /** The clock stands still, or goes back. */
  tick: fc.constantFrom(0, 1000, -1000),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What may be typed into a cell: nobody, one person, half a slot, two people. */
function entryIn(cell: (typeof cells)[number], entry: number): CellEntry[] {
  const { fromAt, toAt } = cell.slot
  const middle = (fromAt + toAt) / 2
  const all = [
    [],
    [{ personId: 'p-a', fromAt, toAt }],
    [{ personId: 'p-b', fromAt, toAt: middle }],
    [{ personId: 'p-c', fromAt, toAt }],
    [
      { personId: 'p-a', fromAt, toAt: middle },
      { personId: 'p-d', fromAt: middle, toAt },
    ],
  ]
  return all[entry] ?? []
}

async function opened(roster: readonly Placed[], isPublished: boolean) {
  // A published roster holds no clash; a draft may hold anything.
  const state = isPublished ? 'published' : 'draft'
  return openDesk(fileWith(pattern, isPublished ? [] : roster, { periods: [periodWith(pattern, state)] }))
}

/** One desk with two pages, and the states that undoing goes back through. */
async function play(one: { roster: Placed[]; isPublished: boolean; steps: Step[]; tick: number }) {
  const desk = await opened(one.roster, one.isPublished)
  const inForce = JSON.stringify(desk.book.current().file.shifts)
  const pages = [await show(desk), await show(desk)]
  const past: Cells[] = []
  let now = opening
  const saved = async (result: Awaited<ReturnType<typeof save>>, page: Page, before: Cells) => {
    const { conflicts, after } = expected(page, before)
    if (conflicts.length > 0) {
      expect(result.kind).toBe('conflict')
      const named = result.kind === 'conflict' ? result.conflicts.map(({ filling }) => keyOf(filling.cell)) : []
      expect(named.sort()).toEqual(conflicts.sort())
    } else {
      expect(result.kind).toBe('saved')
      if (String([...after]) !== String([...before])) past.push(before)
    }
    return after
  }
  for (const step of one.steps) {
    now += one.tick
    const before = held(rosterOf(desk))
    const [first = raise(), second = raise()] = pages
    if (step.act === 'type') {
      const cell = cells[step.cell % cells.length]
      if (cell) pages[step.who]?.typed.set(keyOf(cell), entryIn(cell, step.entry))
    } else if (step.act === 'show') pages[step.who] = await show(desk)
    else if (step.act === 'save') {
      const page = pages[step.who] ?? raise()
      const after = await saved(await save(desk, step.who, page, now), page, before)
      expect(held(rosterOf(desk))).toEqual(after)
      pages[step.who] = await show(desk)
    } else if (step.act === 'both') {
      const results = await Promise.all([save(desk, 0, first, now), save(desk, 1, second, now)])
      const between = await saved(results[0], first, before)
      expect(held(rosterOf(desk))).toEqual(await saved(results[1], second, between))
      pages.splice(0, 2, await show(desk), await show(desk))
    } else {
      const undone = await undoEdit(desk, editors[0] ?? raise(), { periodId: 'made', keeps: () => true }, now)
      const earlier = past.pop()
      expect(undone.kind).toBe(earlier ? 'saved' : 'missing')
      expect(held(rosterOf(desk))).toEqual(earlier ?? before)
    }
    if (one.isPublished) expect(JSON.stringify(desk.book.current().file.shifts)).toBe(inForce)
  }
}

test('of two who edit at once nothing is lost: each cell is as one of them typed it, or both are asked; undoing goes back through every state', async () => {
  await fc.assert(fc.asyncProperty(story, play), { numRuns: 150 })
})

test('only what a reader changed on their page is taken for changed, whatever the other has saved since', async () => {
  const typing = fc.array(fc.record({ cell: fc.nat(7), entry: fc.nat(4) }), { maxLength: 5 })
  const property = fc.asyncProperty(story, typing, typing, async ({ roster }, mine, theirs) => {
    const desk = await opened(
      roster.map(({ isPinned: _pin, ...shift }) => shift),
      false,
    )
    const [page, other] = [await show(desk), await show(desk)]
    for (const [typed, all] of [
      [page.typed, mine],
      [other.typed, theirs],
    ] as const) {
      for (const { cell, entry } of all) {
        const at = cells[cell % cells.length]
        if (at) typed.set(keyOf(at), entryIn(at, entry))
      }
    }
    await save(desk, 1, other, opening)
    const fillings = fillingsOf(page)
    const touched = await findTouched(desk, { periodId: 'made', shownId: page.shownId, fillings })
    const changed = cells.map(keyOf).filter((key) => {
      const shown = page.shown.get(key) ?? []
      return said(page.typed.get(key) ?? shown) !== said(shown)
    })
    expect([...touched].map(({ cell }) => keyOf(cell)).sort()).toEqual(changed.sort())
  })
  await fc.assert(property, { numRuns: 60 })
})

test('a swap that is approved meanwhile is not taken back by a page that was shown before, nor by undoing', async () => {
  const pages = fc.record({ hasDraft: fc.boolean(), isUndone: fc.boolean(), cell: fc.constantFrom(0, 1, 3, 4, 5) })
  const property = fc.asyncProperty(pages, async ({ hasDraft, isUndone, cell }) => {
    const [given, other] = [cells[2] ?? raise(), cells[cell] ?? raise()]
    const shift = placed('x', { siteId: 's-a', role: 'staff', personId: 'p-a', from: 0, length: 720 })
    const period = { ...periodWith(pattern, 'published'), publishedAt: '2026-09-01T08:00:00+08:00', version: 1 }
    const file = fileWith(pattern, [shift], { periods: [period] })
    const desk = await openDesk({ ...file, settings: { ...file.settings, officePersonIds: ['p-d'] } })
    const person = (id: string) => desk.book.current().people.get(id) ?? raise()
    const first = await show(desk)
    first.typed.set(keyOf(cells[5] ?? raise()), entryIn(cells[5] ?? raise(), 4))
    if (hasDraft) await save(desk, 0, first, opening - 3)
    const page = await show(desk)
    const asked = { given: [shift], inReturn: [], from: person('p-a'), to: person('p-b'), reason: '' }
    const order = await askSwap(desk, asked, opening - 2)
    if (order.kind !== 'done') throw new Error(order.kind)
    const act = (by: string, what: 'accept' | 'approve') =>
      stepSwap(desk, { swapId: order.swap.id, act: what, person: person(by), note: '', from: 'test' }, opening - 1)
    expect([(await act('p-b', 'accept')).kind, (await act('p-d', 'approve')).kind]).toEqual(['done', 'done'])
    page.typed.set(keyOf(other), entryIn(other, 3))
    const saved = isUndone
      ? await undoEdit(desk, editors[0] ?? raise(), { periodId: 'made', keeps: () => true }, opening)
      : await save(desk, 1, page, opening)
    expect(saved.kind).toBe(isUndone ? 'missing' : 'saved')
    const { fromAt, toAt } = given.slot
    expect(entriesOf(rosterOf(desk), given)).toEqual([{ personId: 'p-b', fromAt, toAt }])
  })
  await fc.assert(property, { numRuns: 30 })
})

test('after a draft was thrown away nothing older can be undone', async () => {
  const desk = await opened([], true)
  for (const entry of [1, 3]) {
    const page = await show(desk)
    page.typed.set(keyOf(cells[2] ?? raise()), entryIn(cells[2] ?? raise(), entry))
    await save(desk, 0, page, opening)
  }
  await discardDraft(desk, editors[0] ?? raise(), 'made', opening)
  expect((await undoEdit(desk, editors[0] ?? raise(), { periodId: 'made', keeps: () => true }, opening)).kind).toBe(
    'missing',
  )
  expect([rosterOf(desk), desk.book.current().file.drafts]).toEqual([[], undefined])
})
