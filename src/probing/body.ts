import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/** As much of a page as is ever read, before and after decompression. */
export const bodyBytes = 256 * 1024

/**
 * Reads a body to its end or to the limit, whichever comes first, and then lets go of the connection. At least the first
 * `keptAtLeast` bytes are answered; rejects with the connection's error when it breaks off.
 */
export function readBody(response: IncomingMessage, keptAtLeast: number = bodyBytes): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let kept: Buffer = Buffer.alloc(0)
    let used = 0
    let bytes = 0
    const most = Math.min(bodyBytes, promisedBytes(response))
    const finish = () => resolve(kept.subarray(0, used))
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (used === 0 && chunk.length >= keptAtLeast) {
        kept = chunk
        used = chunk.length
      } else if (used < keptAtLeast) {
        // Copied unless one is enough: a page in chunks of a byte each would hold a megabyte of reads for every ten
        // thousand of them.
        kept = withRoom(kept, used, chunk.length)
        used += chunk.copy(kept, used)
      }
      if (bytes < most) return
      finish()
      response.destroy()
    })
    response.once('end', finish)
    // It may have broken before anybody listened. Once finished, neither changes anything.
    response.once('close', () => reject(response.errored))
    if (response.errored) reject(response.errored)
  })
}

/**
 * How long the body is by its own word, so that its last byte ends the look and not its last event: a twentieth of what a
 * look costs. Over TLS the connection ends in its own way, since servers forget the session of one that broke off.
 */
function promisedBytes({ headers, socket }: IncomingMessage): number {
  const promised = Number(headers['content-length'])
  return promised > 0 && !(socket instanceof TLSSocket) ? promised : Number.POSITIVE_INFINITY
}

function withRoom(kept: Buffer, used: number, more: number): Buffer {
  if (used + more <= kept.length) return kept
  const roomier = Buffer.allocUnsafeSlow(Math.max(2 * kept.length, used + more))
  kept.copy(roomier, 0, 0, used)
  return roomier
}

/**
 * The page inside a body that a server compressed although it was asked not to. At most `bodyBytes` come out, so a
 * bomb costs no more than a page; what cannot be decompressed is answered as far as it could.
 */
export async function inflate(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const stream = inflaterOf(encoding)
  if (!stream) return body
  const parts: Buffer[] = []
  let bytes = 0
  stream.end(body)
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      parts.push(part)
      bytes += part.length
      if (bytes >= bodyBytes) break
    }
  } catch {
    // Cut off at the limit, or not what it says it is: the text is looked for in what there is.
  }
  return Buffer.concat(parts).subarray(0, bodyBytes)
}

function inflaterOf(encoding = '') {
  const name = encoding.trim().toLowerCase()
  if (name === 'gzip' || name === 'x-gzip') return createGunzip()
  if (name === 'deflate') return createInflate()
  return name === 'br' ? createBrotliDecompress() : null
}
