import type { FileRefusal } from './refusal.ts'

/** An upload is never larger: a duty table of 556 sites over ten days has 300 kB. */
export const mostUploadBytes = 1024 * 1024

/** Judges a file by its size and its first bytes, whatever its name says; null when it may be a workbook. */
export function refusalOfKind(bytes: Buffer, mostBytes = mostUploadBytes): FileRefusal | null {
  if (bytes.length === 0) return 'empty'
  if (bytes.length > mostBytes) return 'too_large'
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return null
  if (bytes.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'))) return oleRefusal(bytes)
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf'
  return isText(bytes.subarray(0, 512)) ? 'text' : 'not_xlsx'
}

/** The container of .xls, .et and .doc is also the one that Office puts an encrypted workbook in. */
function oleRefusal(bytes: Buffer): FileRefusal {
  return bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'encrypted' : 'old_xls'
}

/** A .csv or an HTML table has no control characters but line ends and tabs; UTF-16 text begins with its mark. */
function isText(start: Buffer): boolean {
  if (start[0] === 0xff && start[1] === 0xfe) return true
  return start.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)
}
