import type { Response } from 'express'

/** Answers with a problem document (RFC 9457): what machines get where people get a page. */
export function sendProblem(res: Response, status: number, title: string, detail?: string): void {
  const body = { type: 'about:blank', title, status, ...(detail === undefined ? {} : { detail }) }
  res.status(status).type('application/problem+json').send(JSON.stringify(body))
}
