import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, xingang } from './town.ts'
import { headingOf } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

test('whoever is not signed in is led to the sign-in page and back', async () => {
  const answer = await web.visitor().get('/?group=区县')
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('/sign-in?next=%2F%3Fgroup%3D%25E5%258C%25BA%25E5%258E%25BF')
})

test('the first line answers: a site is down and nobody has taken it', async () => {
  await web.goesDown(xingang, nightNow - 351_000)
  const page = await (await web.signedIn('office')).get('/')
  expect(page.status).toBe(200)
  expect(headingOf(page)).toBe('1 个网站打不开，还没有人签收。')
  expect(page.text).toContain('已通知 陈海涛。')
  expect(page.text).toContain('<title>(1) 1 个网站打不开，还没有人签收。 · 值守</title>')
})
