import { createHmac } from 'node:crypto'
import type { Judgement, Received } from './provider-server.ts'

/** A group as its provider keeps it: who has which key, and what was posted there. */
export type FakeGroup = { key: string; secret: string | null; keyword?: string; posted: FakePost[] }
export type FakePost = { text: string; mentions: string[]; at: number }

const minute = 60_000
const hour = 60 * minute

/** How WeCom takes a request: by key alone, text of at most 2,048 bytes. */
export function judgeWecom(groups: FakeGroup[], { url, body }: Received, now: number): Judgement {
  const group = groups.find(({ key }) => key === url.searchParams.get('key'))
  const { msgtype, text } = JSON.parse(body)
  if (url.pathname !== '/cgi-bin/webhook/send' || !group) return refusal(93000, 'invalid webhook url')
  if (msgtype !== 'text') return refusal(40008, 'invalid message type')
  if (typeof text?.content !== 'string' || text.content === '') return refusal(44004, 'empty content')
  if (Buffer.byteLength(text.content) > 2048) return refusal(45002, 'content size out of limit')
  if (isFull(group, 20, now)) return refusal(45009, 'api freq out of limit')
  group.posted.push({ text: text.content, mentions: text.mentioned_mobile_list ?? [], at: now })
  return { body: { errcode: 0, errmsg: 'ok' } }
}

/** How DingTalk takes one: by token, with a sign that is right and less than an hour off, or a keyword. */
export function judgeDingtalk(groups: FakeGroup[], { url, body }: Received, now: number): Judgement {
  const group = groups.find(({ key }) => key === url.searchParams.get('access_token'))
  const { msgtype, text, at } = JSON.parse(body)
  if (url.pathname !== '/robot/send' || !group) return refusal(300001, 'token is not exist')
  if (msgtype !== 'text' || typeof text?.content !== 'string') return refusal(400105, 'unsupported message type')
  if (group.keyword && !text.content.includes(group.keyword)) return refusal(310000, 'keywords not in content')
  if (group.secret !== null) {
    const timestamp = url.searchParams.get('timestamp') ?? ''
    const expected = createHmac('sha256', group.secret).update(`${timestamp}\n${group.secret}`).digest('base64')
    const isFresh = Math.abs(now - Number(timestamp)) <= hour
    if (!isFresh || url.searchParams.get('sign') !== expected) return refusal(310000, 'sign not match')
  }
  if (isFull(group, 20, now)) return refusal(130101, 'send too fast, exceed 20 times per minute')
  group.posted.push({ text: text.content, mentions: at?.atMobiles ?? [], at: now })
  return { body: { errcode: 0, errmsg: 'ok' } }
}

/** How Feishu takes one: the sign within the body. */
export function judgeFeishu(groups: FakeGroup[], { url, body }: Received, now: number): Judgement {
  const group = groups.find(({ key }) => url.pathname === `/open-apis/bot/v2/hook/${key}`)
  const { msg_type, content, timestamp, sign } = JSON.parse(body)
  if (!group) return feishuRefusal(19001, 'param invalid: incoming webhook access token invalid')
  if (msg_type !== 'text' || typeof content?.text !== 'string') return feishuRefusal(9499, 'Bad Request')
  if (Buffer.byteLength(body) > 20 * 1024) return feishuRefusal(11246, 'content is too long')
  if (group.keyword && !content.text.includes(group.keyword)) return feishuRefusal(19024, 'Key Words Not Found')
  if (group.secret !== null) {
    const expected = createHmac('sha256', `${timestamp}\n${group.secret}`).update('').digest('base64')
    const isFresh = Math.abs(now - Number(timestamp) * 1000) <= hour
    if (!isFresh || sign !== expected)
      return feishuRefusal(19021, 'sign match fail or timestamp is not within one hour')
  }
  const tags = [...content.text.matchAll(/<at user_id="([^"]*)">/g)].map(([, who]) => who ?? '')
  if (isFull(group, 100, now)) return feishuRefusal(11232, 'frequency limited')
  group.posted.push({ text: content.text, mentions: tags, at: now })
  return { body: { code: 0, data: {}, msg: 'success' } }
}

function isFull({ posted }: FakeGroup, most: number, now: number): boolean {
  return posted.filter(({ at }) => at > now - minute).length >= most
}

function refusal(errcode: number, errmsg: string): Judgement {
  return { body: { errcode, errmsg } }
}

function feishuRefusal(code: number, msg: string): Judgement {
  return { status: code === 9499 ? 400 : 200, body: { code, msg, data: {} } }
}
