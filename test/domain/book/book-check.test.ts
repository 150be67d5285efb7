import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differences, withEntry, withoutEntry } from '../../../src/domain/book/book-change.ts'
import { checkBook } from '../../../src/domain/book/book-check.ts'
import { problemNames } from '../../../src/domain/book/book-problem.ts'
import { bookJsonSchema } from '../../../src/domain/book/book-schema.ts'
import { describeProblem } from '../../../src/domain/book/problem-words.ts'
import { languages } from '../../../src/domain/language.ts'
import { bookWith, contractBook, shift } from '../roster.ts'

const named = (raw: unknown) => {
  const checked = checkBook(raw)
  return checked.ok ? [] : checked.problems.map(({ path, problem }) => `${path} ${problem}`)
}

test('the book of the contract is sound, and read back as it was written', () => {
  expect(checkBook(contractBook)).toEqual({ ok: true, file: contractBook })
  expect(checkBook({ schema: 'zhishou.book/1' })).toEqual({ ok: true, file: { schema: 'zhishou.book/1' } })
})

test('ten mistakes are ten problems, each with its exact path', () => {
  const book = structuredClone(bookWith({})) as unknown as Record<string, Record<string, unknown>[]>
  book['units']?.push({ id: 'u-portal', name: '又一个' })
  Object.assign(book['people']?.[0] ?? {}, { mobile: '13800000001' })
  Object.assign(book['people']?.[1] ?? {}, { mobile: '+8613800000004' })
  Object.assign(book['people']?.[2] ?? {}, { unitId: 'u-none' })
  Object.assign(book['sites']?.[0] ?? {}, { contactPersonIds: ['p-wang', 'p-none'] })
  Object.assign(book['sites']?.[1] ?? {}, { url: 'ftp://127.0.0.1/' })
  Object.assign(book['periods']?.[0] ?? {}, { to: '2026-09-30' })
  const shifts = [{ ...shift('a', 0, 8), role: 'boss' }, shift('b', 8, 8), { ...shift('c', 9, 12), from: '10月1日' }]
  expect(named({ ...book, shifts }).toSorted()).toEqual([
    'people[0].mobile bad_mobile',
    'people[2].unitId unknown_unit',
    'people[3].mobile duplicate_mobile',
    'periods[0].to reversed',
    'shifts[0].role not_one_of',
    'shifts[1].to reversed',
    'shifts[2].from bad_moment',
    'sites[0].contactPersonIds[1] unknown_person',
    'sites[1].url bad_url',
    'units[2].id duplicate_id',
  ])
})

test('a period or its window that goes on for years, or backwards, is a problem of the period', () => {
  const period = { id: 'long', name: '很长', from: '2026-10-01', to: '2026-10-07', state: 'draft' as const }
  const windowOf = (startsAt: string, endsAt: string) => ({ ...period, startsAt, endsAt })
  const of = (one: typeof period) => named({ ...bookWith({ shifts: [] }), periods: [one] })
  expect(of({ ...period, to: '9999-12-31' })).toEqual(['periods[0].to too_long'])
  expect(of(windowOf('2026-09-30T17:30:00+08:00', '2036-10-08T08:30:00+08:00'))).toEqual(['periods[0].to too_long'])
  expect(of(windowOf('2026-10-08T08:30:00+08:00', '2026-09-30T17:30:00+08:00'))).toEqual(['periods[0].endsAt reversed'])
  expect(of({ ...period, to: '2027-09-30' })).toEqual([])
})

test('a reminder within the quiet hours reaches nobody and is a problem; without quiet hours every time is right', () => {
  const of = (eveReminderAt: string, from: string, to: string) =>
    named({ ...bookWith({}), settings: { eveReminderAt, quietHours: { from, to } } })
  const unheard = ['settings.eveReminderAt in_quiet_hours']
  expect([of('22:00', '22:00', '07:00'), of('06:59', '22:00', '07:00'), of('12:30', '12:00', '13:00')]).toEqual(
    Array(3).fill(unheard),
  )
  expect([of('21:59', '22:00', '07:00'), of('07:00', '22:00', '07:00'), of('18:00', '18:00', '18:00')]).toEqual(
    Array(3).fill([]),
  )
  expect(named({ ...bookWith({}), settings: { quietHours: { from: '17:00' } } })).toEqual(unheard)
})

test('an unknown list and a wrong schema are named, an unknown field of an entry is kept', () => {
  expect(named({ ...contractBook, schema: 'zhishou.book/2', shfits: [] })).toEqual([
    'schema bad_schema',
    'shfits unknown_field',
  ])
  const kept = bookWith({ units: [{ id: 'u-portal', name: '甲', fax: '1' } as never, { id: 'u-water', name: '乙' }] })
  expect(checkBook(kept)).toMatchObject({ ok: true, file: { units: [{ fax: '1' }, {}] } })
})

