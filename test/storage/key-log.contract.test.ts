import { expect, test } from 'vitest'
import { hour } from '../../src/domain/instant.ts'
import type { Key } from '../../src/storage/ports.ts'
import { midnight } from '../domain/night.ts'
import { commitOf, everyLog, incident } from './logs.ts'

const key = (code: string, fields: Partial<Key> = {}): Key => ({
  ...{ code, personId: 'p-chen', purpose: 'roster', subject: 'national-day-2026', expiresAt: midnight + hour },
  ...fields,
})

everyLog('the log of codes', (open) => {
  test('a code opens what it was given for, to its moment', async () => {
    const { keys } = open()
    expect(await keys.give([key('AAAA')])).toEqual([])
    expect([await keys.find('AAAA', midnight), await keys.find('AAAA', midnight + hour - 1)]).toEqual([
      key('AAAA'),
      key('AAAA'),
    ])
    expect([await keys.find('AAAA', midnight + hour), await keys.find('BBBB', midnight)]).toEqual([null, null])
  })

  test('a code is never given twice: not to another, not to the same person, not after it has lapsed', async () => {
    const { keys } = open()
    await keys.give([key('AAAA', { expiresAt: midnight - 1 })])
    const again = [key('AAAA'), key('AAAA', { personId: 'p-sun' }), key('BBBB')]
    expect(await keys.give(again)).toEqual(again.slice(0, 2))
    expect([await keys.find('AAAA', midnight), await keys.find('BBBB', midnight)]).toEqual([null, key('BBBB')])
  })

  test('a code comes free when what it opened has long been over, and not while that lives or can be asked after', async () => {
    const { keys, incidents } = open()
    await keys.give([key('AAAA'), key('BBBB', { expiresAt: midnight + 3 * hour })])
    const codesOf = (code: string) => ({ codes: [{ personId: 'p-chen', code }] })
    await incidents.commit(commitOf(incident('live'), codesOf('CCCC')))
    await incidents.commit(commitOf(incident('over', { siteId: 's-over', state: 'closed' }), codesOf('DDDD')))
    expect(await keys.free(midnight - hour)).toBe(0)
    expect(await keys.free(midnight + 2 * hour)).toBe(2)
    const given = await keys.give(['AAAA', 'BBBB', 'CCCC', 'DDDD'].map((code) => key(code)))
    expect(given.map(({ code }) => code)).toEqual(['BBBB', 'CCCC'])
    expect((await incidents.findCode('CCCC', 0))?.incidentIds).toEqual(['live'])
  })

  test('of two with one code in one batch the first has it', async () => {
    const { keys } = open()
    const [first, second] = [key('AAAA', { personId: 'p-sun' }), key('AAAA')]
    expect(await keys.give([first, second])).toEqual([second])
    expect(await keys.find('AAAA', midnight)).toEqual(first)
  })

  test('a code of an incident is taken, and an incident cannot have one that was given here', async () => {
    const { keys, incidents } = open()
    const one = incident()
    await incidents.commit(commitOf(one, { codes: [{ personId: 'p-chen', code: 'K7QM' }] }))
    expect(await keys.give([key('K7QM'), key('AAAA')])).toEqual([key('K7QM')])
    const other = incident('2026-1004-02', { siteId: 's-water' })
    expect(await incidents.commit(commitOf(other, { codes: [{ personId: 'p-sun', code: 'AAAA' }] }))).toBe('conflict')
    expect([await keys.find('K7QM', midnight), await incidents.findCode('AAAA', 0)]).toEqual([null, null])
    expect([await incidents.find(other.id), await keys.find('AAAA', midnight)]).toEqual([null, key('AAAA')])
  })

  test('whoever has a code for a thing is found by it, each thing and purpose apart, until it lapses', async () => {
    const { keys } = open()
    await keys.give([
      key('AAAA'),
      key('BBBB', { purpose: 'spot_check' }),
      key('CCCC', { subject: 'mid-autumn-2026' }),
      key('DDDD', { personId: 'p-sun' }),
    ])
    const codeOf = (fields: Partial<Key>, now = midnight) => {
      const { personId, purpose, subject } = key('', fields)
      return keys.codeOf(personId, purpose, subject, now)
    }
    expect([
      await codeOf({}),
      await codeOf({ purpose: 'spot_check' }),
      await codeOf({ subject: 'mid-autumn-2026' }),
      await codeOf({ personId: 'p-sun' }),
    ]).toEqual(['AAAA', 'BBBB', 'CCCC', 'DDDD'])
    expect([await codeOf({ purpose: 'number' }), await codeOf({}, midnight + hour)]).toEqual([null, null])
  })

  test('of ten that draw one code at once one has it', async () => {
    const { keys } = open()
    const all = Array.from({ length: 10 }, (_, i) => key('AAAA', { personId: `p-${i}` }))
    const left = await Promise.all(all.map((one) => keys.give([one])))
    expect(left.filter((taken) => taken.length === 0)).toHaveLength(1)
  })
})
