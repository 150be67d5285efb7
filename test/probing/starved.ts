import { OwnFault } from '../../src/probing/own-fault.ts'
import { at, localProbe, never, targetOf } from './room.ts'

// Run with few file handles: prints what 80 looks at once at the given site came to.
const probe = localProbe()
const url = process.argv[2] ?? ''
const looks = Array.from({ length: 80 }, async () => {
  const sample = await probe(targetOf(url), at, never)
  return sample.ok ? 'good' : `failed ${sample.failure?.code}`
})
const outcomes = await Promise.allSettled(looks)
console.log(JSON.stringify(outcomes.map((each) => (each.status === 'fulfilled' ? each.value : codeOf(each.reason)))))

function codeOf(reason: unknown): string {
  return reason instanceof OwnFault ? reason.code : String(reason)
}
