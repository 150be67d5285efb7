import express, { type Request, type RequestHandler } from 'express'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { callStateOf } from '../domain/calls/call-end.ts'
import { heards } from '../domain/calls/call-key.ts'
import { fixedWords } from '../domain/calls/call-phrases.ts'
import type { Language } from '../domain/language.ts'
import { attemptStateOf } from '../domain/texts/delivery.ts'
import type { DeliveryReport } from '../storage/ports.ts'
import { fieldsOf } from './form.ts'
import type { Screen } from './room.ts'
import { callTwiml, messageTwiml } from './twiml.ts'

/** What Twilio tells and asks us: texts that came in, how far a text or call got, what a call says. Signed, or refused. */
export const twilioRoutes: Screen = (router, { deps }) => {
  const { twilioAuthToken: token, publicUrl } = deps.config
  const signed = checkSignature(token, publicUrl)
  const body = express.urlencoded({ extended: false, limit: '100kb', parameterLimit: 100 })
  router.use('/twilio', body)

  router.post('/twilio/sms', signed, async (req, res) => {
    const { MessageSid: providerId, From: from, Body: text } = fieldsOf(req)
    if (!providerId || !from) return void res.status(400).end()
    const answer = await deps.inbox.receiveText({ providerId, from, body: text ?? '', at: deps.now() })
    if (answer === null) return void res.status(204).end()
    res.type('text/xml').send(messageTwiml(answer))
  })

  router.post('/twilio/status/:page/:attempt', signed, async (req, res) => {
    const fields = fieldsOf(req)
    const word = fields['CallStatus'] ? wordOfCall(fields) : wordOfText(fields)
    const place = placeOf(req)
    if (word && place) await deps.inbox.report(place.pageId, place.attempt, word)
    res.status(204).end()
  })

  router.post('/twilio/voice/:page/:attempt', signed, async (req, res) => {
    const { CallSid: callId, Digits: key } = fieldsOf(req)
    const place = placeOf(req)
    const heard = heards.find((known) => known === req.query['heard'])
    const step = Number(req.query['step'] ?? 0)
    const isSound = place !== null && callId !== undefined && Number.isInteger(step)
    const turn = isSound && { ...place, callId, step, key: heard && key ? key : null, heard: heard ?? 'take' }
    const answer = turn ? await deps.inbox.answerCall(turn) : null
    res.type('text/xml')
    if (!answer) return void res.send(goodbye(deps.book.current().settings.language))
    const next = `${req.originalUrl.split('?')[0]}?heard=${answer.heard}&step=${step + 1}`
    res.send(callTwiml(answer, answer.language, publicUrl.replace(/\/$/, '') + next))
  })
}

/** For a call that is none of ours: it ends, and says nothing that anybody could learn from. */
function goodbye(language: Language): string {
  return callTwiml({ rounds: [], closing: fixedWords('goodbye', { language }), heard: 'taken' }, language, '')
}

/** Which attempt of which page a webhook is about; null for an address that we never gave out. */
function placeOf(req: Request): { pageId: string; attempt: number } | null {
  const { page: pageId, attempt } = req.params
  const n = Number(attempt)
  return typeof pageId === 'string' && Number.isInteger(n) ? { pageId, attempt: n } : null
}

type Fields = Readonly<Record<string, string | undefined>>

function wordOfText({ MessageSid, MessageStatus, ErrorCode }: Fields): DeliveryReport | null {
  const state = attemptStateOf(MessageStatus ?? '')
  return state && { state, providerId: MessageSid ?? null, errorCode: ErrorCode ?? null }
}

function wordOfCall({ CallSid, CallStatus, CallDuration, SipResponseCode }: Fields): DeliveryReport | null {
  const seconds = CallDuration ?? null
  const word = callStateOf({ status: CallStatus ?? '', seconds, sipCode: SipResponseCode ?? null })
  return word && { state: word.state, providerId: CallSid ?? null, errorCode: word.reason }
}

/** The signature covers our own address and the form; headers that name another host change nothing. */
function checkSignature(token: string | null, publicUrl: string): RequestHandler {
  const origin = publicUrl.replace(/\/$/, '')
  return (req, res, next) => {
    if (token === null) return void res.status(404).end()
    const signature = req.get('x-twilio-signature') ?? ''
    if (webhooks.validateRequest(token, signature, `${origin}${req.originalUrl}`, paramsOf(req))) return next()
    res.status(403).type('text/plain').send('signature required')
  }
}

function paramsOf(req: Request): Record<string, unknown> {
  const body: unknown = req.body
  return typeof body === 'object' && body !== null ? { ...body } : {}
}
