import { createServer, type Server } from 'node:http'
import type { FakeTwilio } from '../fakes/twilio.ts'

/** A page with the phones of the town: every text that a person got, and a field to answer from. */
export async function startPhones(
  twilio: FakeTwilio,
  order: { port: number; nameOf(number: string): string; codePage: string },
): Promise<Server> {
  const server = createServer((req, res) => {
    const reply = async () => {
      const form = new URLSearchParams(await textOf(req))
      await twilio.phone(form.get('number') ?? '').reply(form.get('body') ?? '')
      res.writeHead(303, { location: '/' }).end()
    }
    if (req.method === 'POST') return void reply().catch(() => res.writeHead(502).end())
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    res.end(page(twilio, order))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(order.port, '127.0.0.1', resolve))
  return server
}

function page(twilio: FakeTwilio, { nameOf, codePage }: { nameOf(number: string): string; codePage: string }): string {
  const phones = twilio.phones().map(({ number, messages }) => {
    const bubbles = messages
      .filter(({ arrived, direction }) => arrived || direction === 'inbound')
      .map(({ body, direction, createdAt }) => {
        return `<li class="${direction === 'inbound' ? 'out' : 'in'}"><time>${clock(createdAt)}</time>${escaped(body)}</li>`
      })
    return `<section class="phone"><h2>${escaped(nameOf(number))}<small>${escaped(number)}</small></h2><ol>${bubbles.join('')}</ol>
      <form method="post"><input type="hidden" name="number" value="${escaped(number)}">
      <input name="body" aria-label="回复" placeholder="回复，如 1" autocomplete="off" required><button>发送</button></form></section>`
  })
  const empty = '<p class="empty">还没有人收到短信。</p>'
  return `<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <noscript><meta http-equiv="refresh" content="5"></noscript><title>演练：手机</title><style>${style}</style></head><body>
    <h1>望海市的手机</h1><p>演练用的假短信网关。收到的短信都在这里；可以直接回复，也可以到 <a href="${escaped(codePage)}">签收页</a> 输入四位码。</p>
    <main>${phones.join('') || empty}</main><script>${refresh}</script></body></html>`
}

/** New texts come in by themselves, except while somebody is typing an answer. */
const refresh = `setInterval(async () => {
  const { activeElement } = document
  if (activeElement instanceof HTMLInputElement && activeElement.value) return
  const fresh = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html')
  document.querySelector('main').replaceWith(fresh.querySelector('main'))
}, 1500)`

const style = `body{font:16px/1.6 "Noto Sans CJK SC","WenQuanYi Micro Hei",system-ui,sans-serif;margin:24px;background:#f3f4f0;color:#15212b}
main{display:flex;flex-wrap:wrap;gap:24px;align-items:flex-start}.phone{width:320px;background:#fff;border:1px solid #7c8890;border-radius:20px;padding:16px}
h2{font-size:18px;margin:0 0 8px;display:flex;justify-content:space-between}h2 small{font-weight:400;color:#5a6771}ol{list-style:none;margin:0;padding:0;display:grid;gap:8px}
li{padding:8px 12px;border-radius:4px 14px 14px;background:#dce9eb}li.out{background:#0e4a5c;color:#fff;border-radius:14px 4px 14px 14px;margin-left:48px}
time{display:block;font-size:13px;opacity:.75}form{display:flex;gap:8px;margin-top:12px}input[name=body]{flex:1;min-width:0;min-height:44px;font:inherit;padding:0 8px}
button{min-height:44px;font:inherit;padding:0 12px}.empty{border:1px dashed #7c8890;padding:32px}`

function clock(at: number): string {
  return new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', timeStyle: 'medium', hour12: false }).format(at)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

async function textOf(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