test('a period that does not say so is a draft', () => {
  const { state: _, ...period } = contractBook.periods[0]
  expect(checkBook({ ...contractBook, periods: [period] })).toMatchObject({
    ok: true,
    file: { periods: [{ state: 'draft' }] },
  })
})

test('moments without an offset are read in the zone of the book, also when they are compared', () => {
  const mixed = { ...shift('a', 0, 8), from: '2026-10-01T10:00:00+08:00', to: '2026-10-01T09:00:00' }
  expect(named(bookWith({ shifts: [mixed] }))).toEqual(['shifts[0].to reversed'])
})

test.each([
  ['https://user@127.0.0.1/', 'bad_url'],
  ['https://:secret@127.0.0.1/', 'bad_url'],
  ['javascript:alert(1)', 'bad_url'],
  ['', 'bad_url'],
])('the address %s is refused', (url, problem) => {
  const [site] = contractBook.sites
  expect(named(bookWith({ sites: [{ ...structuredClone(site), expect: {}, url } as never], shifts: [] }))).toEqual([
    `sites[0].url ${problem}`,
  ])
})

describe('shifts that cannot both be true', () => {
  const clashes = (shifts: ReturnType<typeof shift>[]) => named(bookWith({ shifts }))

  test('are two leads of one site, named once, at the later one', () => {
    const shifts = [
      shift('b', 6, 12, { role: 'lead', personId: 'p-wang' }),
      shift('a', 0, 8, { role: 'lead', personId: 'p-li' }),
    ]
    expect(clashes(shifts)).toEqual(['shifts[0] two_leads'])
    expect(checkBook(bookWith({ shifts }))).toMatchObject({
      problems: [{ with: { other: 'a', from: '2026-10-01T14:30:00+08:00', to: '2026-10-01T16:30:00+08:00' } }],
    })
  })

  test('are sites of two units, both roles, or the same duty twice', () => {
    expect(clashes([shift('a', 0, 8), shift('b', 4, 12, { siteId: 's-water' })])).toEqual(['shifts[1] two_places'])
    expect(clashes([shift('a', 0, 8), shift('b', 4, 12, { role: 'lead' })])).toEqual(['shifts[1] both_roles'])
    expect(clashes([shift('a', 0, 8), shift('b', 4, 12)])).toEqual(['shifts[1] twice_at_once'])
  })

  test('are not shifts that only touch, two people on post, or the shifts of a draft', () => {
    const drafts = [
      { id: 'national-day-2026', name: '国庆节', from: '2026-10-01', to: '2026-10-07', state: 'draft' as const },
    ]
    expect(clashes([shift('a', 0, 8), shift('b', 8, 12)])).toEqual([])
    expect(clashes([shift('a', 0, 8), shift('b', 0, 8, { personId: 'p-wang' })])).toEqual([])
    expect(named(bookWith({ periods: drafts, shifts: [shift('a', 0, 8), shift('b', 4, 12)] }))).toEqual([])
  })

  test('an end inside the other shift is the end of the clash', () => {
    const shifts = [shift('a', 0, 24), shift('b', 4, 6)]
    expect(checkBook(bookWith({ shifts }))).toMatchObject({ problems: [{ with: { to: shifts[1]?.to } }] })
  })
})

test('a whole city of 556 sites for eight days is checked in well under a second', () => {
  const ids = Array.from({ length: 556 }, (_, i) => i)
  const people = ids.flatMap((i) => [0, 1, 2].map((n) => ({ id: `p-${i}-${n}`, name: '某', unitId: `u-${i}` })))
  const shifts = ids.flatMap((i) =>
    Array.from({ length: 8 }, (_, d) => d).flatMap((d) =>
      [0, 1, 2].map((n) => {
        const sketch = {
          siteId: `s-${i}`,
          personId: `p-${i}-${n}`,
          role: n === 0 ? ('lead' as const) : ('staff' as const),
        }
        return shift(`x-${i}-${d}-${n}`, d * 24, d * 24 + 24, sketch)
      }),
    ),
  )
  const units = ids.map((i) => ({ id: `u-${i}`, name: '某局' }))
  const sites = ids.map((i) => ({ id: `s-${i}`, name: '某局网站', url: 'http://127.0.0.1/', unitId: `u-${i}` }))
  const book = bookWith({ settings: {}, units, people, sites, shifts })
  const began = performance.now()
  expect(checkBook(book).ok).toBe(true)
  expect(performance.now() - began).toBeLessThan(2000)
})

test('one person on every site of a city is named once a shift, not once a pair', () => {
  const ids = Array.from({ length: 400 }, (_, i) => i)
  const units = ids.map((i) => ({ id: `u-${i}`, name: '某局' }))
  const sites = ids.map((i) => ({ id: `s-${i}`, name: '某局网站', url: 'http://127.0.0.1/', unitId: `u-${i}` }))
  const people = [{ id: 'p-all', name: '某' }]
  const shifts = ids.map((i) => shift(`x-${i}`, 0, 24, { siteId: `s-${i}`, personId: 'p-all' }))
  expect(named(bookWith({ settings: {}, units, people, sites, shifts }))).toHaveLength(399)
})

