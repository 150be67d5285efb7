import { expect, test } from 'vitest'
import { openBook } from '../../../src/domain/book/book.ts'
import { referenceProblems } from '../../../src/domain/book/book-references.ts'
import { ancestorsOf, failingAncestor } from '../../../src/domain/watch/parent.ts'
import { type SiteState, unseen, type Verdict } from '../../../src/domain/watch/verdict.ts'
import { midnight } from '../night.ts'
import { bookWith } from '../roster.ts'

/** `child: parent`; an empty one stands on nothing. */
function book(parents: Record<string, string>) {
  const sites = Object.entries(parents).map(([id, parentId]) => ({
    ...{ id, name: id, url: `http://${id}.example/` },
    ...(parentId === '' ? {} : { parentId }),
  }))
  return openBook(bookWith({ sites, shifts: [] }))
}

function states(verdicts: Record<string, Verdict>): Map<string, SiteState> {
  return new Map(Object.entries(verdicts).map(([id, verdict]) => [id, { ...unseen(id, midnight), verdict }]))
}

const chain = { portal: 'platform', platform: 'cloud', cloud: '' }

test('whatever it stands on, near or far, explains it while it fails', () => {
  expect(ancestorsOf(book(chain), 'portal')).toEqual(['platform', 'cloud'])
  const explained = (verdicts: Record<string, Verdict>) =>
    failingAncestor(book(chain), states(verdicts), 'portal', midnight)
  expect(explained({ platform: 'down' })).toBe('platform')
  expect(explained({ platform: 'up', cloud: 'recovering' })).toBe('cloud')
  expect(explained({ platform: 'up', cloud: 'up' })).toBeNull()
  expect(explained({ platform: 'unknown' })).toBeNull()
})

test('a look that failed before the site did explains nothing, one since then does', () => {
  const failedAt = (at: number) => {
    const last = { siteId: 'platform', at, ms: 1, ok: false, phases: {} }
    const suspect: SiteState = { ...unseen('platform', midnight), verdict: 'suspect', last }
    return failingAncestor(book(chain), new Map([['platform', suspect]]), 'portal', midnight)
  }
  expect([failedAt(midnight - 1), failedAt(midnight)]).toEqual([null, 'platform'])
})

test('in a ring, and on something that is not there, nobody is silenced', () => {
  const ring = { one: 'two', two: 'one', leaf: 'one', self: 'self', orphan: 'gone' }
  const all = states({ one: 'down', two: 'down', self: 'down' })
  for (const id of Object.keys(ring)) expect(failingAncestor(book(ring), all, id, midnight)).toBeNull()
})

test('the book says which sites stand on themselves, and which on nothing', () => {
  const { file } = book({ one: 'two', two: 'one', leaf: 'one', self: 'self', orphan: 'gone', fine: 'leaf' })
  const found = referenceProblems(file, () => false).map(({ path, problem }) => `${path} ${problem}`)
  expect(found.sort()).toEqual([
    'sites[0].parentId parent_ring',
    'sites[1].parentId parent_ring',
    'sites[3].parentId parent_ring',
    'sites[4].parentId unknown_site',
  ])
})
