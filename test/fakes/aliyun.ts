import { createHash, createHmac } from 'node:crypto'
import type { Judgement, Received } from './provider-server.ts'

export type FakeText = { phone: string; template: string; values: object; outId: string; bizId: string; at: number }
export type FakeCall = { phone: string; from: string; template: string; values: object; callId: string; times: string }

/** An account as Aliyun keeps it. `refuse`: the code that every sending is answered with, while it is set. */
export class FakeAliyun {
  readonly accessKeyId = 'fake-key-id'
  readonly accessKeySecret = 'fake-key-secret'
  readonly texts: FakeText[] = []
  readonly calls: FakeCall[] = []
  refuse: { code: string; status?: number } | null = null
  /** What became of texts and calls: as the listings and QueryCallDetailByCallId say it. */
  sendStatus = 1
  errCode = ''
  callState = '200101'
  readonly #nonces = new Set<string>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  judge(request: Received): Judgement {
    const problem = this.#problemOf(request)
    if (problem) return { status: 400, body: { Code: problem, Message: problem, RequestId: 'r' } }
    const parameters = Object.fromEntries(request.url.searchParams)
    switch (request.headers['x-acs-action']) {
      case 'SendSms':
        return this.#send(parameters)
      case 'QuerySendDetails':
        return this.#list(parameters)
      case 'SingleCallByTts':
        return this.#call(parameters)
      case 'QueryCallDetailByCallId':
        return this.#callDetail(parameters)
      default:
        return { status: 404, body: { Code: 'InvalidAction.NotFound' } }
    }
  }

  /** The signature is worked out anew from what came over the wire, not from what the client meant to send. */
  #problemOf({ method, url, headers, body }: Received): string | null {
    const fields = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
    const [, keyId, names = '', signature] = fields ?? []
    if (keyId !== this.accessKeyId) return 'InvalidAccessKeyId.NotFound'
    const signed = names.split(';').map((name) => `${name}:${headers[name]}\n`)
    const hash = createHash('sha256').update(body).digest('hex')
    const canonical = [method, url.pathname, url.search.slice(1), signed.join(''), names, hash].join('\n')
    const digest = createHash('sha256').update(canonical).digest('hex')
    const expected = createHmac('sha256', this.accessKeySecret).update(`ACS3-HMAC-SHA256\n${digest}`).digest('hex')
    if (signature !== expected || headers['x-acs-content-sha256'] !== hash) return 'SignatureDoesNotMatch'
    if (headers['x-acs-version'] !== '2017-05-25') return 'InvalidVersion'
    if (Math.abs(Date.parse(headers['x-acs-date']?.toString() ?? '') - this.#now()) > 900_000)
      return 'InvalidTimeStamp.Expired'
    const nonce = String(headers['x-acs-signature-nonce'])
    if (this.#nonces.has(nonce)) return 'SignatureNonceUsed'
    this.#nonces.add(nonce)
    return null
  }

  #send(parameters: Record<string, string>): Judgement {
    const { PhoneNumbers = '', SignName, TemplateCode = '', TemplateParam = '', OutId = '' } = parameters
    const refused = this.refuse ?? problemOfText({ PhoneNumbers, SignName, TemplateCode, TemplateParam })
    if (refused) return { status: refused.status ?? 200, body: { Code: refused.code, Message: '', RequestId: 'r' } }
    const bizId = `90061974693649${this.texts.length}^0`
    const values = JSON.parse(TemplateParam)
    this.texts.push({ phone: PhoneNumbers, template: TemplateCode, values, outId: OutId, bizId, at: this.#now() })
    return { body: { Code: 'OK', Message: 'OK', BizId: bizId, RequestId: 'r' } }
  }

  #list({ PhoneNumber, SendDate, PageSize, CurrentPage, BizId }: Record<string, string>): Judgement {
    const dayOf = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
    const all = this.texts
      .filter(({ phone, at, bizId }) => phone === PhoneNumber && dayOf(at) === SendDate && (!BizId || BizId === bizId))
      .toReversed()
    const start = (Number(CurrentPage) - 1) * Number(PageSize)
    const details = all.slice(start, start + Number(PageSize)).map(({ phone, template, outId }) => ({
      PhoneNum: phone,
      TemplateCode: template,
      OutId: outId,
      SendStatus: this.sendStatus,
      ErrCode: this.errCode,
      Content: '',
    }))
    return { body: { Code: 'OK', TotalCount: all.length, SmsSendDetailDTOs: { SmsSendDetailDTO: details } } }
  }

  #call(parameters: Record<string, string>): Judgement {
    const { CalledShowNumber = '', CalledNumber = '', TtsCode = '', TtsParam = '{}', PlayTimes = '' } = parameters
    const refused = this.refuse ?? (/^\d{11}$/.test(CalledNumber) ? null : { code: 'isv.MOBILE_NUMBER_ILLEGAL' })
    if (refused) return { body: { Code: refused.code, Message: '', RequestId: 'r' } }
    const callId = `1160123541${this.calls.length}^1022811`
    const values = JSON.parse(TtsParam)
    this.calls.push({
      phone: CalledNumber,
      from: CalledShowNumber,
      template: TtsCode,
      values,
      callId,
      times: PlayTimes,
    })
    return { body: { Code: 'OK', Message: 'OK', CallId: callId, RequestId: 'r' } }
  }

  #callDetail({ CallId, ProdId, QueryDate }: Record<string, string>): Judgement {
    const isKnown = this.calls.some(({ callId }) => callId === CallId) && ProdId === '11000000300006'
    if (!isKnown || !/^\d{13}$/.test(QueryDate ?? '')) return { body: { Code: 'isv.CALL_NOT_FOUND' } }
    return { body: { Code: 'OK', Data: JSON.stringify({ state: this.callState, duration: 0 }) } }
  }
}

type Text = { PhoneNumbers: string; SignName: string | undefined; TemplateCode: string; TemplateParam: string }

function problemOfText(text: Text): { code: string; status?: number } | null {
  if (!/^(?:1\d{10}|[2-9]\d{6,14})$/.test(text.PhoneNumbers)) return { code: 'isv.MOBILE_NUMBER_ILLEGAL' }
  if (text.SignName !== '值守') return { code: 'isv.SMS_SIGNATURE_ILLEGAL' }
  if (!/^SMS_\d+$/.test(text.TemplateCode)) return { code: 'isv.SMS_TEMPLATE_ILLEGAL' }
  const values: unknown[] = Object.values(JSON.parse(text.TemplateParam))
  const isGood = (value: unknown) =>
    typeof value === 'string' && value.length >= 1 && value.length <= 35 && !/https?:|\d+\.\d+\.\d+\.\d+/.test(value)
  return values.every(isGood) ? null : { code: 'isv.TEMPLATE_PARAMS_ILLEGAL' }
}
