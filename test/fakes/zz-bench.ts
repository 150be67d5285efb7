import { fork } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import tls from 'node:tls'
import { testAuthority } from './site-farm.ts'
import { createProbing } from '../../src/probing/probing.ts'
const child = fork(new URL('./zz-farm.ts', import.meta.url))
const [[u, s]] = await once(child, 'message') as [[string,string]]
const p = createProbing({ networks: [{address:'127.0.0.0',prefix:8,family:'ipv4'}], monotonic: () => performance.now(), path: '', trust: [testAuthority()] })
const secureContext = tls.createSecureContext({ca: [testAuthority()]})
const bare = (url: string) => new Promise<void>((res, rej) => { const m = url.startsWith('https') ? https : http; m.get(url, { agent: false, secureContext } as any, (r) => { r.resume(); r.on('end', res) }).on('error', rej) })
const probe = (url: string, text: string|null = null) => { const c = new AbortController(); return p.probe({siteId:'s',kind:'http',url,timeoutSeconds:15,expectStatus:[],expectText:text}, 5, c.signal).then((x) => { if (!x.ok) throw new Error(JSON.stringify(x)) }) }
const probeText = (url: string) => probe(url, '市政府')
async function run(f: (u: string) => Promise<void>, url: string, n: number, w = 50) { const c = process.cpuUsage(); let left = n; await Promise.all(Array.from({length: w}, async () => { while (left-- > 0) await f(url) })); const d = process.cpuUsage(c); return (d.user + d.system) / n / 1000 }
for (const [url, n] of [[u, 3000], [s, 1000]] as const) { await run(bare, url, 500); await run(probe, url, 500); await run(probeText, url, 300)
 for (let i = 0; i < 6; i++) { const t = await run(probeText, url, n), b = await run(bare, url, n), q = await run(probe, url, n); console.log(url.slice(0,5), b.toFixed(3), q.toFixed(3), t.toFixed(3), 'ratio', (q/b).toFixed(2), (t/b).toFixed(2)) } }
child.kill(); process.exit()
