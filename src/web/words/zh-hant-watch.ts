import { reasonOf } from '../../domain/watch/failure-reason.ts'
import type { Failure, PingResult } from '../../domain/watch/probe.ts'
import type { watch as model } from './zh-hans-watch.ts'

/** What the probes see: verdicts, causes of failure. */
export const watch: typeof model = {
  mark: {
    up: '正常',
    down: '打不開',
    suspect: '疑似',
    recovering: '待確認',
    planned: '報備中',
    unknown: '無數據',
  },
  reason: {
    no_such_name: '域名解析失敗：沒有這個域名。',
    name_without_address: '域名解析失敗：域名沒有登記地址。',
    name_server_error: '域名解析失敗：域名服務器報錯。',
    name_server_silent: '域名解析失敗：域名服務器沒有應答。',
    unexpected_answer: '域名解析到了別的地址。',
    wrong_name: '證書上的域名與網址不符，瀏覽器會攔截。',
    not_yet_valid: '證書還沒有生效，瀏覽器會攔截。',
    self_signed: '證書是自簽的，瀏覽器會攔截。',
    unknown_authority: '簽發證書的機構不受信任，瀏覽器會攔截。',
    incomplete_chain: '證書鏈不完整，缺少中間證書，部分瀏覽器會攔截。',
    old_protocol: '只支持已停用的舊版加密協議（TLS 1.1 及以下），瀏覽器打不開。',
    no_shared_cipher: '沒有通用的加密算法，可能只支持國密，普通瀏覽器打不開。',
    no_tls: '沒有按通用加密協議應答：可能只支持國密，或這個端口沒有啟用加密。',
    handshake_stalled: '加密握手沒有按時完成。',
    error_page: '打開的是報錯或維護頁面，不是網站內容。',
    page_too_small: '頁面內容過少，可能沒有顯示完整。',
    title_missing: '頁面標題裡沒有應有的文字。',
    words_forbidden: '頁面裡有不該出現的文字。',
  },
  /** What was seen, in one sentence. */
  failure: (failure: Failure): string => {
    const limit = failure.limitSeconds ?? 15
    const reason = reasonOf(failure)
    if (reason) return watch.reason[reason]
    switch (failure.kind) {
      case 'dns':
        return '域名解析失敗。'
      case 'connect_failed':
        return '連接失敗：對方拒絕或不可達。'
      case 'connect_timeout':
        return `連接超時：${limit} 秒內沒有應答。`
      case 'certificate':
        return '證書有問題，瀏覽器會攔截。'
      case 'certificate_expired':
        return '證書過期。'
      case 'first_byte_timeout':
        return `首字節等待超過 ${limit} 秒。`
      case 'too_slow':
        return `${limit} 秒內沒有打開完。`
      case 'status':
        return `服務器報錯：狀態碼 ${failure.status ?? '不明'}。`
      case 'words':
        return '頁面裡沒有應有的文字。'
      case 'redirects':
        return '跳轉太多或跳錯。'
      case 'blocked':
        return '地址不允許探測。'
    }
  },
  /** What a second opinion suggests. */
  ping: (ping: PingResult): string => {
    if (ping.answer === 'yes') return '主機有回應，網站服務沒有。'
    return ping.answer === 'no' ? '主機也沒有回應。' : ''
  },
  pingLine: (ping: PingResult, ms: string): string =>
    ping.answer === 'yes'
      ? `主機 ping 有回應（${ms}）`
      : ping.answer === 'no'
        ? '主機 ping 沒有回應'
        : '沒有 ping 結果',
  role: { lead: '帶班', staff: '值班', office: '市值班室' },
  roleShort: { lead: '帶', staff: '值' },
  channel: { sms: '短信', voice: '電話' },
  /** Every channel by the name people know it by. */
  channelName: {
    sms: '短信（Twilio）',
    aliyun_sms: '短信（阿里雲）',
    email: '郵件',
    wecom: '企業微信群',
    dingtalk: '釘釘群',
    feishu: '飛書群',
    webhook: 'Webhook',
    voice: '電話（Twilio）',
    aliyun_voice: '電話（阿里雲）',
  },
  cause: {
    software: '網站程序或中間件',
    server: '服務器或機房',
    network: '網絡線路',
    dns: '域名解析',
    certificate: '證書過期',
    unplanned_change: '計劃外更新',
    attack: '遭攻擊',
    unclear: '暫未查明',
  },
  state: { paging: '待簽收', acknowledged: '已簽收', recovered: '待確認', closed: '辦結', voided: '作廢' },
}
