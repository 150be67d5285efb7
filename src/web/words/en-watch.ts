import { reasonOf } from '../../domain/watch/failure-reason.ts'
import type { watch as model } from './zh-hans-watch.ts'

/** What the probes see: verdicts, causes of failure. */
export const watch: typeof model = {
  mark: {
    up: 'Up',
    down: 'Down',
    suspect: 'Suspect',
    recovering: 'To confirm',
    planned: 'Planned work',
    unknown: 'No data',
  },
  reason: {
    no_such_name: 'The name does not resolve: there is no such name.',
    name_without_address: 'The name does not resolve: it has no address.',
    name_server_error: 'The name does not resolve: its name server reports an error.',
    name_server_silent: 'The name does not resolve: its name server does not answer.',
    unexpected_answer: 'The name is answered with another address.',
    wrong_name: 'The certificate is for another name; browsers will block it.',
    not_yet_valid: 'The certificate is not valid yet; browsers will block it.',
    self_signed: 'The certificate is self-signed; browsers will block it.',
    unknown_authority: 'The certificate’s authority is not trusted; browsers will block it.',
    incomplete_chain: 'The certificate chain is incomplete; some browsers will block it.',
    old_protocol: 'Only retired protocols (TLS 1.1 and below); browsers cannot open it.',
    no_shared_cipher: 'No common cipher, maybe only the Chinese national ones; ordinary browsers cannot open it.',
    no_tls: 'No answer in TLS: maybe only the Chinese national protocol, or none on this port.',
    handshake_stalled: 'The TLS handshake was not finished in time.',
    error_page: 'What opens is an error or maintenance page.',
    page_too_small: 'The page is too small, maybe incomplete.',
    title_missing: 'The expected words are missing from the title.',
    words_forbidden: 'The page contains words it must not.',
  },
  failure: (failure) => {
    const limit = failure.limitSeconds ?? 15
    const reason = reasonOf(failure)
    if (reason) return watch.reason[reason]
    switch (failure.kind) {
      case 'dns':
        return 'The name does not resolve.'
      case 'connect_failed':
        return 'No connection: refused or unreachable.'
      case 'connect_timeout':
        return `Connection timed out: no answer within ${limit} s.`
      case 'certificate':
        return 'The certificate is faulty; browsers will block it.'
      case 'certificate_expired':
        return 'The certificate has expired.'
      case 'first_byte_timeout':
        return `No first byte within ${limit} s.`
      case 'too_slow':
        return `Not fully open within ${limit} s.`
      case 'status':
        return `Server error: status ${failure.status ?? 'unknown'}.`
      case 'words':
        return 'The expected words are missing from the page.'
      case 'redirects':
        return 'Too many redirects, or a wrong one.'
      case 'blocked':
        return 'The address may not be probed.'
    }
  },
  ping: (ping) => {
    if (ping.answer === 'yes') return 'The host answers, the web service does not.'
    return ping.answer === 'no' ? 'The host does not answer either.' : ''
  },
  pingLine: (ping, ms) =>
    ping.answer === 'yes'
      ? `host answers ping (${ms})`
      : ping.answer === 'no'
        ? 'host does not answer ping'
        : 'no ping result',
  role: { lead: 'lead', staff: 'duty', office: 'duty office' },
  roleShort: { lead: 'L', staff: 'D' },
  channel: { sms: 'Text', voice: 'Call' },
  /** Every channel by the name people know it by. */
  channelName: {
    sms: 'Text (Twilio)',
    aliyun_sms: 'Text (Aliyun)',
    email: 'Mail',
    wecom: 'WeCom group',
    dingtalk: 'DingTalk group',
    feishu: 'Feishu group',
    webhook: 'Webhook',
    voice: 'Call (Twilio)',
    aliyun_voice: 'Call (Aliyun)',
  },
  cause: {
    software: 'Website software',
    server: 'Server or data centre',
    network: 'Network line',
    dns: 'Name resolution',
    certificate: 'Certificate expired',
    unplanned_change: 'Unplanned change',
    attack: 'Attack',
    unclear: 'Not yet known',
  },
  state: { paging: 'Not taken', acknowledged: 'Taken', recovered: 'To confirm', closed: 'Closed', voided: 'Void' },
}
