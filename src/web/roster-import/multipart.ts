import express, { type Request, type RequestHandler } from 'express'
import { mostUploadBytes } from '../../documents/file-kind.ts'

/** The form around a file. */
const formBytes = 16 * 1024
const mostParts = 10
const blank = Buffer.from('\r\n\r\n')

/**
 * Reads a form with a file of at most `mostBytes` into memory. One that is too large is thrown away unread and left for
 * the page to say so.
 */
export function takeFileUpTo(mostBytes: number): RequestHandler {
  const readBody = express.raw({ type: 'multipart/form-data', limit: mostBytes + formBytes })
  return (req, res, next) => {
    readBody(req, res, (error: unknown) => {
      const isTooLarge = typeof error === 'object' && error !== null && 'status' in error && error.status === 413
      if (isTooLarge) return next()
      next(error)
    })
  }
}

export const takeFile = takeFileUpTo(mostUploadBytes)

type SentFile = { name: string; bytes: Buffer }
type SentForm = { fields: Map<string, string>; files: Map<string, SentFile> }

/**
 * A multipart form (RFC 7578) with its files as the bytes they are. Null when the body was too large or is not of that
 * form. Names of fields are kept in maps, never on objects.
 */
export function readForm(req: Request): SentForm | null {
  const boundary = /boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(req.get('content-type') ?? '')
  const mark = boundary?.[1] ?? boundary?.[2]
  const body: unknown = req.body
  if (mark === undefined || !Buffer.isBuffer(body)) return null
  const form: SentForm = { fields: new Map(), files: new Map() }
  for (const part of partsOf(body, Buffer.from(`\r\n--${mark}`))) put(form, part)
  return form
}

function partsOf(body: Buffer, mark: Buffer): Buffer[] {
  const whole = Buffer.concat([Buffer.from('\r\n'), body])
  const parts: Buffer[] = []
  let at = whole.indexOf(mark)
  while (at >= 0 && parts.length < mostParts) {
    const next = whole.indexOf(mark, at + mark.length)
    if (next < 0) break
    parts.push(whole.subarray(at + mark.length, next))
    at = next
  }
  return parts
}

function put({ fields, files }: SentForm, part: Buffer): void {
  const end = part.indexOf(blank)
  if (end < 0 || end > 2000) return
  const head = part.toString('utf8', 0, end)
  const name = /^content-disposition:[^\r\n]*?[;\s]name="([^"]{1,100})"/im.exec(head)?.[1]
  const fileName = /^content-disposition:[^\r\n]*?[;\s]filename="([^"]*)"/im.exec(head)?.[1]
  const bytes = part.subarray(end + blank.length)
  if (name === undefined) return
  if (fileName === undefined) fields.set(name, bytes.toString('utf8').slice(0, 1000))
  else files.set(name, { name: plainFileName(fileName), bytes })
}

/** Only shown, never used as a path: its last part, without anything that is not to be seen. */
function plainFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  return last.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(-80)
}
