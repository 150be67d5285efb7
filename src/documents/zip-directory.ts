import { RefusedFile } from './refusal.ts'

/** One part as the directory at the end of the file lists it. Both sizes are claims until it has been inflated. */
export type ZipEntry = { name: string; isDeflated: boolean; packedBytes: number; claimedBytes: number; offset: number }

/** A workbook of Excel, WPS or LibreOffice has 8 to 40 parts. */
const mostEntries = 200
/** The largest honest upload inflates to a tenth of this. */
export const mostInflatedBytes = 24 * 1024 * 1024

const endLength = 22
const entryLength = 46
const localLength = 30
const endMark = 0x06054b50
const entryMark = 0x02014b50
const symbolicLink = 0xa000

/**
 * The directory of a zip file (APPNOTE 6.3.10, 4.3.12), checked before a byte of any part is inflated. Throws a
 * RefusedFile for whatever no office program writes: zip64, encryption, other methods than deflate, links, paths that
 * lead out, one name twice, parts that overlap, more or larger parts than a workbook has.
 */
export function zipDirectory(bytes: Buffer): ZipEntry[] {
  const end = endOf(bytes)
  const count = bytes.readUInt16LE(end + 10)
  const start = bytes.readUInt32LE(end + 16)
  if (count !== bytes.readUInt16LE(end + 8) || count === 0xffff || start === 0xffffffff)
    throw new RefusedFile('damaged')
  if (count > mostEntries) throw new RefusedFile('too_many_parts')
  const entries: ZipEntry[] = []
  let at = start
  for (let i = 0; i < count; i++) {
    if (at + entryLength > end || bytes.readUInt32LE(at) !== entryMark) throw new RefusedFile('damaged')
    entries.push(entryAt(bytes, at))
    at += entryLength + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  if (at > end) throw new RefusedFile('damaged')
  refuseStrangeNames(entries)
  refuseOverlaps(entries, start)
  if (entries.reduce((sum, { claimedBytes }) => sum + claimedBytes, 0) > mostInflatedBytes)
    throw new RefusedFile('bomb')
  return entries
}

function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - endLength - 0xffff)
  for (let at = bytes.length - endLength; at >= first; at--) {
    if (bytes.readUInt32LE(at) === endMark && at + endLength + bytes.readUInt16LE(at + 20) === bytes.length) return at
  }
  throw new RefusedFile('damaged')
}

function entryAt(bytes: Buffer, at: number): ZipEntry {
  const flags = bytes.readUInt16LE(at + 8)
  const method = bytes.readUInt16LE(at + 10)
  const unixMode = bytes.readUInt32LE(at + 38) >>> 16
  if (flags & 1) throw new RefusedFile('encrypted')
  if (method !== 0 && method !== 8) throw new RefusedFile('damaged')
  if ((unixMode & 0xf000) === symbolicLink) throw new RefusedFile('bad_path')
  return {
    name: bytes.toString('utf8', at + entryLength, at + entryLength + bytes.readUInt16LE(at + 28)),
    isDeflated: method === 8,
    packedBytes: bytes.readUInt32LE(at + 20),
    claimedBytes: bytes.readUInt32LE(at + 24),
    offset: bytes.readUInt32LE(at + 42),
  }
}

function refuseStrangeNames(entries: readonly ZipEntry[]): void {
  const seen = new Set<string>()
  for (const { name } of entries) {
    const isStrange = name.length > 200 || name.includes('\0') || /[\\:]|^\/|(^|\/)\.\.(\/|$)/.test(name)
    if (isStrange || seen.has(name.toLowerCase())) throw new RefusedFile('bad_path')
    seen.add(name.toLowerCase())
  }
}

/** Parts that share bytes are how a small file claims to be an endless one. */
function refuseOverlaps(entries: readonly ZipEntry[], directoryAt: number): void {
  const inOrder = entries.toSorted((a, b) => a.offset - b.offset)
  for (const [i, { offset, packedBytes }] of inOrder.entries()) {
    const next = inOrder[i + 1]?.offset ?? directoryAt
    if (offset + localLength + packedBytes > next) throw new RefusedFile('damaged')
  }
}
