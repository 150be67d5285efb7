import { dateOf, hour, type Instant } from '../domain/instant.ts'
import type { DeliveryReport } from '../storage/ports.ts'
import { type AliyunAccount, callAliyun, readAliyun } from './aliyun-client.ts'
import { type AliyunTemplates, aliyunNumber, filledTemplate } from './aliyun-template.ts'
import type { Channel, Found, SendOrder, SendOutcome } from './channel.ts'
import { fieldsOf } from './provider-request.ts'

type AliyunSmsConfig = AliyunAccount & { signName: string; templates: AliyunTemplates }

/** Days end where the provider's do. */
const zone = 'Asia/Shanghai'
const pageSize = 50
/** One number is texted 50 times a day at most, so that more pages than these are none of ours. */
const mostPages = 4

/** Texts by Aliyun's SendSms, which takes registered templates alone and is not idempotent. */
export function aliyunSms(config: AliyunSmsConfig): Channel {
  return {
    id: 'aliyun_sms',
    leavesHouse: true,
    send: (order, signal) => send(config, order, signal),
    find: (order, since) => find(config, order, since),
    check: (providerId, order) => check(config, providerId, order),
    received: async () => [],
  }
}

async function send(config: AliyunSmsConfig, order: SendOrder, signal: AbortSignal): Promise<SendOutcome> {
  const template = filledTemplate(config.templates, order.wording)
  if (!template) return { kind: 'refused', reason: 'aliyun:no_template' }
  const parameters = {
    PhoneNumbers: aliyunNumber(order.to),
    SignName: config.signName,
    TemplateCode: template.code,
    TemplateParam: template.parameters,
    OutId: outIdOf(order),
  }
  const read = readAliyun(await callAliyun(config, 'SendSms', parameters, signal), order, config.random())
  if (!read.ok) return read.outcome
  const bizId = read.fields['BizId']
  if (typeof bizId !== 'string' || bizId === '') return { kind: 'unknown', reason: 'malformed' }
  return { kind: 'accepted', providerId: bizId, state: 'accepted' }
}

/** Ours, which the provider gives back with each message. */
function outIdOf({ pageId, attempt }: SendOrder): string {
  return `${pageId}/${attempt}`
}

/** Looks through what was sent to the number on the days between the claim and now. A listing holds no BizId. */
async function find(config: AliyunSmsConfig, order: SendOrder, since: Instant): Promise<Found> {
  const listed = await listOf(config, order, { from: since })
  if (listed === 'unavailable') return { kind: 'unavailable' }
  return listed ? { kind: 'found', report: reportOf(listed, outIdOf(order)) } : { kind: 'absent' }
}

async function check(config: AliyunSmsConfig, providerId: string, order: SendOrder): Promise<DeliveryReport | null> {
  const bizId = providerId === outIdOf(order) ? {} : { BizId: providerId }
  const listed = await listOf(config, order, { from: config.now() - hour, ...bizId })
  return listed === 'unavailable' || !listed ? null : reportOf(listed, providerId)
}

type Detail = Record<string, unknown>

async function listOf(
  config: AliyunSmsConfig,
  order: SendOrder,
  { from, ...filter }: { from: Instant; BizId?: string },
): Promise<Detail | null | 'unavailable'> {
  for (const day of new Set([dateOf(config.now(), zone), dateOf(from, zone)])) {
    for (let page = 1; page <= mostPages; page++) {
      const details = await detailsOn(config, order, { day, page, filter })
      if (!details) return 'unavailable'
      const ours = details.find(({ OutId }) => OutId === outIdOf(order))
      if (ours) return ours
      if (details.length < pageSize) break
    }
  }
  return null
}

async function detailsOn(
  config: AliyunSmsConfig,
  order: SendOrder,
  { day, page, filter }: { day: string; page: number; filter: { BizId?: string } },
): Promise<Detail[] | null> {
  const parameters = {
    PhoneNumber: aliyunNumber(order.to),
    SendDate: day.replaceAll('-', ''),
    PageSize: String(pageSize),
    CurrentPage: String(page),
    ...filter,
  }
  const read = readAliyun(await callAliyun(config, 'QuerySendDetails', parameters), order, 0)
  if (!read.ok) return null
  const list = fieldsIn(read.fields['SmsSendDetailDTOs'])?.['SmsSendDetailDTO']
  return Array.isArray(list) ? list.map((detail) => fieldsIn(detail) ?? {}) : null
}

function fieldsIn(value: unknown): Detail | null {
  return fieldsOf(JSON.stringify(value ?? null))
}

/** SendStatus: 1 waits for the handset, 2 did not arrive, 3 arrived. ErrCode says why it did not. */
function reportOf({ SendStatus, ErrCode }: Detail, providerId: string): DeliveryReport {
  if (SendStatus === 3) return { state: 'delivered', providerId, errorCode: null }
  if (SendStatus !== 2) return { state: 'sent', providerId, errorCode: null }
  const code = typeof ErrCode === 'string' && /^[\w.:-]{1,60}$/.test(ErrCode) ? ErrCode : 'failed'
  return { state: 'failed', providerId, errorCode: `aliyun:${code}` }
}
