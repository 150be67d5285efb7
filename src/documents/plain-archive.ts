import { crc32 } from 'node:zlib'

/**
 * A zip file of the given parts, stored as they are. The reading library is given this one and never the upload, so
 * that what has been counted and checked is what is read: two readers of one zip need not agree on it.
 */
export function plainArchive(parts: ReadonlyMap<string, Buffer>): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, part] of parts) {
    const path = Buffer.from(name)
    const sizes = Buffer.alloc(22)
    sizes.writeUInt16LE(20, 0)
    sizes.writeUInt32LE(crc32(part), 10)
    sizes.writeUInt32LE(part.length, 14)
    sizes.writeUInt32LE(part.length, 18)
    const lengths = Buffer.alloc(4)
    lengths.writeUInt16LE(path.length, 0)
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(offset, 10)
    const body = [Buffer.from('PK\x03\x04', 'latin1'), sizes, lengths, path, part]
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), sizes, lengths, entry, path)
    bodies.push(...body)
    offset += body.reduce((sum, { length }) => sum + length, 0)
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.size, 8)
  end.writeUInt16LE(parts.size, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, listed, end])
}
