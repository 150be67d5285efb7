import type { BookFile, Site } from '../../src/domain/book/book.ts'
import { instantOf } from '../../src/domain/instant.ts'
import { bookOf, cast, shiftsOf } from '../flows/cast.ts'

export const startsAt = instantOf('2026-10-03T20:00:00+08:00', 'utc')
/** Whoever may be told: two on post in turn, their lead, the office, and somebody who is nobody's. */
export const people = [cast.duty, cast.nextDuty, cast.lead, cast.office, cast.stranger]

/** Three sites of one roster, and one that has only its standing contacts. */
const sites: Site[] = ['s0', 's1', 's2', 's3'].map((id, i) => ({
  id,
  name: `望海市第${i}号政府网站`,
  url: 'http://127.0.0.1/',
  unitId: 'u-xingang',
  ...(i === 3 ? { leadPersonId: cast.lead.id, contactPersonIds: [cast.duty.id] } : {}),
}))
export const siteIds = sites.map(({ id }) => id)

export const townBook: BookFile = bookOf(sites, siteIds.slice(0, 3).flatMap(shiftsOf))
