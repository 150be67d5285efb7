import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenWeb, openWeb } from './open-web.ts'
import type { Role } from './town.ts'
import { dongchuan, xingang } from './town.ts'
import type { Visitor } from './visitor.ts'

const readers = ['office', 'lead', 'otherLead', 'duty', 'stranger'] as const satisfies readonly Role[]
type ReaderName = (typeof readers)[number]
const all: readonly ReaderName[] = readers
const leads: readonly ReaderName[] = ['office', 'lead', 'otherLead']
const office: readonly ReaderName[] = ['office']
const keepers: readonly ReaderName[] = ['office', 'lead']

/** Every page to read, and who of the cast may: everybody else gets the page for what does not exist. */
const pages: readonly (readonly [string, readonly ReaderName[]])[] = [
  ['/?by=unit', all],
  ['/?by=group&mark=up', all],
  ['/?q=xgq&unit=u-xingang', all],
  ['/wall', all],
  ['/windows', leads],
  ['/duty', all],
  ['/duty?period=nd-2026&day=2026-10-02&group=%E5%8C%BA%E5%8E%BF&public=1', all],
  ['/duty?view=date&day=2026-10-02', all],
  [`/duty?view=site&site=${xingang}`, all],
  ['/duty?view=person&unit=u-xingang', all],
  ['/duty?person=%E9%99%88', all],
  ['/duty/print', all],
  ['/duty/print?period=nd-2026&public=1', all],
  ['/duty/print?period=nd-2026&phones=1', office],
  ['/duty/now', all],
  ['/me', all],
  ['/hours', all],
  ['/hours?period=nd-2026', all],
  ['/hours?from=2026-10-01&to=2026-10-31', all],
  ['/me/calendar', all],
  ['/sites', all],
  ['/sites?mark=unknown&need=people', all],
  [`/sites/${xingang}`, all],
  [`/sites/${xingang}?range=7d`, all],
  [`/sites/${xingang}?range=90d`, all],
  [`/sites/${xingang}/content`, all],
  [`/sites/${xingang}/samples.csv`, all],
  [`/sites/${xingang}/samples.json?from=2026-10-01`, all],
  ['/sites/new', office],
  ['/sites/import', office],
  ['/sites.csv', office],
  [`/sites/${xingang}/edit`, keepers],
  [`/sites/${dongchuan}/edit`, ['office', 'otherLead']],
  [`/sites/${xingang}/remove`, office],
  ['/people', leads],
  ['/people?need=no-shift', leads],
  ['/people/new', leads],
  ['/people/p-chen', keepers],
  ['/people/p-chen/edit', keepers],
  ['/people/p-chen/disable', keepers],
  ['/people/p-zhao', office],
  ['/units', office],
  ['/units/new', office],
  ['/units/u-xingang', office],
  ['/units/u-xingang/remove', office],
  ['/periods', leads],
  ['/periods/nd-2026', leads],
  ['/periods/new', office],
  ['/periods/new?year=2027', office],
  ['/periods/new?dates=free', office],
  ['/periods/new?holiday=national-day-2027', office],
  ['/periods/nd-2026/edit', office],
  ['/periods/nd-2026/remove', office],
  ['/periods/nd-2026/fill', leads],
  ['/periods/nd-2026/import', leads],
  ['/periods/nd-2026/draft', leads],
  ['/periods/nd-2026/draft?unit=u-xingang', leads],
  ['/periods/nd-2026/draft/result', leads],
  ['/periods/nd-2026/draft/result?unit=u-xingang&page=2', leads],
  ['/periods/nd-2026/readiness', leads],
  ['/periods/nd-2026/readiness?show=all', leads],
  ['/periods/nd-2026/versions', leads],
  ['/periods/nd-2026/report', leads],
  ['/periods/notice?year=2027', office],
  ['/handovers', all],
  ['/duty-log', ['office', 'lead', 'otherLead', 'duty']],
  ['/duty-log?day=2026-10-03', ['office', 'lead', 'otherLead', 'duty']],
  ['/nil', ['office', 'lead', 'otherLead', 'duty']],
  ['/spot-checks', office],
  ['/swaps/new?shift=x1', ['duty']],
  ['/swaps/new?shift=x1&to=p-he', ['duty']],
  ['/outbox', ['office', 'lead', 'otherLead', 'duty']],
  ['/outbox?show=failed', ['office', 'lead', 'otherLead', 'duty']],
  ['/outbox?show=way&person=p-chen&incident=none&day=2026-10-04', ['office', 'lead', 'otherLead', 'duty']],
  ['/settings/shifts', office],
  ['/settings/probing', office],
  ['/settings/escalation', office],
  ['/settings/channels', office],
  ['/settings/reports', office],
  ['/settings/texts', office],
  ['/settings/texts?language=en', office],
  ['/settings/texts/outage', office],
  ['/settings/texts/answer.ok?language=zh-Hant', office],
  ['/settings/book', office],
  ['/settings/book.json', office],
  ['/audit', office],
  ['/audit?thing=sites&day=2026-10-04', office],
]

