import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * An authority and one RSA-2048 certificate for the farm's addresses, valid for longer than anybody is warned of its end. Answers the folder; whoever is
 * to trust it starts with `NODE_EXTRA_CA_CERTS` on its `authority.pem`.
 */
export function makeCertificates(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zhishou-bench-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  const names = Array.from({ length: 60 }, (_, i) => `IP:127.0.1.${i + 1}`).join(',')
  writeFileSync(join(folder, 'names'), `subjectAltName=${names}\n`)
  const key = ['-newkey', 'rsa:2048', '-nodes']
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'authority.key',
    '-out',
    'authority.pem',
    '-days',
    '1',
    '-subj',
    '/CN=Bench',
  )
  openssl('req', ...key, '-keyout', 'site.key', '-out', 'site.csr', '-subj', '/CN=sites')
  const signer = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial']
  openssl('x509', '-req', '-in', 'site.csr', ...signer, '-out', 'site.pem', '-days', '400', '-extfile', 'names')
  return folder
}
