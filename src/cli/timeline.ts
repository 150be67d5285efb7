import { callEndOf } from '../domain/calls/call-end.ts'
import type { Incident, IncidentEvent } from '../domain/incident/incident.ts'
import type { Page } from '../domain/incident/page.ts'
import type { Instant } from '../domain/instant.ts'
import { maskPhone } from '../domain/phone.ts'
import { spanWords } from '../domain/texts/span-words.ts'

type Line = { at: Instant; text: string }

/** The incident as a duty book would have it: what happened, minute by minute, and the three times under it. */
export function timelineOf(incident: Incident, events: readonly IncidentEvent[], pages: readonly Page[]): string {
  const lines = [...events.flatMap(eventLine), ...pages.flatMap(pageLine)].sort((a, b) => a.at - b.at)
  const moments = [
    ['发现', incident.startedAt],
    ['报告', incident.toldAt],
    ['响应', incident.acknowledgedAt],
    ['恢复', incident.recoveredAt],
    ['确认', incident.confirmedAt],
  ] as const
  return [
    `事件 ${incident.id}  ${incident.siteName}`,
    ...lines.map(({ at, text }) => `  ${clock(at)}  ${text}`),
    '三个“第一时间”（从第一次失败算起）',
    ...moments.map(
      ([name, at]) => `  ${name}  ${at === null ? '—' : `${clock(at)}  ${seconds(at - incident.startedAt)}`}`,
    ),
  ].join('\n')
}

function eventLine(event: IncidentEvent): Line[] {
  const text = eventText(event)
  return text === null ? [] : [{ at: event.at, text }]
}

function eventText(event: IncidentEvent): string | null {
  const who = event.by?.name ?? '值守'
  switch (event.kind) {
    case 'probe_failed':
      return `第 ${event.n} 次探测失败`
    case 'went_down':
      return `判定打不开（连续 ${event.failures} 次失败）`
    case 'rung_skipped':
      return event.why === 'no_channel' ? '这一级只有电话，没有配置通道，跳过' : '这一级没有人，马上通知下一级'
    case 'escalated':
      return event.why === 'opened' ? null : `升级：通知 ${event.to.map(({ name }) => name).join('、')}`
    case 'page_failed':
      return `${event.channel === 'voice' ? '电话' : '短信没有送到'} → ${event.person.name}：${reasonText(event.reason)}`
    case 'acknowledged':
      return `${who} 签收`
    case 'recovered':
      return '判定恢复'
    case 'confirmed':
      return `${who} 确认已恢复，办结`
    default:
      return null
  }
}

const callEnds: Record<string, string> = {
  no_answer: '无人接听',
  busy: '占线',
  no_key: '接通未按键',
  canceled: '已取消',
}

/** How a call ended, in words; any other reason as the provider put it. */
function reasonText(reason: string): string {
  const end = callEndOf(reason)?.end
  return end === undefined ? reason : (callEnds[end] ?? `没有打通（${reason}）`)
}

function pageLine(page: Page): Line[] {
  if (page.acceptedAt === null) return []
  const to = `${page.personName} ${maskPhone(page.to)}`
  const text = page.channel === 'voice' ? `电话 → ${to}` : `短信 → ${to}：${page.text}`
  return [{ at: page.acceptedAt, text }]
}

function clock(at: Instant): string {
  return new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', timeStyle: 'medium', hour12: false }).format(at)
}

function seconds(ms: number): string {
  const whole = Math.round(ms / 1000)
  if (whole < 60) return `${whole} 秒`
  return whole < 3600 ? `${Math.floor(whole / 60)} 分 ${whole % 60} 秒` : spanWords(ms, 'zh-Hans')
}
