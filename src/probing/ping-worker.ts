import { isIPv6 } from 'node:net'
import { parentPort } from 'node:worker_threads'
import ping from 'ping'
import type { PingAnswer, PingQuestion } from './ping-program.ts'
import { readPing } from './ping-reading.ts'

// The package throws inside an event handler when ping says something it cannot parse. Here that ends nobody: the
// question stays open until its own time limit answers it as unknown.
process.on('uncaughtException', () => undefined)

const port = parentPort
port?.on('message', (question: PingQuestion) => {
  const answer = (result: PingAnswer['result']) => port.postMessage({ id: question.id, result } satisfies PingAnswer)
  const limit = setTimeout(answer, question.patienceMs, { answer: 'unknown' })
  ask(question.address)
    .then(answer, () => answer({ answer: 'unknown' }))
    .finally(() => clearTimeout(limit))
})

/** Three packets, 0.2 s apart, three seconds for all of them; one reply is enough. */
async function ask(address: string): Promise<PingAnswer['result']> {
  const reply = await ping.promise.probe(address, {
    // On Linux `ping` speaks both families, and `ping6` is often not there.
    v6: isIPv6(address) && process.platform !== 'linux',
    min_reply: 3,
    timeout: 2,
    deadline: 3,
    extra: ['-i', '0.2'],
  })
  return readPing(reply.output, reply.alive && typeof reply.time === 'number' ? reply.time : null)
}
