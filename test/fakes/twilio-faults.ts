import type { ServerResponse } from 'node:http'

/**
 * What may go wrong with a request. Those that begin with `accept` take the message and then lose the answer;
 * the others never take it. `refuse:21610` answers as Twilio does for that error.
 */
export type Fault =
  | 'accept_then_drop'
  | 'accept_then_hang'
  | 'accept_then_500'
  | 'accept_then_cut_json'
  | 'hang'
  | 'reset'
  | '429'
  | '500'
  | '503'
  | 'html_502'
  | 'html_200'
  | `refuse:${number}`

export function accepts(fault: Fault | undefined): boolean {
  return fault === undefined || fault.startsWith('accept')
}

type Answering = (response: ServerResponse) => void

const drop: Answering = (response) => response.socket?.destroy()
const fail500: Answering = (response) => answerError(response, 500, 20500, 'Internal Server Error')

const answers: Record<Exclude<Fault, 'hang' | 'accept_then_hang' | `refuse:${number}`>, Answering> = {
  reset: drop,
  accept_then_drop: drop,
  '500': fail500,
  accept_then_500: fail500,
  '503': (response) => answerError(response, 503, 20503, 'Service Unavailable'),
  '429': (response) => answerError(response, 429, 20429, 'Too Many Requests'),
  html_502: (response) => answerText(response, 502, 'text/html', '<html><h1>502 Bad Gateway</h1></html>'),
  html_200: (response) => answerText(response, 200, 'text/html', '<html><h1>Sign in to the network</h1></html>'),
  accept_then_cut_json: (response) => answerText(response, 201, 'application/json', '{"sid": "SM00'),
}

/** Answers as the fault would have it. `leaveOpen` is called when the request is deliberately not answered. */
export function answerFault(fault: Fault, response: ServerResponse, leaveOpen: () => void): void {
  if (fault === 'hang' || fault === 'accept_then_hang') leaveOpen()
  else if (isRefusal(fault)) answerRefusal(response, Number(fault.slice('refuse:'.length)))
  else answers[fault](response)
}

function isRefusal(fault: Fault): fault is `refuse:${number}` {
  return fault.startsWith('refuse:')
}

function answerText(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type }).end(text)
}

function answerRefusal(response: ServerResponse, code: number): void {
  answerError(response, code === 20003 ? 401 : 400, code, `refused with ${code}`)
}

export function answerError(response: ServerResponse, status: number, code: number, message: string): void {
  const body = { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
  answerJson(response, status, body)
}

export function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
