import type { ChannelId } from '../../domain/channel.ts'
import { type FailureReason, reasonOf } from '../../domain/watch/failure-reason.ts'
import type { Failure, PingResult } from '../../domain/watch/probe.ts'

/** What the probes see: verdicts, causes of failure. */
export const watch = {
  mark: {
    up: '正常',
    down: '打不开',
    suspect: '疑似',
    recovering: '待确认',
    planned: '报备中',
    unknown: '无数据',
  },
  /** Why exactly, where that is known. */
  reason: {
    no_such_name: '域名解析失败：没有这个域名。',
    name_without_address: '域名解析失败：域名没有登记地址。',
    name_server_error: '域名解析失败：域名服务器报错。',
    name_server_silent: '域名解析失败：域名服务器没有应答。',
    unexpected_answer: '域名解析到了别的地址。',
    wrong_name: '证书上的域名与网址不符，浏览器会拦截。',
    not_yet_valid: '证书还没有生效，浏览器会拦截。',
    self_signed: '证书是自签的，浏览器会拦截。',
    unknown_authority: '签发证书的机构不受信任，浏览器会拦截。',
    incomplete_chain: '证书链不完整，缺少中间证书，部分浏览器会拦截。',
    old_protocol: '只支持已停用的旧版加密协议（TLS 1.1 及以下），浏览器打不开。',
    no_shared_cipher: '没有通用的加密算法，可能只支持国密，普通浏览器打不开。',
    no_tls: '没有按通用加密协议应答：可能只支持国密，或这个端口没有启用加密。',
    handshake_stalled: '加密握手没有按时完成。',
    error_page: '打开的是报错或维护页面，不是网站内容。',
    page_too_small: '页面内容过少，可能没有显示完整。',
    title_missing: '页面标题里没有应有的文字。',
    words_forbidden: '页面里有不该出现的文字。',
  } satisfies Record<FailureReason, string>,
  /** What was seen, in one sentence. */
  failure: (failure: Failure): string => {
    const limit = failure.limitSeconds ?? 15
    const reason = reasonOf(failure)
    if (reason) return watch.reason[reason]
    switch (failure.kind) {
      case 'dns':
        return '域名解析失败。'
      case 'connect_failed':
        return '连接失败：对方拒绝或不可达。'
      case 'connect_timeout':
        return `连接超时：${limit} 秒内没有应答。`
      case 'certificate':
        return '证书有问题，浏览器会拦截。'
      case 'certificate_expired':
        return '证书过期。'
      case 'first_byte_timeout':
        return `首字节等待超过 ${limit} 秒。`
      case 'too_slow':
        return `${limit} 秒内没有打开完。`
      case 'status':
        return `服务器报错：状态码 ${failure.status ?? '不明'}。`
      case 'words':
        return '页面里没有应有的文字。'
      case 'redirects':
        return '跳转太多或跳错。'
      case 'blocked':
        return '地址不允许探测。'
    }
  },
  /** What a second opinion suggests. */
  ping: (ping: PingResult): string => {
    if (ping.answer === 'yes') return '主机有回应，网站服务没有。'
    return ping.answer === 'no' ? '主机也没有回应。' : ''
  },
  pingLine: (ping: PingResult, ms: string): string =>
    ping.answer === 'yes'
      ? `主机 ping 有回应（${ms}）`
      : ping.answer === 'no'
        ? '主机 ping 没有回应'
        : '没有 ping 结果',
  role: { lead: '带班', staff: '值班', office: '市值班室' },
  roleShort: { lead: '带', staff: '值' },
  channel: { sms: '短信', voice: '电话' },
  /** Every channel by the name people know it by. */
  channelName: {
    sms: '短信（Twilio）',
    aliyun_sms: '短信（阿里云）',
    email: '邮件',
    wecom: '企业微信群',
    dingtalk: '钉钉群',
    feishu: '飞书群',
    webhook: 'Webhook',
    voice: '电话（Twilio）',
    aliyun_voice: '电话（阿里云）',
  } satisfies Record<ChannelId, string>,
  cause: {
    software: '网站程序或中间件',
    server: '服务器或机房',
    network: '网络线路',
    dns: '域名解析',
    certificate: '证书过期',
    unplanned_change: '计划外更新',
    attack: '遭攻击',
    unclear: '暂未查明',
  },
  state: { paging: '待签收', acknowledged: '已签收', recovered: '待确认', closed: '办结', voided: '作废' },
}
