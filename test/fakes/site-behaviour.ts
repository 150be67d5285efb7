import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { sitePage, toGbk } from './site-page.ts'

export type Behaviour =
  | 'ok'
  | 'status_500'
  | 'status_503'
  | 'hang'
  | 'refuse'
  | 'reset'
  | 'words_missing'
  | 'slow_body'
  | 'endless_body'
  | 'redirect_loop'
  | 'redirect_metadata'
  | 'garbage'
  | 'gzip_bomb'
  | 'gbk'
  | 'hidden_links'
  | 'hacked'
  | 'news'

/** How one request is answered; `text` is what the site's page says of itself. */
type Answer = (text: string, request: IncomingMessage, response: ServerResponse) => void

const html = { 'content-type': 'text/html; charset=utf-8' }
const slowMs = 1000
const hiddenLinks = '<div style="display:none"><a href="http://bet.example/">澳门百家乐</a></div>'
const news = '<li><a href="https://www.news.cn/2026/1.html">国务院办公厅通知</a></li>'

/** Behaviours that answer requests. `refuse` and `reset` act on the connection and are the farm's. */
export const answers: Record<Exclude<Behaviour, 'refuse' | 'reset'>, Answer> = {
  ok: (text, _request, response) => response.writeHead(200, html).end(pageOf(text)),
  status_500: (text, _request, response) => response.writeHead(500, html).end(pageOf(text)),
  status_503: (text, _request, response) => response.writeHead(503, html).end(pageOf(text)),
  words_missing: (_text, _request, response) => response.writeHead(200, html).end(pageOf('站点维护')),
  hang: () => undefined,
  slow_body: (text, _request, response) => trickle(response, pageOf(text)),
  endless_body: (_text, _request, response) => flood(response.writeHead(200, html)),
  redirect_loop: (_text, _request, response) => response.writeHead(302, { location: '/again' }).end(),
  redirect_metadata: (_text, _request, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  garbage: (_text, request) => request.socket.end('\u0000\u0001 this is no HTTP\n\n<h1>400</h1>'),
  gzip_bomb: (_text, _request, response) =>
    response.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end(gzipBomb()),
  hidden_links: (text, _request, response) =>
    response.writeHead(200, html).end(String(pageOf(text)).replace('</body>', `${hiddenLinks}</body>`)),
  hacked: (_text, _request, response) =>
    response.writeHead(200, html).end('<title>Hacked by X</title><h1>Hacked by X</h1>'),
  news: (text, _request, response) =>
    response.writeHead(200, html).end(String(pageOf(text)).replaceAll('第', '又一').replace('</ul>', `${news}</ul>`)),
  gbk: (text, _request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(toGbk(sitePage(text, 'gb2312'))),
}

/** Whether a behaviour leaves its requests without an end on purpose. */
export function leavesHanging(behaviour: Behaviour): boolean {
  return behaviour === 'hang' || behaviour === 'slow_body'
}

const pages = new Map<string, Buffer>()

function pageOf(text: string): Buffer {
  const page = pages.get(text) ?? Buffer.from(sitePage(text))
  pages.set(text, page)
  return page
}

/** The head at once, then a byte a second. */
function trickle(response: ServerResponse, page: Buffer): void {
  response.writeHead(200, html).write(page.subarray(0, 64))
  let at = 64
  const timer = setInterval(() => {
    response.write(page.subarray(at, at + 1))
    at += 1
  }, slowMs)
  response.once('close', () => clearInterval(timer))
}

function flood(response: ServerResponse): void {
  const block = Buffer.alloc(16 * 1024, 'x')
  const pour = () => {
    // Full: go on when the reader has taken some. A closed response writes no more.
    while (!response.destroyed && response.write(block));
  }
  response.on('drain', pour)
  pour()
}

let bomb: Buffer | undefined

/** 1 MB that unpacks to 1 GB: gzip members may follow one another. */
function gzipBomb(): Buffer {
  bomb ??= Buffer.concat(Array<Buffer>(64).fill(gzipSync(Buffer.alloc(16 * 1024 * 1024))))
  return bomb
}
