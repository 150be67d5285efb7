import type { Request } from 'express'
import type { Instant } from '../../domain/instant.ts'
import type { Slice } from '../../storage/ports.ts'
import type { Room } from '../room.ts'
import { callerOf } from './caller.ts'
import type { Sight } from './shapes.ts'

const mostItems = 200
const usualItems = 50

/** `limit` (1 to 200, 50 by default) and `cursor` of a list. */
export function sliceOf(req: Request): Slice {
  const limit = Number(textIn(req.query['limit']) ?? usualItems)
  const isUsable = Number.isInteger(limit) && limit >= 1
  return { limit: isUsable ? Math.min(limit, mostItems) : usualItems, cursor: textIn(req.query['cursor']) }
}

export function sightOf(req: Request, room: Room): Sight {
  return { book: room.deps.book.current(), isOffice: callerOf(req).isOffice }
}

/** A single text, or null: a repeated parameter or an object is none. */
export function textIn(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

export function choice<T extends string>(value: unknown, among: readonly T[]): T | null {
  return among.find((one) => one === value) ?? null
}

/** The moment a parameter names. Throws BadMoment when it names none, so that a typo never means "no limit". */
export function momentIn(value: unknown, read: (text: string) => Instant): Instant | null {
  const text = textIn(value)
  if (text === null) return null
  try {
    return read(text)
  } catch {
    throw new BadMoment(text)
  }
}

/** Answered as a 422 by the API's own error handler. */
export class BadMoment extends Error {}
