import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const hashArgon2 = promisify(argon2)

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. About 25 ms on one core. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const
export const shortestPassword = 10

/** A hash that carries its own salt and cost, so that the cost can grow later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await derive(password, salt, cost)
  return [
    'argon2id',
    cost.memory,
    cost.passes,
    cost.parallelism,
    salt.toString('base64url'),
    tag.toString('base64url'),
  ].join('$')
}

/** Whether the password is the one behind the hash. A hash nobody has (null) costs the same time and is never right. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = (hash ?? nobodysHash).split('$')
  if (!memory || !passes || !parallelism || !salt || !tag) return false
  const wanted = Buffer.from(tag, 'base64url')
  const rule = { memory: +memory, passes: +passes, parallelism: +parallelism, tagLength: wanted.length }
  const actual = await derive(password, Buffer.from(salt, 'base64url'), rule)
  return timingSafeEqual(actual, wanted) && hash !== null
}

/** How a one-time token is kept: only its digest, so that the log cannot open a door. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

const nobodysHash = `argon2id$${cost.memory}$${cost.passes}$${cost.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

type Cost = { memory: number; passes: number; parallelism: number; tagLength: number }

async function derive(
  password: string,
  nonce: Buffer,
  { memory, passes, parallelism, tagLength }: Cost,
): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFKC'), 'utf8')
  return Buffer.from(await hashArgon2('argon2id', { message, nonce, memory, passes, parallelism, tagLength }))
}
