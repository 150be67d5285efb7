import { afterEach, beforeEach, expect, test } from 'vitest'
import { editRoster } from '../../src/actions/roster/edit-roster.ts'
import { publishRoster } from '../../src/actions/roster/publish-roster.ts'
import { cellsOf, withCells } from '../../src/domain/roster/cell.ts'
import { cast, period } from './cast.ts'
import { startTown, type Town } from './town.ts'

const name = '新港区人民政府门户网站'
const editor = { personId: cast.office.id, personName: cast.office.name, from: 'story' }
let town: Town

beforeEach(async () => {
  town = await startTown({
    now: '2026-10-03T16:30:00+08:00',
    proclaimed: true,
    settings: { nilReportBy: '23:59' },
    sites: { xingang: { name, rostered: true, leadPersonId: 'p-zhou' } },
  })
})
afterEach(() => town.close())

test('the evening before, the start of the shift, and an unsigned handover each bring one text to whoever they concern', async () => {
  await town.fastForward({ hours: 1, minutes: 31 })
  town.phone('nextDuty').expectText('明天08:30您值', name, '带班周敏')
  town.phone('lead').expectText('明天08:30您带班', name)
  await town.fastForward({ hours: 14, minutes: 30 })
  town.phone('duty').expectText('零报告还没报')
  town.phone('nextDuty').expectText('您已上岗', '上一班陈海涛', '请做交接')
  await town.fastForward({ minutes: 30 })
  for (const who of ['duty', 'nextDuty', 'lead'] as const) {
    town.phone(who).expectText('08:30交接还没签字：陈海涛交，李卓然接')
  }
})

test('an outage that is open when the shift changes goes to the incoming person at once, and only once', async () => {
  await town.fastForward({ hours: 15, minutes: 54 })
  town.phone('duty').expectText('零报告还没报')
  town.phone('nextDuty').expectText('明天08:30您值')
  town.phone('lead').expectText('明天08:30您带班')
  await town.site('xingang').behave('status_500')
  await town.fastForward({ minutes: 2 })
  const { body } = town.phone('duty').expectText(name, '起打不开')
  const code = /签收码(\w{4})/.exec(body)?.[1] ?? ''
  await fetch(`${town.address}/a`, { method: 'POST', body: new URLSearchParams({ code }) })
  await town.fastForward({ minutes: 6 })
  town.phone('nextDuty').expectText('您已上岗')
  town.phone('nextDuty').expectText(name, '起打不开', '签收码')
  await town.fastForward({ minutes: 5 })
  town.phone('nextDuty').expectNothing()
  const incident = await town.incident('xingang')
  expect(incident).toMatchObject({ state: 'acknowledged', acknowledgedBy: { name: '陈海涛' } })
  const events = await town.actions.log.incidents.events(incident.id)
  expect(events.filter(({ kind }) => kind === 'duty_changed')).toHaveLength(1)
})

test('a version published while a site is down moves the page to the new person within a minute', async () => {
  await town.site('xingang').behave('status_500')
  await town.fastForward({ minutes: 2 })
  town.phone('duty').expectText(name, '起打不开')
  const now = town.clock.now()
  await editRoster(
    town.actions,
    editor,
    {
      periodId: period.id,
      what: 'cells',
      make: ({ book, period: made, shifts, newId }) => {
        const site = book.sites.get('xingang')
        const cell =
          site && cellsOf(book, made, site).find(({ role, slot }) => role === 'staff' && slot.date === '2026-10-03')
        if (!cell) throw new Error('the story has no such cell')
        const entry = { personId: cast.nextDuty.id, fromAt: cell.slot.fromAt, toAt: cell.slot.toAt }
        return withCells(shifts, [{ cell, entries: [entry] }], { periodId: made.id, zone: 'Asia/Shanghai', newId })
      },
    },
    now,
  )
  await town.fastForward({ minutes: 1 })
  town.phone('nextDuty').expectNothing()
  const published = await publishRoster(town.actions, editor, { periodId: period.id, reason: '' }, town.clock.now())
  expect(published.kind).toBe('published')
  await town.fastForward({ minutes: 1 })
  town.phone('nextDuty').expectText('您的班有变动', '由陈海涛改为您')
  town.phone('duty').expectText('您的班有变动', '由您改为李卓然')
  town.phone('nextDuty').expectText(name, '起打不开', '签收码')
})

test('thousands of roster texts never hold up an outage', async () => {
  const courtesies = Array.from({ length: 300 }, (_, i) => ({
    person: { ...cast.stranger, id: `p-many-${i}`, mobile: `+86139${String(i).padStart(8, '0')}` },
    occasion: 'roster.many.1',
    message: { key: 'nil.missing' as const, unit: name, by: '17:00' },
    urgency: 'courtesy' as const,
  }))
  const many = courtesies.map(({ person }) => person)
  await town.actions.book.change((file) => ({ ...file, people: [...(file.people ?? []), ...many] }))
  town.twilio.everySend = 'hang'
  const { tellPeople } = await import('../../src/actions/tell-people.ts')
  await tellPeople(town.actions, courtesies, town.clock.now())
  await town.fastForward({ seconds: 2 })
  expect(town.twilio.sends().length).toBe(20)
  town.twilio.everySend = null
  await town.site('xingang').behave('status_500')
  while ((await town.incidents()).length === 0) await town.fastForward({ seconds: 1 })
  await town.fastForward({ seconds: 2 })
  town.phone('duty').expectText(name, '起打不开')
  await town.fastForward({ minutes: 2 })
  for (const { person } of courtesies) {
    for (const text of town.twilio.phone(person.mobile).unread()) text.read = true
  }
})
