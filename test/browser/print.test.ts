import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { setPassword } from '../../src/actions/people/accounts.ts'
import type { BookFile, Period } from '../../src/domain/book/book.ts'
import { type OpenWeb, openWeb } from '../web/open-web.ts'
import { password } from '../web/town.ts'
import { desk, launchChromium, openPage, signIn } from './chromium.ts'
import { eightDays, nightHouse } from './eight-days.ts'

const officePerson = 'p-037'
let browser: Browser
let web: OpenWeb | null = null
beforeAll(async () => {
  browser = await launchChromium()
}, 60_000)
afterEach(() => web?.close())
afterAll(() => browser?.close())

/** How many sheets come out of the printer, and whether they lie on their side. */
async function printed(book: BookFile, path: string): Promise<{ sheets: number; isWide: boolean; sections: number }> {
  web = await openWeb({ book })
  const editor = { personId: null, personName: '', from: '' }
  await setPassword(web.deps, { personId: officePerson, password, editor }, web.clock.now)
  const mobile = web.deps.book.current().people.get(officePerson)?.mobile ?? ''
  const person = await openPage(browser, desk)
  await signIn(person, web.address, { mobile, password })
  await person.page.goto(web.address + path)
  const pdf = (await person.page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const sections = await person.page.locator('.a4').count()
  await person.page.context().close()
  const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)
  return {
    sheets: pdf.match(/\/Type\s*\/Page[^s]/g)?.length ?? 0,
    isWide: Number(box?.[1]) > Number(box?.[2]),
    sections,
  }
}

/** The town with more houses than it has: copies of its sites, with their shifts. */
function larger(book: BookFile, count: number): BookFile {
  const sites = book.sites ?? []
  const copies = Array.from({ length: count - sites.length }, (_, n) => {
    const original = sites[n % sites.length]
    if (!original) throw new Error('the sample town has no sites')
    return { original, copy: { ...original, id: `${original.id}-${n}`, url: `http://copy-${n}.example/` } }
  })
  const shifts = book.shifts ?? []
  const more = copies.flatMap(({ original, copy }) =>
    shifts
      .filter(({ siteId }) => siteId === original.id)
      .map((shift) => ({ ...shift, id: `${shift.id}-${copy.id}`, siteId: copy.id })),
  )
  return { ...book, sites: [...sites, ...copies.map(({ copy }) => copy)], shifts: [...shifts, ...more] }
}

function undisputed({ override: _why, ...period }: Period): Period {
  return period
}

describe('the duty table in print', () => {
  test.each([
    ['thirty sites over eight days and their eve are one sheet', 30, '/duty/print', 1],
    ['the telephone list is a sheet of its own', 30, '/duty/print?phones=1', 2],
    ['the copy for the public is one sheet', 30, '/duty/print?public=1', 1],
    ['the page of the table prints as it is, on one sheet', 30, '/duty', 1],
    ['one day of all sites is one sheet', 30, '/duty?view=date', 1],
    ['one site on all days is one sheet', 30, '/duty?view=site', 1],
    ['the report of the period is one sheet', 30, '/periods/national-day-2026/report', 1],
  ])(
    '%s',
    async (_what, count, path, sheets) => {
      expect(await printed(larger(eightDays(), count), path)).toMatchObject({ sheets, isWide: false })
    },
    60_000,
  )

  test('thirty-four sites are one sheet, in smaller print', async () => {
    const { sites = [], periods = [], ...book } = eightDays()
    const usual = {
      ...book,
      sites: sites.filter(({ unitId }) => unitId !== nightHouse),
      periods: periods.map(undisputed),
    }
    expect(await printed(larger(usual, 34), '/duty/print')).toMatchObject({ sheets: 1, isWide: false })
  }, 60_000)

  test('every sheet of a large town is one page of the printer', async () => {
    const { sheets, sections } = await printed(larger(eightDays(), 120), '/duty/print')
    expect(sections).toBeGreaterThan(3)
    expect(sheets).toBe(sections)
  }, 60_000)

  test('a fortnight lies on its side, and still each sheet is one page', async () => {
    const book = eightDays()
    const periods = book.periods?.map((period) => ({ ...period, to: '2026-10-14' })) ?? []
    const { sheets, sections, isWide } = await printed({ ...book, periods }, '/duty/print')
    expect([isWide, sheets]).toEqual([true, sections])
  }, 60_000)
})
