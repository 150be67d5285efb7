import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ChannelId, channelIds } from '../../src/domain/channel.ts'
import { languages } from '../../src/domain/language.ts'
import { wordsOf } from '../../src/web/words.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import type { Visitor } from './visitor.ts'

let web: OpenWeb
let office: Visitor
const open = async (...channels: ChannelId[]) => {
  web = await openWeb({ channels: new Set(channels) })
  office = await web.signedIn('office')
}
const reopen = async (...channels: ChannelId[]) => {
  await web.close()
  await open(...channels)
}
beforeEach(() => open('sms', 'aliyun_sms', 'email', 'wecom', 'voice', 'aliyun_voice'))
afterEach(() => web.close())

const book = () => web.deps.book.current()
const chen = { name: '陈海涛', unitId: 'u-xingang', mobile: '+8613800000038' }
const allUnused = Object.fromEntries(channelIds.map((id) => [`rank_${id}`, '']))
/** The place that a page shows for each channel it offers. */
function placesIn(text: string): Record<string, string> {
  const lists = text.matchAll(/<select[^>]* name="rank_(\w+)"[^>]*>([\s\S]*?)<\/select>/g)
  return Object.fromEntries(
    [...lists].map(([, id, options]) => [id, /value="(\d*)" selected/.exec(options ?? '')?.[1]]),
  )
}

describe('the channels of a person', () => {
  test('are kept in the order of their places, texts before calls, and shown again', async () => {
    const ranks = { rank_email: '1', rank_sms: '3', rank_aliyun_voice: '1', rank_voice: '2' }
    const email = 'chen@city.example'
    const answer = await office.post('/people/p-chen/edit', { ...chen, ...allUnused, ...ranks, email })
    expect(answer.status).toBe(303)
    expect(book().people.get('p-chen')).toMatchObject({ email, channels: ['email', 'sms', 'aliyun_voice', 'voice'] })
    expect(placesIn((await office.get('/people/p-chen/edit')).text)).toEqual({
      ...{ email: '1', sms: '2', aliyun_sms: '', wecom: '' },
      ...{ aliyun_voice: '1', voice: '2' },
    })
    const { text } = await office.get('/people/p-chen')
    expect(text).toContain('邮件、短信（Twilio）、电话（阿里云）、电话（Twilio）')
    expect(text).toContain(email)
  })

  test('are taken back by choosing none, and then the unit says', async () => {
    await office.post('/people/p-chen/edit', { ...chen, ...allUnused, rank_wecom: '1' })
    await office.post('/people/p-chen/edit', { ...chen, ...allUnused })
    expect(book().people.get('p-chen')).not.toHaveProperty('channels')
  })

  test('cannot share a place, and what was typed stays', async () => {
    const { status, text } = await office.post('/people/p-chen/edit', {
      ...{ ...chen, ...allUnused, rank_sms: '2', rank_email: '2' },
      email: 'chen',
    })
    expect(status).toBe(422)
    expect(text).toContain('“短信（Twilio）”和“邮件”位次相同')
    expect(text).toContain('href="#channels"')
    expect(placesIn(text)).toMatchObject({ sms: '2', email: '2', wecom: '' })
    expect(text).toContain('value="chen"')
  })

  test('may have a text and a call in one place, since neither takes the place of the other', async () => {
    const ranks = { rank_sms: '1', rank_voice: '1' }
    expect((await office.post('/people/p-chen/edit', { ...chen, ...allUnused, ...ranks })).status).toBe(303)
  })

  test('that do not exist here now are kept for the day they do', async () => {
    await office.post('/people/p-chen/edit', { ...chen, ...allUnused, rank_email: '1', rank_wecom: '2' })
    const kept = book().file
    await reopen('sms', 'email')
    await web.deps.book.change(() => kept)
    await office.post('/people/p-chen/edit', { ...chen, rank_sms: '1', rank_email: '2' })
    expect(book().people.get('p-chen')?.channels).toEqual(['sms', 'email', 'wecom'])
  })

  test('are left alone by a page that did not offer them', async () => {
    await office.post('/people/p-chen/edit', { ...chen, ...allUnused, rank_email: '1' })
    await office.post('/people/p-chen/edit', chen)
    expect(book().people.get('p-chen')?.channels).toEqual(['email'])
  })
})

