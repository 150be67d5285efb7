import { callEndOf, faultOfNumber } from '../calls/call-end.ts'

/**
 * Whose matter a failure is. `number`: this reader's phone or address. `account`: ours with a provider, so every text
 * is in danger. `text`: the words of this one. `passing`: likely to be gone when it is tried again. `ours`: this
 * service's own doing, such as a page that was taken back.
 */
export type Concern = 'number' | 'account' | 'text' | 'passing' | 'ours'

/** Everything that a page can fail or be taken back for, told apart as far as somebody would do something else. */
const concerns = {
  bad_number: 'number',
  landline: 'number',
  unknown_number: 'number',
  opted_out: 'number',
  handset_off: 'number',
  blocked: 'number',
  number_limit: 'number',
  no_email: 'number',
  bad_email: 'number',
  mailbox_refused: 'number',
  call_busy: 'number',
  call_no_answer: 'number',
  call_no_key: 'number',
  call_canceled: 'ours',
  call_switched_off: 'number',
  call_no_such_number: 'number',
  call_failed: 'passing',
  wrong_token: 'account',
  suspended: 'account',
  no_balance: 'account',
  trial: 'account',
  bad_sender: 'account',
  sender_not_registered: 'account',
  region_off: 'account',
  vetting: 'account',
  account_limit: 'account',
  bad_callback: 'account',
  not_found: 'account',
  signature: 'account',
  template: 'account',
  no_template: 'account',
  ip_refused: 'account',
  mail_sign_in: 'account',
  no_robot: 'account',
  robot_gone: 'account',
  robot_rules: 'account',
  filtered: 'text',
  too_long: 'text',
  refused: 'text',
  too_fast: 'passing',
  provider_trouble: 'passing',
  expired: 'passing',
  no_connection: 'passing',
  not_known: 'passing',
  no_report: 'passing',
  failed: 'passing',
  no_channel: 'ours',
  reader_left: 'ours',
  resent: 'ours',
  overtaken: 'ours',
  acknowledged: 'ours',
  recovered: 'ours',
  relapsed: 'ours',
  rejected: 'ours',
  passed: 'ours',
  undone: 'ours',
  closed: 'ours',
  told_by_phone: 'ours',
} as const satisfies Record<string, Concern>
export type ReasonName = keyof typeof concerns
export const reasonNames = Object.keys(concerns) as ReasonName[] // the keys of a literal are its own

/**
 * What a reason on the record means. `name` is null for a code nobody here knows; `code` is what the provider said,
 * empty where the word is our own; `seconds` how long a call without a key press was open.
 */
export type ReasonMeaning = { name: ReasonName | null; concern: Concern; code: string; seconds: number | null }

// twilio.com/docs/api/errors, read one by one; PAGING lists those that matter. The number alone, as callbacks bring it.
const twilio: Record<string, ReasonName> = {
  10001: 'suspended',
  20003: 'wrong_token',
  20404: 'not_found',
  20429: 'too_fast',
  20503: 'provider_trouble',
  21211: 'bad_number',
  21214: 'bad_number',
  21217: 'bad_number',
  21408: 'region_off',
  21601: 'bad_sender',
  21606: 'bad_sender',
  21608: 'trial',
  21609: 'bad_callback',
  21610: 'opted_out',
  21611: 'too_fast',
  21612: 'bad_sender',
  21614: 'landline',
  21617: 'too_long',
  21635: 'landline',
  30001: 'too_fast',
  30002: 'suspended',
  30003: 'handset_off',
  30004: 'blocked',
  30005: 'unknown_number',
  30006: 'landline',
  30007: 'filtered',
  30008: 'provider_trouble',
  30022: 'too_fast',
  30024: 'sender_not_registered',
  30036: 'expired',
  30410: 'provider_trouble',
  60220: 'vetting',
  63038: 'account_limit',
}

// help.aliyun.com, 短信服务 API 错误码 and 公共错误码.
const aliyun: Record<string, ReasonName> = {
  no_template: 'no_template',
  'isv.MOBILE_NUMBER_ILLEGAL': 'bad_number',
  'isv.BUSINESS_LIMIT_CONTROL': 'number_limit',
  'isv.OUT_OF_SERVICE': 'no_balance',
  'isv.AMOUNT_NOT_ENOUGH': 'no_balance',
  'isv.ACCOUNT_NOT_EXISTS': 'suspended',
  'isv.ACCOUNT_ABNORMAL': 'suspended',
  'isv.PRODUCT_UN_SUBSCRIPT': 'suspended',
  'isv.PRODUCT_UNSUBSCRIBE': 'suspended',
  'isp.RAM_PERMISSION_DENY': 'wrong_token',
  SignatureDoesNotMatch: 'wrong_token',
  'InvalidAccessKeyId.NotFound': 'wrong_token',
  'isv.DAY_LIMIT_CONTROL': 'account_limit',
  'isv.MONTH_LIMIT_CONTROL': 'account_limit',
  'isv.DENY_IP_RANGE': 'ip_refused',
  'isv.SMS_SIGNATURE_ILLEGAL': 'signature',
  'isv.SMS_SIGN_ILLEGAL': 'signature',
  'isv.SIGN_STATE_ILLEGAL': 'signature',
  'isv.SMS_SIGNATURE_SCENE_ILLEGAL': 'signature',
  'isv.SMS_TEMPLATE_ILLEGAL': 'template',
  'isv.TEMPLATE_MISSING_PARAMETERS': 'template',
  'isv.PARAM_LENGTH_LIMIT': 'template',
  'isv.SMS_CONTENT_ILLEGAL': 'filtered',
  'isv.BLACK_KEY_CONTROL_LIMIT': 'filtered',
  'isv.PARAM_NOT_SUPPORT_URL': 'filtered',
  'isp.SYSTEM_ERROR': 'provider_trouble',
  'isp.GATEWAY_ERROR': 'provider_trouble',
}

