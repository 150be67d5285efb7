import type { trace as model } from './zh-hans-trace.ts'

/** A look that somebody asked for, told step by step. */
export const trace: typeof model = {
  head: 'The look just made, step by step',
  none: 'The look could not be made on this machine; that says nothing about the site.',
  good: (ms) => `Up, ${ms} in all.`,
  name: 'Name',
  hop: (n) => `Step ${n}`,
  noAnswer: 'no address that may be looked at',
  nameCode: (code) => `no result (${code})`,
  from: { second: 'told by the second name server', hosts: 'from this machine’s hosts file' },
  status: (status) => `status ${status}`,
  handshake: { full: 'full handshake', resumed: 'resumed session' },
  location: (url) => `redirects to ${url}`,
  length: (bytes) => `length ${bytes}`,
  title: 'Page title',
  size: 'Page size',
  bytes: (bytes) => `${bytes} bytes`,
  subject: 'Certificate',
  issuers: 'Issued by',
  validNames: 'Names of the certificate',
  validity: 'Valid',
  fingerprint: 'Certificate fingerprint (SHA-256)',
  v6: {
    good: () => 'Up over IPv6',
    bad: (since) => `Not open over IPv6 since ${since} (recorded, nobody is paged)`,
    unknown: () => 'Nothing known over IPv6: this machine has no working IPv6, or the address cannot be asked',
  },
}