test('a mail address that cannot be one is refused at its field', async () => {
  const email = 'chen@city.example, other@city.example'
  const { status, text } = await office.post('/people/p-chen/edit', { ...chen, email })
  expect(status).toBe(422)
  expect(text).toContain('href="#email"')
  expect(text).toContain('要写成 chen@example.gov.cn')
})

test('what another program has written into the entry of a person stays', async () => {
  await web.deps.book.change((file) => ({
    ...file,
    people: (file.people ?? []).map((one) => (one.id === 'p-chen' ? { ...one, badge: '0731' } : one)),
  }))
  await office.post('/people/p-chen/edit', { ...chen, position: '科长' })
  expect(book().people.get('p-chen')).toMatchObject({ badge: '0731', position: '科长' })
})

test('a unit and the settings choose as a person does', async () => {
  const [, unit] = [...book().units].find(([id]) => id === 'u-xingang') ?? []
  await office.post('/units/u-xingang', { name: unit?.name ?? '', ...allUnused, rank_wecom: '1', rank_sms: '2' })
  expect(book().units.get('u-xingang')?.channels).toEqual(['wecom', 'sms'])
  expect(placesIn((await office.get('/units/u-xingang')).text)).toMatchObject({ wecom: '1', sms: '2', email: '' })
  await office.post('/settings/channels', { ...allUnused, rank_aliyun_sms: '1', deliverySilenceSeconds: '60' })
  expect(book().settings).toMatchObject({ channels: ['aliyun_sms'], deliverySilenceSeconds: 60 })
  const clash = await office.post('/settings/channels', { ...allUnused, rank_sms: '1', rank_email: '1' })
  expect(clash.status).toBe(422)
  expect(placesIn(clash.text)).toMatchObject({ sms: '1', email: '1' })
})

test('the audit names the old choice and the new one', async () => {
  await office.post('/people/p-chen/edit', { ...chen, ...allUnused, rank_wecom: '1' })
  const { items } = await web.log.audit.list({ subject: 'people/p-chen' }, { limit: 1, cursor: null })
  expect(items[0]?.before).not.toContain('channels')
  expect(items[0]?.after).toContain('"channels":["wecom"]')
})

test('nothing is asked where there is nothing to choose', async () => {
  await reopen('sms', 'voice')
  for (const path of ['/people/new', '/units/new', '/settings/channels'])
    expect((await office.get(path)).text).not.toContain('name="rank_')
})

test.each(languages)(
  'each channel has its name and its state in %s, and no value of a setting is shown',
  async (lang) => {
    office.setCookie('lang', lang)
    const { channelName: name } = wordsOf(lang).watch
    for (const path of ['/people/new', '/people/p-chen/edit', '/units/new', '/units/u-xingang']) {
      const { status, text } = await office.get(path)
      expect([status, text.includes(name.wecom)], path).toEqual([200, true])
    }
    const { text } = await office.get('/settings/channels')
    for (const id of channelIds) expect(text).toContain(name[id])
    expect(text).toContain('DINGTALK_ROBOT_URL')
    expect(text).not.toContain('WECOM_ROBOT_URL')
  },
)

test('an account that only texts lacks the settings of its calls alone', async () => {
  await reopen('aliyun_sms')
  const { text } = await office.get('/settings/channels')
  expect(text).toContain('没有配置。设置 ALIYUN_VOICE_NUMBER、ALIYUN_VOICE_TEMPLATES 后重启')
})

test('the set-up names what is there, and gives no number that is not Twilio’s', async () => {
  await web.close()
  const sender = { provider: 'other', from: null, voiceFrom: null } as const
  web = await openWeb({ channels: new Set(['aliyun_sms', 'wecom']), config: { sender } })
  const { text } = await (await web.signedIn('office')).get('/set-up/channels')
  expect(text).toContain('已配置短信（阿里云）、企业微信群。')
  expect(text).toContain('没有配置电话')
  expect(text).not.toContain('短信从')
})
