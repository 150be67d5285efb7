import { expect, test } from 'vitest'
import { recordVerdict } from '../../../src/actions/incident/record-verdict.ts'
import type { ChannelId } from '../../../src/domain/channel.ts'
import { hour, second } from '../../../src/domain/instant.ts'
import { bookWith, shift } from '../../domain/roster.ts'
import { now, openDesk, wentDown } from '../desk.ts'

const sites = ['one', 'two', 'three'].map((id) => ({
  id,
  name: `${id}号网站`,
  url: 'http://127.0.0.1/',
  unitId: 'u-portal',
}))

/** Three sites fail, an hour apart, and each text is sent: which pages the third one gets when two a day are the most. */
async function third(channels: ChannelId[], textsADay: number | null): Promise<string[]> {
  const shifts = sites.flatMap(({ id }) => [shift(`${id}-s`, 0, 24, { siteId: id })])
  const book = bookWith({ sites, shifts, settings: { countries: [{ prefix: '+86', textsADay }] } })
  const people = (book.people ?? []).map((person) => ({ ...person, email: 'duty@example.gov.cn' }))
  const desk = { ...(await openDesk({ ...book, people })), channels: new Set(channels) }
  for (const [i, { id }] of sites.entries()) {
    const at = now + i * hour
    await recordVerdict(desk, wentDown(id, at), at)
    if (i < 2) await desk.log.pages.claimDue(at, at + 15 * second, { limit: 9, courtesyLimit: 9 })
  }
  const pages = (await desk.log.pages.list({}, { limit: 20, cursor: null })).items
  const last = pages.filter(({ plannedAt }) => plannedAt === now + 2 * hour)
  return last.map(({ channel, route }) => `${channel} ${route.join('>')}`).sort()
}

test('where carriers hold back what is too much for a day, another channel goes first', async () => {
  expect(await third(['sms', 'email'], 2)).toEqual(['sms email>sms'])
})

test('where there is no other, a call joins the text at once', async () => {
  expect(await third(['sms', 'voice'], 2)).toEqual(['sms sms', 'voice voice'])
})

test('where there is neither, the text is sent all the same', async () => {
  expect(await third(['sms'], 2)).toEqual(['sms sms'])
})

test.each([3, null])('under a limit of %s nothing changes', async (textsADay) => {
  expect(await third(['sms', 'email', 'voice'], textsADay)).toEqual(['sms sms>email'])
})
