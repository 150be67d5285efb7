import { type Book, probeRule, type Site } from '../domain/book/book.ts'
import type { ProbeRule } from '../domain/book/settings.ts'
import { second } from '../domain/instant.ts'
import type { PageExpectation, Probe, ProbeTarget, Sample } from '../domain/watch/probe.ts'
import { OwnFault } from '../probing/own-fault.ts'
import type { Clock } from './clock.ts'
import { within } from './within.ts'

export type LookDeps = {
  clock: Clock
  probe: Probe
  onOwnFault(fault: OwnFault): void
}

/**
 * One look at a site, ended by its deadline. Null when our own machine failed: nobody's site is down because we ran out
 * of files.
 */
export async function lookAt(deps: LookDeps, book: Book, site: Site, limitMs?: number): Promise<Sample | null> {
  const rule = probeRule(book, site)
  const { clock, probe } = deps
  try {
    const look = (signal: AbortSignal) => probe(targetOf(site, rule), clock.now(), signal)
    return await within(clock, limitMs ?? rule.timeoutSeconds * second, look)
  } catch (error) {
    if (!(error instanceof OwnFault)) throw error
    deps.onOwnFault(error)
    return null
  }
}

/** The site as the network room needs to know it. */
export function targetOf(site: Site, rule: ProbeRule): ProbeTarget {
  return {
    siteId: site.id,
    kind: site.kind ?? 'http',
    url: site.url,
    timeoutSeconds: rule.timeoutSeconds,
    fullHandshakeMinutes: rule.fullHandshakeMinutes,
    expectStatus: site.expect?.status ?? [],
    expect: expectationOf(site),
  }
}

function expectationOf({ expect = {} }: Site): PageExpectation {
  return {
    words: expect.text || null,
    title: expect.title || null,
    forbidden: expect.forbidden ?? [],
    minBytes: expect.minBytes ?? 0,
    refusesErrorPages: expect.noErrorPage ?? false,
  }
}
