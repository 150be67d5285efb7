import type { Browser, BrowserContextOptions } from 'playwright-core'
import { expect } from 'vitest'
import { setPassword } from '../../src/actions/people/accounts.ts'
import type { BookFile, Shift } from '../../src/domain/book/book.ts'
import { instantOf } from '../../src/domain/instant.ts'
import { readSample } from '../demo/sample-town.ts'
import { type OpenWeb, openWeb } from '../web/open-web.ts'
import { password } from '../web/town.ts'
import { accessibilityFaults, openPage, overflow, type Person, signIn } from './chromium.ts'

/** A holiday, two weeks before which the office begins; `opens` is the first evening, `days` its first and last day. */
export type Life = { id: string; year: number; name: string; now: string; opens: string; days: [string, string] }

/** People of the sample: the office, and one house with its lead and its two staff. */
export const office = 'p-037'
export const house = { unit: 'u-xingang', site: 's-xingang', lead: 'p-001', asks: 'p-038', takes: 'p-039' }
export const names = { lead: '周敏', asks: '陈海涛', takes: '李卓然' }
/** The house in the row above. */
export const above = 's-binhe'

/** The sample town, 30 sites and 98 people, before anybody has made a roster. */
function townWithoutRoster(): BookFile {
  const { officeName, officePhone, officePersonIds, units, people, sites } = readSample()
  return {
    schema: 'zhishou.book/1',
    settings: { officeName, officePhone, officePersonIds },
    units,
    people,
    sites: sites.map(({ lead: _lead, staff: _staff, ...site }) => ({ ...site, url: `http://${site.id}.example/` })),
  }
}

/** The server with that town, and a browser's people in it; `isThorough` asks every page for accessibility as well. */
export type RosterTown = {
  web: OpenWeb
  as(personId: string, how: BrowserContextOptions): Promise<Person>
  /** Fails when the page is wider than its screen, breaks WCAG 2.2 AA or makes the browser complain. */
  look(person: Person): Promise<void>
  shiftsOf(periodId: string, personId: string): Shift[]
  close(): Promise<void>
}

export async function openRosterTown(browser: Browser, now: string, isThorough: boolean): Promise<RosterTown> {
  const web = await openWeb({ book: townWithoutRoster(), now: instantOf(now, 'Asia/Shanghai') })
  const editor = { personId: null, personName: '', from: '' }
  for (const personId of [office, house.lead, house.asks, house.takes]) {
    await setPassword(web.deps, { personId, password, editor }, web.clock.now)
  }
  const opened: Person[] = []
  const as = async (personId: string, how: BrowserContextOptions): Promise<Person> => {
    const person = await openPage(browser, how)
    person.page.setDefaultTimeout(8_000)
    opened.push(person)
    const mobile = web.deps.book.current().people.get(personId)?.mobile ?? ''
    await signIn(person, web.address, { mobile, password })
    return person
  }
  const look = async ({ page, complaints }: Person): Promise<void> => {
    const where = new URL(page.url()).pathname
    expect(await overflow(page), where).toBeLessThanOrEqual(0)
    expect(complaints, where).toEqual([])
    if (isThorough) expect(await accessibilityFaults(page), where).toEqual([])
  }
  return {
    web,
    as,
    look,
    shiftsOf: (periodId, personId) =>
      (web.deps.book.current().file.shifts ?? []).filter(
        (shift) => shift.periodId === periodId && shift.personId === personId,
      ),
    close: async () => {
      for (const { page } of opened) await page.context().close()
      await web.close()
    },
  }
}

/** The id of a field of the grid, as a selector. */
export function fieldAt(siteId: string, role: 'lead' | 'staff', start: string): string {
  return `[id="c.${siteId}.${role}.${start}"]`
}
