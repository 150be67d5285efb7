import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

// The yardstick: the same GETs at the same rate from nothing but node:http, in a process of its own. Prints the CPU
// seconds it used for them.

const [ports, seconds] = [JSON.parse(process.argv[2] ?? '[]') as number[], Number(process.argv[3])]
const before = process.cpuUsage()
const end = performance.now() + seconds * 1000
const everyMs = 60_000 / ports.length
let asked = 0
let answered = 0
const started = performance.now()
while (performance.now() < end) {
  const port = ports[asked % ports.length]
  asked++
  get({ host: '127.0.0.1', port, agent: false, headers: { connection: 'close' } }, (res) => {
    res.resume()
    res.once('end', () => {
      answered++
    })
  })
  await pause(Math.max(0, started + asked * everyMs - performance.now()))
}
while (answered < asked) await pause(5)
const { user, system } = process.cpuUsage(before)
console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6, probes: answered }))
