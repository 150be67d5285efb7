import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBook } from '../../src/domain/book/book.ts'
import { censusOf, type Mark, markOf, marks } from '../../src/web/board/marks.ts'
import { sentenceOf } from '../../src/web/board/sentence.ts'
import { ownPath } from '../../src/web/own-path.ts'
import { periodOf, shiftAt } from '../../src/web/shift.ts'
import { wordsOf } from '../../src/web/words.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, town, xingang } from './town.ts'
import { headingOf } from './visitor.ts'

describe('the shift', () => {
  const book = openBook(town)

  test('at three in the morning is that of the day before', () => {
    expect(shiftAt(book, nightNow).date).toBe('2026-10-03')
    expect(shiftAt(book, Date.parse('2026-10-04T08:29:59+08:00')).date).toBe('2026-10-03')
    expect(shiftAt(book, Date.parse('2026-10-04T08:30:00+08:00')).date).toBe('2026-10-04')
  })

  test('always holds the moment it is asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1.6e12, max: 2e12 }), (now) => {
        const { startsAt, endsAt, share } = shiftAt(book, now)
        expect(startsAt <= now && now < endsAt).toBe(true)
        expect(share >= 0 && share < 1).toBe(true)
      }),
    )
  })

  test('knows which day of a published period it is, and of no draft', () => {
    expect(periodOf(book, '2026-10-03')).toMatchObject({ day: 3, days: 7 })
    expect(periodOf(book, '2026-10-08')).toBeNull()
    const draft = openBook({
      ...town,
      periods: town.periods?.map((one) => ({ ...one, state: 'draft' as const })) ?? [],
    })
    expect(periodOf(draft, '2026-10-03')).toBeNull()
  })
})

describe('the sentence of the board', () => {
  const none = censusOf([])
  const say = (census: Partial<typeof none>, sites = 10, isBlind = false) =>
    sentenceOf(wordsOf('zh-Hans'), { census: { ...none, ...census }, live: [], sites, isBlind })

  test('is quiet when all is well', () => {
    expect(say({ up: 10 })).toEqual({ heading: '10 个网站都正常。', rest: '' })
  })

  test('says the gravest first and counts the rest', () => {
    expect(say({ up: 6, unknown: 1, suspect: 2, planned: 1 })).toEqual({
      heading: '1 个网站没有探测数据。',
      rest: '2 个正在复查，1 个报备维护中。其余 6 个正常。',
    })
  })

  test('never calls a site down while the watch is blind', () => {
    expect(say({ unknown: 10 }, 10, true).heading).toBe('值守自己的网络不通，看不见网站。')
  })

  test('has nothing to say of no sites', () => {
    expect(say({}, 0).heading).toBe('还没有网站。')
  })
})

test('a site in planned work is shown as such, and one nobody looked at as unknown', () => {
  const window = {
    id: 'w',
    siteId: xingang,
    from: '2026-10-04T03:00:00+08:00',
    to: '2026-10-04T04:00:00+08:00',
    reason: '升级',
  }
  const book = openBook({ ...town, windows: [window] })
  const seen = { state: undefined, incident: undefined, now: nightNow }
  expect(markOf(book, xingang, seen)).toBe('planned')
  expect(markOf(book, 's-city', seen)).toBe('unknown')
})

test('a census counts every mark once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom<Mark>(...marks)), (all) => {
      expect(Object.values(censusOf(all)).reduce((sum, n) => sum + n, 0)).toBe(all.length)
    }),
  )
})

test('only a path of ours is followed', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const base = 'http://ours.example'
      expect(new URL(ownPath(text), base).origin).toBe(base)
    }),
  )
})

describe('the banner', () => {
  let web: OpenWeb
  beforeEach(async () => {
    web = await openWeb({ config: { sender: { provider: 'none', from: null, voiceFrom: null } } })
  })
  afterEach(() => web.close())
  const bannerOf = async () => {
    const { text } = await (await web.signedIn('office')).get('/')
    return [...text.matchAll(/<div class="banner[^>]*>.*?<p>([^<]*)<\/p>/gs)].map(([, sentence]) => sentence)
  }

  test('says that texts reach no phone', async () => {
    expect(await bannerOf()).toEqual(['没有配置短信通道，短信只显示在发件箱里，不会发到手机。'])
  })

  test('is one at a time, the gravest first', async () => {
    web.watch.health = { status: 'stalled', lastTickAt: nightNow - 200_000 }
    expect(await bannerOf()).toEqual(['探测停了，最后一轮是今天 02:59:43。请联系系统管理员。'])
    web.watch.blindSince = nightNow - 60_000
    expect(await bannerOf()).toEqual([expect.stringContaining('值守自己的网络不通，从今天 03:02:03起')])
  })

  test('names the sites about which nobody would be told', async () => {
    const lonely = {
      ...town,
      settings: { ...town.settings, officePersonIds: [] },
      sites: [{ id: 's-x', name: '无人的网站', url: 'http://x.example' }],
      shifts: [],
    }
    const other = await openWeb({ book: lonely })
    const page = await (await other.signedIn('duty')).get('/')
    expect(page.text).toContain('1 个网站现在没有任何人能收到通知：无人的网站。')
    await other.close()
  })
})

describe('a province of sites', () => {
  test('fits a page: the tiles come in pages, filters in the address', async () => {
    const sites = Array.from({ length: 1000 }, (_, n) => ({
      id: `s-${n}`,
      name: `第 ${n} 个政府网站`,
      url: `http://s${n}.example`,
      leadPersonId: 'p-zhou',
      group: n < 20 ? '市门户' : '区县',
    }))
    const web = await openWeb({ book: { ...town, sites, shifts: [] } })
    const office = await web.signedIn('office')
    const page = await office.get('/?page=2')
    expect(page.text.length).toBeLessThan(300_000)
    expect([...page.text.matchAll(/data-key="tile-/g)].length).toBe(150)
    expect(page.text).toContain('第 2 页，共 7 页')
    const few = await office.get('/?group=市门户&mark=unknown')
    expect([...few.text.matchAll(/data-key="tile-/g)].length).toBe(20)
    expect(headingOf(few)).toBe('1000 个网站没有探测数据。')
    expect((await office.get('/?page=9999&mark=constructor&group=')).status).toBe(200)
    await web.close()
  })
})
