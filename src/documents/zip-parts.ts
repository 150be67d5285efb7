import { inflateRawSync } from 'node:zlib'
import { RefusedFile } from './refusal.ts'
import { mostInflatedBytes, type ZipEntry } from './zip-directory.ts'

const localMark = 0x04034b50

/** What a table is read from. Pictures, drawings, macros, links to other files and comments stay packed. */
const wanted =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/[^/]+\.xml|xl\/_rels\/[^/]+\.rels|xl\/worksheets\/[^/]+\.xml)$/i

/**
 * Inflates the parts a table is read from. What comes out is counted while it comes: a part that holds more than the
 * directory claimed, or all of them together more than a workbook has, ends it. XML with a DTD is refused unread.
 */
export function inflatedParts(bytes: Buffer, entries: readonly ZipEntry[]): Map<string, Buffer> {
  const parts = new Map<string, Buffer>()
  let left = mostInflatedBytes
  for (const entry of entries) {
    if (!wanted.test(entry.name)) continue
    const part = inflated(bytes, entry, left)
    left -= part.length
    refuseEntities(part)
    parts.set(entry.name, part)
  }
  refuseTooManyTags([...parts.values()])
  return parts
}

/** A table of 200,000 cells has 1.2 million tags; millions more of them are what makes a reader run out of memory. */
const mostTags = 2_000_000

function refuseTooManyTags(parts: readonly Buffer[]): void {
  let tags = 0
  for (const part of parts) {
    for (let at = part.indexOf(60); at >= 0; at = part.indexOf(60, at + 1)) {
      if (++tags > mostTags) throw new RefusedFile('too_many_cells')
    }
  }
}

function inflated(bytes: Buffer, { offset, packedBytes, claimedBytes, isDeflated }: ZipEntry, left: number): Buffer {
  if (bytes.readUInt32LE(offset) !== localMark) throw new RefusedFile('damaged')
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  if (start + packedBytes > bytes.length) throw new RefusedFile('damaged')
  const packed = bytes.subarray(start, start + packedBytes)
  const part = isDeflated ? inflate(packed, Math.min(left, claimedBytes)) : packed
  if (part.length !== claimedBytes) throw new RefusedFile('damaged')
  return part
}

/** One byte over the claim is enough to know that it was a lie. */
function inflate(packed: Buffer, most: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: most + 1 })
  } catch (error) {
    const isTooMuch = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new RefusedFile(isTooMuch ? 'bomb' : 'damaged')
  }
}

/** Office programs write UTF-8 and no DTD. In another encoding a DTD would not be seen, so that is refused as well. */
function refuseEntities(part: Buffer): void {
  const isWide = part[0] === 0xfe || part[0] === 0xff || part[0] === 0 || part[1] === 0
  if (isWide || /<!(DOCTYPE|ENTITY)/i.test(part.toString('latin1'))) throw new RefusedFile('dtd')
  if (/^<\?xml[^>]*encoding=["'](?!utf-8)/i.test(part.toString('latin1', 0, 200))) throw new RefusedFile('damaged')
}
