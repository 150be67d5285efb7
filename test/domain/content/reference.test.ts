import { expect, test } from 'vitest'
import reference from '../../../data/reference/content-watch.json' with { type: 'json' }
import { bookSchema } from '../../../src/domain/book/book-schema.ts'

test('words and hosts that come with the release are whole, and none stands twice', () => {
  for (const name of ['inSpots', 'anywhere', 'linked', 'embedded'] as const) {
    const values = reference[name]
    expect([name, new Set(values).size]).toEqual([name, values.length])
    expect(values.every((value) => value.trim() === value && value !== '')).toBe(true)
  }
})

test('hosts are such as an office could add itself', () => {
  const contentHosts = [...reference.linked, ...reference.embedded]
  const { success, error } = bookSchema.safeParse({ schema: 'zhishou.book/1', settings: { contentHosts } })
  expect([success, error?.issues.map(({ path }) => path)]).toEqual([true, undefined])
})

test('no word is so short that it stands in ordinary ones', () => {
  expect([...reference.inSpots, ...reference.anywhere].filter((word) => [...word].length < 2)).toEqual([])
})
