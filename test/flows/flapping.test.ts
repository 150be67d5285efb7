import { expect, test } from 'vitest'
import { startTown } from './town.ts'

const name = '新港区人民政府门户网站'
const codeIn = (text: string) => /码([2-9A-Z]{4})/.exec(text)?.[1] ?? ''

test.each([
  { onSeconds: 10, hours: 1, incidents: 0, most: 2 },
  { onSeconds: 45, hours: 1, incidents: 1, most: 2 },
  { onSeconds: 75, hours: 2, incidents: 1, most: 4 },
])(
  'a site that comes and goes every $onSeconds s for $hours h makes $incidents incident, and pages whoever takes it $most times at most',
  async ({ onSeconds, hours, incidents, most }) => {
    const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites: { xingang: { name, rostered: true } } })
    await town.fastForward({ minutes: 2 })
    let typed = 0
    for (let turn = 0; turn * onSeconds < hours * 3600; turn++) {
      await town.site('xingang').behave(turn % 2 === 0 ? 'status_500' : 'ok')
      await town.fastForward({ seconds: onSeconds })
      const asked = town.twilio
        .sends()
        .slice(typed)
        .filter(({ to, body }) => to === town.phone('duty').number && /签收码/.test(body))
      typed = town.twilio.sends().length
      for (const { body } of asked)
        await fetch(`${town.address}/a`, {
          method: 'POST',
          body: new URLSearchParams({ code: codeIn(body), act: 'acknowledge' }),
        })
    }
    expect(await town.incidents()).toHaveLength(incidents)
    const { items } = await town.actions.log.pages.list({}, { limit: 100, cursor: null })
    const pages = items.filter(({ urgency, audience }) => urgency === 'page' && audience === 'staff')
    expect(pages.length).toBeLessThanOrEqual(most)
    for (const who of ['duty', 'lead', 'office'] as const) for (const text of town.phone(who).unread()) text.read = true
    await town.close()
  },
)
