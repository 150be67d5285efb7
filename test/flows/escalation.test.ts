import { expect, test } from 'vitest'
import { startTown } from './town.ts'

const name = '新港区人民政府门户网站'

test('an outage is told, ignored, escalated, acknowledged, restored and confirmed', async () => {
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites: { xingang: { name, rostered: true } } })
  await town.fastForward({ minutes: 2 })
  expect(town.watch.rounds.states().get('xingang')?.verdict).toBe('up')

  await town.site('xingang').behave('status_500')
  await town.fastForward({ seconds: 75 })
  const text = town.phone('duty').expectText('【值守】新港区人民政府门户网站', '打不开（返回错误）', '签收码')
  const incident = await town.incident('xingang')
  expect(incident).toMatchObject({ state: 'paging', failure: { kind: 'status', status: 500 } })

  await town.fastForward({ minutes: 5 })
  town.phone('lead').expectText('请带班处理：新港区', '陈海涛5分钟未签收')

  const code = /签收码([0-9A-Z]{4})/.exec(text.body)?.[1]
  await town.phone('duty').reply(`1 ${code}`)
  await town.settle()
  expect(await town.incident('xingang')).toMatchObject({ state: 'acknowledged', acknowledgedBy: { name: '陈海涛' } })
  town.phone('lead').expectText('陈海涛', '已签收新港区', '正在处理')

  await town.site('xingang').behave('ok')
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText('已能打开', '等带班周敏确认')
  const ask = town.phone('lead').expectText('请确认：新港区', '陈海涛处置', '确认码')
  const confirmCode = /确认码([0-9A-Z]{4})/.exec(ask.body)?.[1]
  await town.phone('lead').reply(`2 ${confirmCode}`)
  await town.settle()
  const closed = await town.incident('xingang')
  expect(closed).toMatchObject({ state: 'closed', confirmedBy: { name: '周敏' }, cause: 'unclear' })
  town.phone('duty').expectText('周敏已确认新港区', '事件办结')
  await town.close()
})
