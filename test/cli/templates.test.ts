import { expect, test } from 'vitest'
import { listTemplates } from '../../src/cli/templates.ts'
import { zhHans } from '../../src/domain/texts/zh-hans.ts'

test('each text is a template with the variables that are sent for it, without the mark', async () => {
  const lines = new Map(
    (await listTemplates())
      .split('\n')
      .slice(1)
      .map((line) => [line.slice(0, line.search(/\s/)), line.replace(/^\S+\s+/, '')]),
  )
  expect(lines.get('outage')?.replaceAll('$', '￥')).toBe(
    '￥{site}￥{t}起打不开（￥{why}）。签收码￥{code}，请在签收页输入。',
  )
  expect([...lines.keys()]).toEqual(Object.keys(zhHans.messages))
  for (const text of lines.values()) expect(text).not.toMatch(/mark|[^$]\{|【/)
})
