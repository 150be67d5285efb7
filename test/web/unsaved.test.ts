import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreFailure } from '../../src/storage/ports.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, xingang } from './town.ts'
import { fieldOn, headingOf } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

/** From now on nothing about incidents and sessions can be written. */
function fillDisk(): () => void {
  const { incidents, sessions } = web.log
  const { commit } = incidents
  const { touch } = sessions
  const refuse = async () => {
    throw new StoreFailure('full', 'the disk is full')
  }
  Object.assign(incidents, { commit: refuse })
  Object.assign(sessions, { touch: refuse })
  return () => {
    Object.assign(incidents, { commit })
    Object.assign(sessions, { touch })
  }
}

test('what could not be saved is said with 507, and the page holds what was typed, to be sent again', async () => {
  const { id } = await web.goesDown(xingang, nightNow - 60_000)
  const duty = await web.signedIn('duty')
  const page = await duty.get(`/incidents/${id}`)
  const version = fieldOn(page, 'version')
  const shown = fieldOn(page, 'shown')
  const freed = fillDisk()
  const note = '换了"电源" <b>，等五分钟'
  const refused = await duty.post(`/incidents/${id}/acknowledge`, { version, shown, note })
  expect([refused.status, headingOf(refused)]).toEqual([507, expect.stringContaining('没有存上')])
  expect(refused.text).toContain(`action="/incidents/${id}/acknowledge"`)
  expect(refused.text).toContain('value="换了&quot;电源&quot; &lt;b&gt;，等五分钟"')
  expect(fieldOn(refused, 'version')).toBe(version)
  freed()
  expect((await duty.post(`/incidents/${id}/acknowledge`, { version, shown, note })).status).toBe(303)
  expect((await web.log.incidents.find(id))?.state).toBe('acknowledged')
})

test('a page that only shows something is shown on a full disk as well', async () => {
  const duty = await web.signedIn('duty')
  fillDisk()
  expect((await duty.get('/')).status).toBe(200)
})

test('a password is never printed back, and a program is told in its own form', async () => {
  const office = await web.signedIn('office')
  const refuse = async () => {
    throw new StoreFailure('unwritable', 'read-only')
  }
  Object.assign(web.log.audit, { add: refuse })
  const answer = await web.visitor().post('/sign-in', { mobile: '13800000038', password: 'a long enough secret' })
  expect(answer.text).not.toContain('a long enough secret')
  const { id } = await web.goesDown(xingang, nightNow - 60_000)
  fillDisk()
  const problem = await office.post(`/api/v1/incidents/${id}/acknowledge`, { personId: 'p-chen' })
  expect([problem.status, problem.headers.get('content-type')]).not.toEqual([500, expect.anything()])
})

test('while the disk takes no writes every page says so', async () => {
  web.watch.storeTroubleSince = nightNow - 60_000
  const { text } = await (await web.signedIn('duty')).get('/')
  expect(text).toContain('磁盘写不进去')
})
