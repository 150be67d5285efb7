import type { BookFile } from '../../src/domain/book/book.ts'
import type { OpenWeb } from './open-web.ts'
import { town, xingang } from './town.ts'
import type { Visitor } from './visitor.ts'

/** One site whose draft roster covers three days, but for one night without staff. */
export const draft: BookFile = {
  ...town,
  sites: (town.sites ?? []).filter(({ id }) => id === xingang).map((site) => ({ ...site, leadPersonId: 'p-zhou' })),
  periods: [{ id: 'd', name: '演练', from: '2026-10-20', to: '2026-10-21', state: 'draft' }],
  shifts: [
    {
      id: 'a',
      periodId: 'd',
      siteId: xingang,
      role: 'lead',
      personId: 'p-zhou',
      from: '2026-10-20T08:30:00+08:00',
      to: '2026-10-22T08:30:00+08:00',
    },
    {
      id: 'b',
      periodId: 'd',
      siteId: xingang,
      role: 'staff',
      personId: 'p-chen',
      from: '2026-10-20T08:30:00+08:00',
      to: '2026-10-21T08:30:00+08:00',
    },
  ],
}
/** The field of one cell, as the page names it. */
export const cell = (role: 'lead' | 'staff', day: string, time = '08:30', site = xingang) =>
  `c.${site}.${role}.2026-10-${day}T${time}`
export const gap = cell('staff', '21')

/** What the tests of a roster ask and do, as somebody who makes it. */
export const rosterDesk = (web: () => OpenWeb) => ({
  periodNow: () => web().deps.book.current().periods.get('d'),
  shiftsNow: () => web().deps.book.current().file.shifts ?? [],
  draftNow: () =>
    web()
      .deps.book.current()
      .file.drafts?.find(({ id }) => id === 'd')?.shifts,
  texts: async () => (await web().log.pages.list({}, { limit: 50, cursor: null })).items,
})
export const save = (visitor: Visitor, cells: Record<string, string>, more: Record<string, string> = {}) =>
  visitor.post('/periods/d', { act: 'save', ...cells, ...more })
export const publish = (visitor: Visitor, more: Record<string, string> = {}) =>
  visitor.post('/periods/d', { act: 'publish', ...more })
