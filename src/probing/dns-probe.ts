import { isIP } from 'node:net'
import { type DnsRecordType, dnsRecordTypes, type Failure, type Probe } from '../domain/watch/probe.ts'
import { isSameAddress } from './address-guard.ts'
import { timeoutFailure } from './failure.ts'
import type { AskRecords } from './resolver.ts'
import { beginTrace, finishPhase, LookEnded, sampleOf } from './trace.ts'

type DnsProbeOptions = { records: AskRecords; monotonic: () => number }
type Question = { host: string; type: DnsRecordType; expected: readonly string[] }

/**
 * The look at a name (`dns://host`, `dns://host?type=A&expect=192.0.2.1`): good when name servers answer for it, and
 * with nothing but what is expected where that is said. Nothing is connected to. Throws nothing but OwnFault.
 */
export function createDnsProbe({ records, monotonic }: DnsProbeOptions): Probe {
  return async (target, at, signal) => {
    const trace = beginTrace(monotonic)
    try {
      const question = questionOf(target.url)
      const found = await records(question.host, question.type, signal)
      if (signal.aborted) return sampleOf(target, at, trace, timeoutFailure('dns', target.timeoutSeconds))
      const failure = 'code' in found ? dnsFailure(found.code) : judge(found.records, question)
      if (!failure) finishPhase(trace, 'dns', 'dns')
      return sampleOf(target, at, trace, failure)
    } catch (error) {
      if (error instanceof LookEnded) return sampleOf(target, at, trace, error.failure)
      throw error
    }
  }
}

/** What is asked; ends the look as `blocked` when the address says nothing that can be asked. */
function questionOf(text: string): Question {
  const url = URL.parse(text)
  const host = url?.protocol === 'dns:' ? (URL.parse(`http://${url.hostname}`)?.hostname ?? '') : ''
  const asked = (url?.searchParams.get('type') ?? 'A').toUpperCase()
  const type = dnsRecordTypes.find((known) => known === asked)
  if (host === '' || isIP(host) || type === undefined)
    throw new LookEnded({ kind: 'blocked', phase: 'refused_address', code: 'BAD_URL' })
  const expected = (url?.searchParams.getAll('expect') ?? []).flatMap((one) => one.split(','))
  return { host, type, expected: expected.map(plain).filter(Boolean) }
}

function judge(answers: readonly string[], { expected }: Question): Failure | null {
  if (expected.length === 0) return null
  const isExpected = (answer: string) => expected.some((one) => isSameRecord(one, plain(answer)))
  return answers.every(isExpected) ? null : dnsFailure('UNEXPECTED_ANSWER')
}

function isSameRecord(a: string, b: string): boolean {
  return a === b || (isIP(a) !== 0 && isIP(b) !== 0 && isSameAddress(a, b))
}

function plain(record: string): string {
  return record.trim().toLowerCase().replace(/\.$/, '')
}

function dnsFailure(code: string): Failure {
  return { kind: 'dns', phase: 'dns', code }
}
