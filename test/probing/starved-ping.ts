import { openSync } from 'node:fs'
import { createFping } from '../../src/probing/fping.ts'
import { never } from './room.ts'

// Run with few file handles, all of which it takes: prints what a ping comes to then.
const fping = createFping({ path: process.argv[2] ?? '' })
try {
  for (;;) openSync('/dev/null', 'r')
} catch {
  // The last one is gone: now it is asked.
}
const answer = await fping.ping('127.0.0.1', never)
process.stdout.write(JSON.stringify(answer))
