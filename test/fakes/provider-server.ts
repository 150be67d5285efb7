import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What may go wrong with a request to any provider. `endless`: an answer that never stops. */
export const providerFaults = ['hang', 'reset', '500', 'html_200', 'cut_json', '429', 'redirect', 'endless'] as const
export type ProviderFault = (typeof providerFaults)[number]

export type Received = { method: string; url: URL; headers: IncomingHttpHeaders; body: string }
export type Judgement = { status?: number; body: unknown }

/** A provider on the loopback: `judge` checks a request as the real one would, and answers it. */
export async function startProvider(judge: (request: Received) => Judgement): Promise<FakeProvider> {
  const provider = new FakeProvider(judge)
  await provider.listen()
  return provider
}

export class FakeProvider {
  /** Everything that came in, in order, whatever became of it. */
  readonly received: Received[] = []
  readonly #judge: (request: Received) => Judgement
  readonly #hanging = new Set<ServerResponse>()
  #faults: ProviderFault[] = []
  // A client that gives up in the middle of its own request is no concern of ours.
  readonly #server = createServer((request, response) => {
    this.#handle(request, response).catch(() => response.destroy())
  })

  constructor(judge: (request: Received) => Judgement) {
    this.#judge = judge
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  get address(): string {
    const { port } = this.#server.address() as AddressInfo // listening on TCP, never on a pipe
    return `http://127.0.0.1:${port}`
  }

  /** The next requests meet these faults, one each. */
  nextFaults(...faults: ProviderFault[]): void {
    this.#faults.push(...faults)
  }

  /** Resolves once a request has come in that is deliberately left unanswered. */
  async untilHanging(): Promise<void> {
    while (this.#hanging.size === 0) await new Promise((resolve) => setImmediate(resolve))
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const url = new URL(request.url ?? '/', this.address)
    const body = Buffer.concat(chunks).toString('utf8')
    const received = { method: request.method ?? '', url, headers: request.headers, body }
    this.received.push(received)
    const fault = this.#faults.shift()
    if (fault) return this.#fail(fault, response)
    const { status = 200, body: answer } = this.#judge(received)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }

  #fail(fault: ProviderFault, response: ServerResponse): void {
    if (fault === 'hang') {
      this.#hanging.add(response)
      response.once('close', () => this.#hanging.delete(response))
    }
    if (fault === 'reset') response.socket?.destroy()
    if (fault === '500') response.writeHead(500).end('{}')
    if (fault === 'html_200') response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>')
    if (fault === 'cut_json') response.writeHead(200).end('{"errcode": 0, "Code": "O')
    if (fault === '429') response.writeHead(429, { 'retry-after': '7' }).end('{}')
    if (fault === 'redirect') response.writeHead(302, { location: `${this.address}/elsewhere` }).end()
    if (fault === 'endless') pour(response)
  }
}

function pour(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(16_384)));
    if (!response.destroyed) response.once('drain', more)
  }
  response.on('error', () => response.destroy())
  more()
}
