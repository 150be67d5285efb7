import { day } from '../domain/instant.ts'
import type { DeliveryReport } from '../storage/ports.ts'
import { type AliyunAccount, callAliyun, readAliyun } from './aliyun-client.ts'
import { type AliyunTemplates, aliyunNumber, filledTemplate } from './aliyun-template.ts'
import type { Channel, SendOrder, SendOutcome } from './channel.ts'
import { fieldsOf } from './provider-request.ts'

type AliyunVoiceConfig = AliyunAccount & {
  /** The number that is shown to whoever is called. */
  from: string
  templates: AliyunTemplates
}

/** 语音通知, in the document of QueryCallDetailByCallId. */
const notice = '11000000300006'

/**
 * Calls by Aliyun's SingleCallByTts: a template is read out three times. It hears no key, so that such a call tells a
 * person and proves nothing. There is no list of calls that could be searched for one whose fate is not known.
 */
export function aliyunVoice(config: AliyunVoiceConfig): Channel {
  return {
    id: 'aliyun_voice',
    leavesHouse: true,
    send: (order, signal) => send(config, order, signal),
    find: async () => ({ kind: 'unavailable' }),
    check: (providerId, order) => check(config, providerId, order),
    received: async () => [],
  }
}

async function send(config: AliyunVoiceConfig, order: SendOrder, signal: AbortSignal): Promise<SendOutcome> {
  const template = filledTemplate(config.templates, order.wording)
  if (!template) return { kind: 'refused', reason: 'aliyun:no_template' }
  const parameters = {
    CalledShowNumber: config.from,
    CalledNumber: aliyunNumber(order.to),
    TtsCode: template.code,
    TtsParam: template.parameters,
    PlayTimes: '3',
    OutId: `${order.pageId}/${order.attempt}`,
  }
  const read = readAliyun(await callAliyun(config, 'SingleCallByTts', parameters, signal), order, config.random())
  if (!read.ok) return read.outcome
  const callId = read.fields['CallId']
  if (typeof callId !== 'string' || callId === '') return { kind: 'unknown', reason: 'malformed' }
  return { kind: 'accepted', providerId: callId, state: 'queued' }
}

/** The provider wants the day of the call; one that began before midnight is found under yesterday. */
async function check(config: AliyunVoiceConfig, callId: string, order: SendOrder): Promise<DeliveryReport | null> {
  const now = config.now()
  for (const at of [now, now - day]) {
    const parameters = { CallId: callId, ProdId: notice, QueryDate: String(at) }
    const read = readAliyun(await callAliyun(config, 'QueryCallDetailByCallId', parameters), order, 0)
    const data = read.ok ? read.fields['Data'] : null
    const state = typeof data === 'string' ? fieldsOf(data)?.['state'] : undefined
    if (typeof state === 'string' && /^\d{3,6}$/.test(state)) return reportOf(state, callId)
  }
  return null
}

// Documents "运营商回执错误码" and "呼叫状态码". An answered call without a key proves nothing. `404` and `480` are the words
// of the networks for no such number (RFC 3261, 空号, 停机) and for a phone that is off, as calls of any provider end.
const endOf: Record<string, string> = {
  '200000': 'call:no_key',
  '200001': 'call:no_key',
  '200008': 'call:no_key',
  '200002': 'call:busy',
  '200003': 'call:no_answer',
  '200005': 'call:no_answer',
  '200007': 'call:no_answer',
  '200004': 'call:failed:404',
  '200011': 'call:failed:404',
  '482': 'call:failed:404',
  '200010': 'call:failed:480',
}
/** It rings, or the person is listening. */
const underWay = new Set(['200101', '200102', '200103', '200201'])

function reportOf(state: string, providerId: string): DeliveryReport {
  if (underWay.has(state)) return { state: 'sent', providerId, errorCode: null }
  const end = Object.hasOwn(endOf, state) ? endOf[state] : undefined
  return { state: 'failed', providerId, errorCode: end ?? `aliyun:${state}` }
}