describe('whatever is handed in', () => {
  const hostile: unknown[] = [
    ...[null, undefined, [], 0, '', 'x'.repeat(1e6), true, {}, { schema: null }, { schema: [] }],
    { schema: 'zhishou.book/1', people: null, sites: {}, shifts: [null, 1, 'x', [], {}], settings: null },
    {
      schema: 'zhishou.book/1',
      settings: [],
      units: [[], [null]],
      windows: [{ from: 1, to: {} }],
      periods: [{ from: [], to: null }],
    },
    { schema: 'zhishou.book/1', people: [{ id: 'x'.repeat(1e6), name: 'y'.repeat(1e6), mobile: '9'.repeat(1e6) }] },
    {
      schema: 'zhishou.book/1',
      shifts: [{ id: 'a', from: `2026-10-01T${'0'.repeat(1e6)}`, to: `2026-10-01T${' '.repeat(1e6)}` }],
    },
    JSON.parse(
      '{"schema":"zhishou.book/1","__proto__":{"polluted":1},"units":[{"id":"u","name":"n","__proto__":{"polluted":1}}]}',
    ),
    JSON.parse(
      '{"schema":"zhishou.book/1","settings":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
    ),
  ]

  test.each(hostile.map((raw) => [raw]))(
    'is judged without a throw, quickly and in words of a readable length',
    (raw) => {
      const began = performance.now()
      const checked = checkBook(raw)
      expect(performance.now() - began).toBeLessThan(500)
      expect(({} as Record<string, unknown>)['polluted']).toBe(undefined)
      if (checked.ok) return
      for (const problem of checked.problems) expect(describeProblem(problem, 'en').length).toBeLessThan(400)
    },
  )

  test('of any JSON shape in any place is answered, never thrown', () => {
    const lists = fc.dictionary(
      fc.constantFrom('units', 'people', 'sites', 'periods', 'shifts', 'windows', 'settings'),
      fc.jsonValue(),
    )
    const entry = fc.dictionary(
      fc.constantFrom('id', 'name', 'from', 'to', 'siteId', 'mobile', 'probe', 'contactPersonIds'),
      fc.jsonValue(),
    )
    const sketches = fc.dictionary(
      fc.constantFrom('units', 'people', 'sites', 'periods', 'shifts', 'windows'),
      fc.array(entry),
    )
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), lists, sketches), (raw) => {
        expect(typeof checkBook(raw).ok).toBe('boolean')
        expect(typeof checkBook({ schema: 'zhishou.book/1', ...(typeof raw === 'object' ? raw : {}) }).ok).toBe(
          'boolean',
        )
      }),
      { numRuns: 800 },
    )
  })

  test('an entry that is no object is one problem, not a second one about its id', () => {
    expect(named({ schema: 'zhishou.book/1', units: [1, 2] })).toEqual(['units[0] wrong_type', 'units[1] wrong_type'])
  })
})

test('every problem has words in the three languages, with its values in them', () => {
  const values = { value: 'V', other: 'O', person: 'P', from: 'F', to: 'T', expected: 'E' }
  for (const language of languages) {
    const sentences = problemNames.map((problem) => describeProblem({ path: 'x', problem, with: values }, language))
    expect(new Set(sentences).size).toBe(problemNames.length)
    expect(sentences.join()).not.toMatch(/undefined|\{/)
  }
})

test('the form can be shown as JSON Schema', () => {
  expect(bookJsonSchema()).toMatchObject({ type: 'object', required: ['schema'] })
})

describe('differences between two books', () => {
  const before = bookWith({ settings: { officeName: '甲', bundleSeconds: 60 } })

  test('are one for each entry and setting, with what it was and what it is', () => {
    const after = withoutEntry(withEntry(before, 'units', { id: 'u-portal', name: '新名' }), 'people', 'p-zhao')
    const found = differences(before, { ...after, settings: { officeName: '乙', bundleSeconds: 60 } })
    expect(found).toMatchObject([
      { list: 'settings', id: 'officeName', before: '甲', after: '乙' },
      { list: 'units', id: 'u-portal', after: { name: '新名' } },
      { list: 'people', id: 'p-zhao', before: { name: '赵欣怡' }, after: null },
    ])
  })

  test('are none between equals, and an added entry stands at the end', () => {
    expect(differences(before, structuredClone(before))).toEqual([])
    expect(withEntry(before, 'units', { id: 'u-new', name: '新' }).units?.at(-1)).toEqual({ id: 'u-new', name: '新' })
  })
})
