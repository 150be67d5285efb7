import { readFileSync } from 'node:fs'
import type { BookFile, Person, Shift, Site, Unit } from '../../src/domain/book/book.ts'
import type { SettingsFile } from '../../src/domain/book/settings.ts'
import type { Holiday } from '../../src/domain/calendar.ts'
import { addDays, isoOf, momentOn } from '../../src/domain/instant.ts'

type SampleSite = Omit<Site, 'url'> & { lead: string[]; staff: string[][] }
type Sample = {
  officeName: string
  officePhone: string
  officePersonIds: string[]
  units: Unit[]
  people: Person[]
  sites: SampleSite[]
}

const zone = 'Asia/Shanghai'
const shiftStartsAt = '08:30'

/** 望海市 from `data/sample`: 30 sites, 98 people, and a roster for seven days. */
export function readSample(): Sample {
  const path = new URL('../../data/sample/wanghai.json', import.meta.url)
  return JSON.parse(readFileSync(path, 'utf8')) as Sample // shipped with the release; its test checks the book made of it
}

/** The town's book for one National Day holiday; `urlOf` gives each site its address. */
export function sampleBook(
  holiday: Holiday,
  urlOf: (site: SampleSite) => string,
  settings: SettingsFile = {},
): BookFile {
  const { officeName, officePhone, officePersonIds, units, people, sites } = readSample()
  const period = { id: holiday.id, name: holiday.nameZh, from: holiday.from, to: holiday.to }
  return {
    schema: 'zhishou.book/1',
    settings: { officeName, officePhone, officePersonIds, shiftStartsAt, ...settings },
    units,
    people,
    sites: sites.map(({ lead: _lead, staff: _staff, ...site }) => ({
      ...site,
      url: urlOf({ ...site, lead: [], staff: [] }),
    })),
    periods: [{ ...period, state: 'published', version: 3, publishedAt: publishedAt(holiday) }],
    shifts: sites.flatMap((site) => shiftsOf(site, holiday)),
  }
}

function shiftsOf(site: SampleSite, holiday: Holiday): Shift[] {
  return site.lead.flatMap((leadId, day): Shift[] => {
    const date = addDays(holiday.from, day)
    const from = isoOf(momentOn(date, shiftStartsAt, zone), zone)
    const to = isoOf(momentOn(addDays(date, 1), shiftStartsAt, zone), zone)
    const common = { periodId: holiday.id, siteId: site.id, from, to }
    const staff = (site.staff[day] ?? []).map((personId, i): Shift => {
      return { id: `${site.id.slice(2)}-${day + 1}-staff${i + 1}`, role: 'staff', personId, ...common }
    })
    return [{ id: `${site.id.slice(2)}-${day + 1}-lead`, role: 'lead', personId: leadId, ...common }, ...staff]
  })
}

/** Two days before the holiday, as offices do. */
function publishedAt(holiday: Holiday): string {
  return isoOf(momentOn(addDays(holiday.from, -3), '16:20', zone), zone)
}
