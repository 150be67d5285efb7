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
  failure: (failure) => {
    const limit = failure.limitSeconds ?? 15
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
