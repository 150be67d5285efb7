import type { Request, Response } from 'express'

const yearSeconds = 31_536_000

/** One cookie of the request, or null. Only for choices that are no secret: language and theme. */
export function readCookie(req: Request, name: string): string | null {
  for (const pair of (req.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}

/** Keeps a choice for a year. */
export function keepChoice(res: Response, name: string, value: string): void {
  res.append('set-cookie', `${name}=${value}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`)
}
