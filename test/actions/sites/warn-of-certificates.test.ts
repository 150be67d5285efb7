import { expect, test } from 'vitest'
import { warnOfCertificates } from '../../../src/actions/sites/warn-of-certificates.ts'
import { day, minute } from '../../../src/domain/instant.ts'
import type { Certificate } from '../../../src/domain/watch/certificate.ts'
import { bookWith } from '../../domain/roster.ts'
import { type Desk, now, openDesk } from '../desk.ts'

const shown = (endsAt: number, fingerprint = 'f'.repeat(64)): Certificate => ({
  ...{ fingerprint, subject: 'portal', names: [], issuers: [], fromAt: 0, endsAt, key: 'RSA 2048' },
})
const textsOf = async (desk: Desk) =>
  (await desk.log.pages.list({}, { limit: 50, cursor: null })).items.map(({ personName, text }) => [personName, text])

test('whoever is on duty is told once at each step, over restarts and changes of duty', async () => {
  const desk = await openDesk()
  const endsAt = now + 29 * day
  const seen = new Map([['s-portal', shown(endsAt)]])
  await warnOfCertificates(desk, new Map(), now)
  for (const minutes of [0, 1, 2]) await warnOfCertificates(desk, seen, now + minutes * minute)
  expect(await textsOf(desk)).toEqual([['陈海涛', expect.stringMatching(/证书.+到期，还剩30天/)]])
  await warnOfCertificates(desk, seen, now + 2 * day)
  expect(await textsOf(desk)).toHaveLength(1)
  // Two days later nobody is on shift: the lead of the site hears of the next step.
  await warnOfCertificates(desk, seen, endsAt - 13 * day)
  await warnOfCertificates(desk, seen, endsAt - 6 * day)
  await warnOfCertificates(desk, seen, endsAt + day)
  expect(await textsOf(desk)).toHaveLength(3)
})

test('a process that ended while it told sends no second text', async () => {
  const desk = await openDesk()
  const { set } = desk.log.notices
  desk.log.notices.set = async () => {
    throw new Error('ended')
  }
  const seen = new Map([['s-portal', shown(now + 5 * day)]])
  await expect(warnOfCertificates(desk, seen, now)).rejects.toThrow('ended')
  desk.log.notices.set = set
  await warnOfCertificates(desk, seen, now + minute)
  expect(await textsOf(desk)).toHaveLength(1)
})

test('a renewed certificate is a new one, and a shared one is one text', async () => {
  const book = bookWith({})
  const second = { ...(book.sites?.[0] ?? { id: '', name: '', url: '' }), id: 's-second' }
  const desk = await openDesk({ ...book, sites: [...(book.sites ?? []), second] })
  const seen = new Map([
    ['s-portal', shown(now + 5 * day)],
    ['s-second', shown(now + 5 * day)],
  ])
  await warnOfCertificates(desk, seen, now)
  const texts = await textsOf(desk)
  expect(new Set(texts.map(([name]) => name)).size).toBe(texts.length)
  expect(texts[0]?.[1]).toContain('等2个网站')
  seen.set('s-portal', shown(now + 6 * day, 'e'.repeat(64)))
  await warnOfCertificates(desk, seen, now + minute)
  expect((await textsOf(desk)).length).toBe(2 * texts.length)
})
