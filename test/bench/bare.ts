import { get as getHttp } from 'node:http'
import { get as getHttps, type RequestOptions } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { type ConnectionOptions, createSecureContext } from 'node:tls'

// The yardstick: the same GETs at the same rate from nothing but node:http(s), in a process of its own. Prints the CPU
// seconds it used for them.

const [urls, seconds] = [await readUrls(), Number(process.argv[2])]
const secureContext = createSecureContext()
const before = process.cpuUsage()
const end = performance.now() + seconds * 1000
const everyMs = 60_000 / urls.length
let asked = 0
let answered = 0
const started = performance.now()
while (performance.now() < end) {
  look(urls[asked % urls.length] as URL) // there is at least one
  asked++
  await pause(Math.max(0, started + asked * everyMs - performance.now()))
}
while (answered < asked) await pause(5)
const { user, system } = process.cpuUsage(before)
console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6, probes: answered }))

function look({ protocol, hostname: host, port }: URL): void {
  const options = { host, port: Number(port), agent: false, headers: { connection: 'close' } } as const
  const secured: RequestOptions & ConnectionOptions = { ...options, secureContext }
  const request = protocol === 'https:' ? getHttps(secured) : getHttp(options)
  request.on('response', (res) => {
    res.resume()
    res.once('end', () => {
      answered++
    })
  })
}

/** A line each on standard input: 14,300 of them are too long for an argument. */
async function readUrls(): Promise<URL[]> {
  let text = ''
  for await (const chunk of process.stdin) text += chunk
  return text
    .trim()
    .split('\n')
    .map((line) => new URL(line))
}
