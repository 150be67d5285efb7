import { expect, test } from 'vitest'
import { meaningOf, reasonNames } from '../../src/domain/texts/provider-errors.ts'
import { reasonOf } from '../../src/web/incidents/reason-words.ts'
import { wordsOf } from '../../src/web/words.ts'

test('each meaning has its words in every language, with something to do unless it is our own doing', () => {
  for (const language of ['zh-Hans', 'zh-Hant', 'en'] as const) {
    const { reasons } = wordsOf(language)
    expect(Object.keys(reasons).toSorted()).toEqual(reasonNames.toSorted())
    for (const { what } of Object.values(reasons)) expect(what).not.toBe('')
    for (const [name, { todo }] of Object.entries(reasons)) {
      const isOurs = meaningOf(name).concern === 'ours' || name === 'closed' || name === 'call_canceled'
      if (!isOurs) expect(todo, name).not.toBe('')
    }
  }
})

test('a reason is said in plain words, with what to do and the provider’s code', () => {
  const words = wordsOf('zh-Hans')
  expect(reasonOf(words, 'twilio:21614')).toEqual({
    what: '这个号码收不了短信（座机或虚拟号）',
    todo: '请换成手机号',
    code: '21614',
    concern: 'number',
  })
  expect(reasonOf(words, 'call:no_key:28').what).toBe('接通未按键（28 秒）')
})

test('a code that nobody knows is shown as it is', () => {
  expect(reasonOf(wordsOf('zh-Hans'), '30099').what).toBe('供应商报错 30099，含义见供应商文档')
  expect(reasonOf(wordsOf('en'), 'twilio:99999').what).toContain('99999')
})
