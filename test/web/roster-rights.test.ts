import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BookFile } from '../../src/domain/book/book.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { dongchuan, town, xingang } from './town.ts'
import type { Visitor } from './visitor.ts'

const field = (site: string) => `c.${site}.staff.2026-10-20T08:30`
const book: BookFile = {
  ...town,
  sites: (town.sites ?? []).map((site) => (site.id === xingang ? { ...site, leadPersonId: 'p-zhou' } : site)),
  periods: [{ id: 'd', name: '演练', from: '2026-10-20', to: '2026-10-20', state: 'draft' }],
  shifts: [],
}

let web: OpenWeb
let office: Visitor
let lead: Visitor
let otherLead: Visitor
beforeEach(async () => {
  web = await openWeb({ book })
  office = await web.signedIn('office')
  lead = await web.signedIn('lead')
  otherLead = await web.signedIn('otherLead')
})
afterEach(() => web.close())

const act = (visitor: Visitor, what: string, cells: Record<string, string> = {}) =>
  visitor.post('/periods/d', { act: what, ...cells })
const rostered = () =>
  (web.deps.book.current().file.shifts ?? []).map(({ siteId, personId }) => `${siteId} ${personId}`).sort()
const offersUndo = async (visitor: Visitor) => (await visitor.get('/periods/d')).text.includes('value="undo"')

test('a lead takes back what was saved for their own sites, and passes over the saves of others', async () => {
  await act(lead, 'save', { [field(xingang)]: '陈海涛' })
  await act(otherLead, 'save', { [field(dongchuan)]: '许静怡' })
  await act(lead, 'undo')
  expect(rostered()).toEqual([`${dongchuan} p-xu`])
  expect([await offersUndo(lead), await offersUndo(otherLead)]).toEqual([false, true])
})

test('a save of the office for many sites is taken back by the office only', async () => {
  await act(lead, 'save', { [field(xingang)]: '陈海涛' })
  await act(office, 'save', { [field(xingang)]: '', [field(dongchuan)]: '许静怡' })
  await act(lead, 'undo')
  await act(otherLead, 'undo')
  expect(rostered()).toEqual([`${dongchuan} p-xu`])
  expect([await offersUndo(lead), await offersUndo(office)]).toEqual([false, true])
  await act(office, 'undo')
  expect(rostered()).toEqual([`${xingang} p-chen`])
})

test.each(['publish', 'unpublish'])('a lead who posts %s saves what they typed, and no more', async (what) => {
  await act(lead, what, { [field(xingang)]: '陈海涛', [field(dongchuan)]: '许静怡' })
  expect(rostered()).toEqual([`${xingang} p-chen`])
  expect(web.deps.book.current().periods.get('d')?.state).toBe('draft')
})

test('who keeps a site by the roster in force keeps it while its next version has somebody else', async () => {
  const published: BookFile = {
    ...town,
    sites: (town.sites ?? []).map((site) => ({ ...site, leadPersonId: 'p-wang' })),
  }
  await web.close()
  web = await openWeb({ book: published })
  lead = await web.signedIn('lead')
  const name = `c.${xingang}.lead.2026-10-05T08:30`
  const days = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `c.${xingang}.lead.2026-10-${day}T08:30`)
  const cells = Object.fromEntries(days.map((one) => [one, '王雅琴']))
  expect((await lead.post('/periods/nd-2026', { act: 'save', ...cells })).status).toBe(303)
  expect((await lead.get('/periods/nd-2026')).text).toContain(name)
})
