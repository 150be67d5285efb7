import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseReply } from '../../../src/domain/texts/reply.ts'

const bare = (act: string) => ({ act, code: null, all: false })
const coded = (act: string) => ({ act, code: 'K7QM', all: false })

describe('what people reply', () => {
  test.each(['1', '１', '收到', '签收', '簽收', 'OK', 'ok', ' 收到。', '收 到', '“收到”', '１！', 'Ok.'])(
    '%j takes it, without saying which',
    (body) => expect(parseReply(body)).toEqual(bare('acknowledge')),
  )

  test.each([
    'K7QM',
    'k7qm',
    '1 K7QM',
    '1K7QM',
    '１ｋ７ｑｍ',
    '签收K7QM',
    '簽收 K7QM',
    '签收码K7QM',
    '收到 K7-QM',
    'OK K7QM',
    'K7QM。',
  ])('%j takes what the code names', (body) => expect(parseReply(body)).toEqual(coded('acknowledge')))

  test.each([
    '2 K7QM',
    '2K7QM',
    '２K7QM',
    '确认K7QM',
    '確認K7QM',
    '恢复K7QM',
    '恢復 k7qm',
    '确认码K7QM',
    '確認碼：K7QM',
  ])('%j confirms what the code names', (body) => expect(parseReply(body)).toEqual(coded('confirm')))

  test.each(['2', '确认', '恢复', '恢復'])('%j confirms, without saying which', (body) => {
    expect(parseReply(body)).toEqual(bare('confirm'))
  })

  test.each(['0', '０', '来不了', '來不了', '来不了。'])('%j passes, without saying which', (body) => {
    expect(parseReply(body)).toEqual(bare('pass'))
  })

  test.each(['0 K7QM', '来不了K7QM', '來不了 k7qm'])('%j passes what the code names', (body) => {
    expect(parseReply(body)).toEqual(coded('pass'))
  })

  test.each(['全部', 'ALL', 'all', '1 全部', '签收全部'])('%j takes all', (body) => {
    expect(parseReply(body)).toEqual({ act: 'acknowledge', code: null, all: true })
  })

  test('four characters of the alphabet are a code, even when they begin like a word', () => {
    expect(parseReply('2K7Q')).toEqual({ act: 'acknowledge', code: '2K7Q', all: false })
  })

  test.each(['STOP', 'stop', 'Unsubscribe', 'QUIT', '退订', '退訂', 'TD'])('%j stops the texts', (body) => {
    expect(parseReply(body)).toEqual({ act: 'stop' })
  })

  test.each(['START', 'unstop', 'Yes'])('%j starts them again', (body) => {
    expect(parseReply(body)).toEqual({ act: 'start' })
  })

  test.each([
    '',
    '   ',
    '？',
    '好的，马上',
    '10',
    '12',
    '11',
    '收到收到',
    '签收K0QM',
    '1 K7QM 2 ABCD',
    '不能确认',
    'K7Q',
  ])('%j is not understood and changes nothing', (body) => expect(parseReply(body)).toEqual({ act: 'unknown' }))
})

test('no reply, however odd, is more than it says: a code only ever comes from the text itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (body) => {
      const reply = parseReply(body)
      const code = 'code' in reply ? reply.code : null
      const folded = body
        .normalize('NFKC')
        .toUpperCase()
        .replace(/[\s\p{Pd}\p{C}]/gu, '')
      expect(code === null || folded.includes(code)).toBe(true)
    }),
  )
})
