import type { Response } from 'express'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { standings } from '../../src/domain/authority.ts'
import { incidentStates } from '../../src/domain/incident/incident.ts'
import { heartbeatOf } from '../../src/web/board/heartbeat.ts'
import { dockKind } from '../../src/web/incidents/dock-view.ts'
import { meaningOf } from '../../src/web/incidents/meaning.ts'
import { momentsOf } from '../../src/web/incidents/moments-view.ts'
import { createStreams } from '../../src/web/live/streams.ts'
import { openWeb } from './open-web.ts'
import { readerIn } from './readers.ts'
import { nightNow, xingang } from './town.ts'

const reader = readerIn()

async function someIncident() {
  const web = await openWeb()
  const incident = await web.goesDown(xingang, nightNow - 351_000)
  await web.close()
  return incident
}

describe('the one big button', () => {
  const owner = { id: 'p-chen', name: '陈海涛' }
  test.each([
    ['paging', 'staff', 'acknowledge', 'acknowledge'],
    ['paging', 'office', 'acknowledge', 'acknowledge'],
    ['acknowledged', 'staff', 'progress', 'takeOver'],
    ['acknowledged', 'lead', 'progress', 'takeOver'],
    ['recovered', 'staff', 'mended', 'none'],
    ['recovered', 'lead', 'confirm', 'confirm'],
    ['closed', 'staff', 'note', 'note'],
    ['voided', 'office', 'note', 'note'],
  ] as const)('%s, %s: %s for its owner, %s for others', async (state, standing, forOwner, forOthers) => {
    const incident = { ...(await someIncident()), state, acknowledgedBy: owner }
    expect(dockKind(incident, standing, 'p-chen')).toBe(forOwner)
    expect(dockKind(incident, standing, 'p-zhou')).toBe(forOthers)
  })

  test('a viewer never has one, whatever the state', async () => {
    const incident = await someIncident()
    for (const state of incidentStates) expect(dockKind({ ...incident, state }, 'viewer', 'p-he')).toBe('none')
    expect(standings[0]).toBe('viewer')
  })
})

test('a button means something else after each change of state, owner or recovery, and not after a message', async () => {
  const incident = await someIncident()
  const taken = { ...incident, state: 'acknowledged' as const, acknowledgedBy: { id: 'a', name: 'A' } }
  const others = [
    taken,
    { ...taken, acknowledgedBy: { id: 'b', name: 'B' } },
    { ...incident, state: 'recovered' as const, recoveredAt: 1 },
  ]
  const meanings = [incident, ...others].map(meaningOf)
  expect(new Set(meanings).size).toBe(meanings.length)
  expect(meaningOf({ ...incident, version: 99, level: 3, toldAt: 5, told: [] })).toBe(meaningOf(incident))
})

test('the five moments count from the first failure, and the one now waiting says for how long', async () => {
  const incident = { ...(await someIncident()), toldAt: nightNow - 330_000 }
  expect(momentsOf(incident, reader).map(({ kind, value, note }) => [kind, value, note])).toEqual([
    ['done', '02:57:12', '首次失败'],
    ['done', '02:57:33', '21 秒'],
    ['wait', '待签收', '已等 5 分 30 秒'],
    ['todo', '—', ''],
    ['todo', '—', ''],
  ])
  const alone = { ...incident, state: 'recovered' as const, recoveredAt: nightNow - 60_000 }
  expect(momentsOf(alone, reader).map(({ kind }) => kind)).toEqual(['done', 'done', 'todo', 'done', 'ask'])
})

describe('the heartbeat', () => {
  const at = (minutes: number) => nightNow - minutes * 60_000 - 1000

  test('says in words what it shows in heights', () => {
    const beats = [0, 1, 2].map((n) => ({ at: at(n), ms: 200, ok: n !== 1 }))
    const { label, paths } = heartbeatOf(beats, reader)
    expect(label).toBe('最近 30 分钟 3 次探测，1 次失败')
    expect(paths.map(({ kind }) => kind)).toEqual(['up', 'fail', 'gap'])
    expect(heartbeatOf([], reader).label).toBe('最近 30 分钟没有探测')
  })

  test('lets the worst look of a minute stand for it, and leaves out what is older or to come', () => {
    const beats = [
      { at: at(0), ms: 200, ok: true },
      { at: at(0) + 200, ms: 15_000, ok: false },
      { at: at(0) + 400, ms: 100, ok: true },
      { at: at(31), ms: 100, ok: false },
      { at: nightNow + 90_000, ms: 100, ok: false },
    ]
    expect(heartbeatOf(beats, reader).label).toBe('最近 30 分钟 1 次探测，1 次失败')
  })

  test('draws a page that opens slowly higher than one that opens well', () => {
    const kinds = heartbeatOf([{ at: at(0), ms: 9000, ok: true }], reader).paths.map(({ kind }) => kind)
    expect(kinds).toEqual(['slow', 'gap'])
  })
})

describe('open pages', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  function listener(isEntitled: () => Promise<boolean>) {
    const written: string[] = []
    let ended = false
    const res = { write: (text: string) => written.push(text), end: () => (ended = true) } as unknown as Response
    return { stream: { sessionId: 's1', res, isEntitled, onError: () => {} }, written, hasEnded: () => ended }
  }

  test('hear a heartbeat every three seconds, until their reader may hear no more', async () => {
    vi.useFakeTimers()
    let isEntitled = true
    const page = listener(async () => isEntitled)
    const streams = createStreams()
    streams.add(page.stream)
    await vi.advanceTimersByTimeAsync(9000)
    expect(page.written.length).toBe(3)
    isEntitled = false
    await vi.advanceTimersByTimeAsync(3000)
    expect([page.hasEnded(), vi.getTimerCount()]).toEqual([true, 0])
  })

  test('of one session end together, and those of others go on', () => {
    vi.useFakeTimers()
    const streams = createStreams()
    const pages = ['s1', 's1', 's2'].map((sessionId) => {
      const page = listener(async () => true)
      streams.add({ ...page.stream, sessionId })
      return page
    })
    streams.endOfSession('s1')
    expect(pages.map(({ hasEnded }) => hasEnded())).toEqual([true, true, false])
    streams.endOfSession('s2')
    expect(vi.getTimerCount()).toBe(0)
  })
})
