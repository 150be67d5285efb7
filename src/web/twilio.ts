import express, { type Request, type RequestHandler } from 'express'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { attemptStateOf } from '../domain/texts/delivery.ts'
import { fieldsOf } from './form.ts'
import type { Screen } from './room.ts'

/** What Twilio tells us: texts that came in, and how far a text of ours got. Signed, or refused. */
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
    res
      .type('text/xml')
      .send(`<?xml version="1.0" encoding="UTF-8"?><Response><Message>${escaped(answer)}</Message></Response>`)
  })

  router.post('/twilio/status/:page/:attempt', signed, async (req, res) => {
    const { MessageSid, MessageStatus, ErrorCode } = fieldsOf(req)
    const state = attemptStateOf(MessageStatus ?? '')
    const { page: pageId, attempt } = req.params
    const n = Number(attempt)
    if (!state || typeof pageId !== 'string' || !Number.isInteger(n)) return void res.status(204).end()
    await deps.inbox.report(pageId, n, { state, providerId: MessageSid ?? null, errorCode: ErrorCode ?? null })
    res.status(204).end()
  })
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

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