// Document "全局错误码" of WeCom, "常见错误码" of DingTalk's robots, "错误码" of Feishu's.
const robots: Record<string, ReasonName> = {
  'wecom:-1': 'provider_trouble',
  'wecom:45009': 'too_fast',
  'wecom:45033': 'too_fast',
  'wecom:93000': 'robot_gone',
  'dingtalk:-1': 'provider_trouble',
  'dingtalk:130101': 'too_fast',
  'dingtalk:410100': 'too_fast',
  'dingtalk:300001': 'robot_gone',
  'dingtalk:400101': 'robot_gone',
  'dingtalk:310000': 'robot_rules',
  'feishu:11232': 'too_fast',
  'feishu:9499': 'too_fast',
  'feishu:19021': 'robot_rules',
  'feishu:19022': 'ip_refused',
  'feishu:19024': 'robot_rules',
}

// RFC 5321, section 4.2.3, and RFC 4954 for those of signing in.
const smtp: Record<string, ReasonName> = {
  530: 'mail_sign_in',
  534: 'mail_sign_in',
  535: 'mail_sign_in',
  550: 'mailbox_refused',
  551: 'mailbox_refused',
  552: 'mailbox_refused',
  553: 'mailbox_refused',
}

/** Words of our own: the delivery loop's, the incident's, and those of a request that brought no answer. */
const own: Record<string, ReasonName> = {
  no_channel: 'no_channel',
  no_delivery_report: 'no_report',
  unreachable: 'no_connection',
  tls: 'no_connection',
  unknown_outcome: 'not_known',
  no_outcome: 'not_known',
  interrupted: 'not_known',
  timeout: 'not_known',
  reset: 'not_known',
  aborted: 'not_known',
  malformed: 'not_known',
  thrown: 'not_known',
  failed: 'failed',
  reader_left: 'reader_left',
  resent: 'resent',
  overtaken: 'overtaken',
  acknowledged: 'acknowledged',
  recovered: 'recovered',
  mended: 'recovered',
  relapsed: 'relapsed',
  rejected: 'rejected',
  passed: 'passed',
  undone: 'undone',
  confirmed: 'closed',
  voided: 'closed',
  told_by_phone: 'told_by_phone',
  'email:no_address': 'no_email',
  'email:bad_address': 'bad_email',
}

/** What a page failed for, or was taken back for. Never throws, whatever a provider writes. */
export function meaningOf(reason: string): ReasonMeaning {
  const call = callMeaningOf(reason)
  if (call) return call
  const code = reason.replace(/^[a-z_]+:/, '')
  const name = nameOf(reason, code)
  const concern = name ? concerns[name] : 'passing'
  return { name, concern, code: known(own, reason) ? '' : code, seconds: null }
}

/**
 * The provider refuses for something that is wrong with our account, so the next text will fare no better: the office
 * must act, and nothing about the reader is to be concluded.
 */
export function isAccountTrouble(reason: string): boolean {
  return meaningOf(reason).concern === 'account'
}

/** No text will ever reach this number: it is none, or no phone that takes texts. */
export function isDeadNumber(reason: string): boolean {
  const { name } = meaningOf(reason)
  return name === 'bad_number' || name === 'landline' || name === 'unknown_number'
}

/** The owner of the number asked their carrier for no more texts. */
export function isOptOut(reason: string): boolean {
  return meaningOf(reason).name === 'opted_out'
}

function callMeaningOf(reason: string): ReasonMeaning | null {
  const call = callEndOf(reason)
  if (!call) return null
  const fault = call.end === 'failed' ? faultOfNumber(call.detail) : null
  const name: ReasonName = `call_${fault ?? call.end}`
  const seconds = call.end === 'no_key' ? call.detail : null
  return { name, concern: concerns[name], code: call.end === 'failed' ? String(call.detail ?? '') : '', seconds }
}

function nameOf(reason: string, code: string): ReasonName | null {
  const [provider] = reason.split(':')
  if (reason === code && /^\d+$/.test(code)) return known(twilio, code)
  if (provider === 'twilio') return known(twilio, code)
  if (provider === 'aliyun') return known(aliyun, code) ?? (code.startsWith('Throttling') ? 'too_fast' : null)
  if (provider === 'smtp') return known(smtp, code) ?? (code.startsWith('4') ? 'provider_trouble' : 'refused')
  if (provider === 'http') return ofStatus(Number(code))
  if (code === 'own_limit') return 'too_fast'
  if (code === 'no_address' && provider !== 'email') return 'no_robot'
  // Names of Node for a connection that never stood, and of what a channel threw.
  if (/^(?:E[A-Z_]{3,}|[A-Z_]*CERT[A-Z_]*|UNABLE_TO_[A-Z_]+|ERR_TLS_[A-Z_]+)$/.test(reason)) return 'no_connection'
  return known(own, reason) ?? known(robots, reason) ?? (/^[A-Z][A-Za-z]*Error$/.test(reason) ? 'not_known' : null)
}

function ofStatus(status: number): ReasonName {
  if (status === 401 || status === 403) return 'wrong_token'
  if (status === 402) return 'no_balance'
  if (status === 404) return 'not_found'
  if (status === 429) return 'too_fast'
  return status >= 500 || status === 408 ? 'provider_trouble' : 'refused'
}

function known(table: Record<string, ReasonName>, code: string): ReasonName | null {
  return Object.hasOwn(table, code) ? (table[code] ?? null) : null
}
