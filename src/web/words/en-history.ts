import type { history as model } from './zh-hans-history.ts'

/** What is kept of probes, and how it goes out as a file. */
export const history: typeof model = {
  vetoAt: (failures) => `Veto at ${failures}. `,
  uptime: (share) => `Uptime ${share} %, of all probes. `,
  planned: (visits, failures) => `${visits} more during planned work, ${failures} failed: not in the rate. `,
  byHour: 'The week begins on the hour.',
  noData: (length) => `, no data for ${length}`,
  meanLabel: (range, mean, failed) => `Response by phase, last ${range}: mean ${mean}, ${failed} failed`,
  download: 'Download the probes of this time',
  fileName: (site) => `${site} probes`,
  column: {
    at: 'Time',
    result: 'Result',
    ms: 'Total (ms)',
    dns: 'DNS',
    connect: 'Connect',
    tls: 'TLS',
    firstByte: 'First byte',
    body: 'Download',
    status: 'Status',
    failure: 'Failure',
    code: 'Code',
    address: 'Address',
    certificate: 'Certificate until',
    ping: 'Ping',
    planned: 'Planned work',
  },
  good: 'good',
  failed: 'failed',
  isPlanned: 'yes',
  ping: { yes: 'answers', no: 'no answer', unknown: 'unknown' },
}
