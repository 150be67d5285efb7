import express, { type Request, type RequestHandler } from 'express'

/** A whole book of a large province fits; nothing larger is read into memory. */
export const takeUpload: RequestHandler = express.raw({ type: 'multipart/form-data', limit: '16mb' })

/**
 * The parts of a multipart form (RFC 7578) by name: a file comes without script only in this form, and two text parts
 * need no library. Null when the body is not of that form.
 */
export function readParts(req: Request): Map<string, string> | null {
  const boundary = /boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(req.get('content-type') ?? '')
  const mark = boundary?.[1] ?? boundary?.[2]
  const body: unknown = req.body
  if (mark === undefined || !Buffer.isBuffer(body)) return null
  const parts = new Map<string, string>()
  for (const chunk of `\r\n${body.toString('utf8')}`.split(`\r\n--${mark}`).slice(1)) {
    const end = chunk.indexOf('\r\n\r\n')
    const name = /^content-disposition:[^\r\n]*?[;\s]name="([^"]{1,100})"/im.exec(chunk.slice(0, Math.max(0, end)))?.[1]
    if (end >= 0 && name !== undefined) parts.set(name, chunk.slice(end + 4))
  }
  return parts
}