/** Acts that a reader without the right must not even find; sent empty, so that whoever may gets an error or a result. */
const acts: readonly (readonly [string, readonly ReaderName[]])[] = [
  ['/sites/new', office],
  [`/sites/${xingang}/edit`, keepers],
  [`/sites/${xingang}/probe`, ['office', 'lead', 'duty']],
  [`/sites/${xingang}/content`, []],
  [`/sites/${xingang}/windows`, keepers],
  [`/sites/${xingang}/windows/none/remove`, []],
  ['/people/new', leads],
  ['/people/p-chen/edit', keepers],
  ['/people/p-chen/disable', keepers],
  ['/people/p-chen/reveal', keepers],
  ['/people/p-chen/invite', office],
  ['/units/new', office],
  ['/periods/new', office],
  ['/periods/nd-2026', leads],
  ['/periods/nd-2026/fill', leads],
  ['/periods/nd-2026/import', leads],
  ['/periods/nd-2026/draft', leads],
  ['/periods/nd-2026/readiness', leads],
  ['/periods/notice?year=2027', office],
  ['/duty-log', ['office', 'lead', 'otherLead', 'duty']],
  ['/spot-checks', office],
  ['/settings/probing', office],
  ['/settings/texts/outage', office],
  ['/settings/book', office],
  ['/me/calendar', all],
  ['/me/calendar/none/revoke', []],
]

let web: OpenWeb
const visitors = new Map<ReaderName, Visitor>()

beforeAll(async () => {
  web = await openWeb()
  for (const role of readers) visitors.set(role, await web.signedIn(role))
})
afterAll(() => web.close())

function visitorOf(role: ReaderName): Visitor {
  const visitor = visitors.get(role)
  if (!visitor) throw new Error(`nobody has signed in as ${role}`)
  return visitor
}

describe.each(readers)('%s', (role) => {
  test.each(pages)('reads %s only with the right to', async (path, allowed) => {
    const { status } = await visitorOf(role).get(path)
    expect(status).toBe(allowed.includes(role) ? 200 : 404)
  })

  test.each(acts)('posts to %s only with the right to', async (path, allowed) => {
    const { status } = await visitorOf(role).post(path)
    if (allowed.includes(role)) expect([200, 303, 422]).toContain(status)
    else expect(status).toBe(404)
  })
})

test.each(readers)('a program tells %s of messages as the outbox does', async (role) => {
  const visitor = await web.signedIn(role)
  const status = role === 'stranger' ? 404 : 200
  expect((await visitor.get('/api/v1/pages')).status).toBe(status)
  expect((await visitor.get('/outbox')).status).toBe(status)
})

test.each(pages)('nobody reads %s without signing in', async (path) => {
  const { status, headers } = await web.visitor().get(path)
  expect(status).toBe(303)
  expect(headers.get('location')).toMatch(/^\/sign-in/)
})

test.each(acts)('nobody posts to %s without signing in', async (path) => {
  const before = web.deps.book.current().file
  const { headers } = await web.visitor().post(path)
  expect(headers.get('location')).toMatch(/^\/sign-in/)
  expect(web.deps.book.current().file).toBe(before)
})

test.each(['zh-Hans', 'zh-Hant', 'en'])('every page is complete in %s', async (language) => {
  const visitor = await web.signedIn('office')
  visitor.setCookie('lang', language)
  for (const [path] of pages.filter(
    ([one, allowed]) => allowed.includes('office') && !/\.(?:csv|json)(?:\?|$)/.test(one),
  )) {
    const { status, text } = await visitor.get(path)
    expect(status, path).toBe(200)
    expect(text, path).toContain(`<html lang="${language}"`)
    expect(text, path).not.toMatch(/undefined|\[object Object\]|NaN/)
  }
})

test.each([
  '/sites/none',
  '/sites/none/samples.csv',
  '/sites/none/samples.json',
  `/sites/${xingang}/samples.csv?from=yesterday`,
  '/people/none',
  '/units/none',
  '/periods/none',
  '/periods/none/versions',
  '/periods/none/report',
  '/periods/none/readiness',
  '/settings/none',
  '/duty?period=none',
  '/hours?period=none',
  '/hours.xlsx?period=none',
  '/periods/none/draft',
  '/duty?view=site&site=none',
  '/duty/print?period=none',
])('what does not exist is not found: %s', async (path) => {
  const visitor = await web.signedIn('office')
  expect((await visitor.get(path)).status).toBe(404)
})
