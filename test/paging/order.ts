import type { SendOrder } from '../../src/paging/channel.ts'

/** One try at one page, as the outbox hands it to a channel. */
export function order(fields: Partial<SendOrder> = {}): SendOrder {
  return {
    pageId: '2026-1004-01.1.0.sms.p-chen',
    attempt: 1,
    to: '+8613800000001',
    email: null,
    personId: 'p-chen',
    personName: '陈海涛',
    unitId: 'u-xingang',
    text: '【值守】鞍山市某局网站02:15起打不开（连接超时）。签收码K7QM，请在签收页输入。',
    code: 'K7QM',
    language: 'zh-Hans',
    wording: { key: 'outage', values: { site: '鞍山市某局网站', t: '02:15', why: '连接超时', code: 'K7QM' } },
    ...fields,
  }
}
