/** Text in a charset of two bytes, which Node can read but not write: the decoder is asked for every character once. */
export function encoded(text: string, charset: 'gbk' | 'big5'): Buffer {
  const table = tableOf(charset)
  const bytes = Array.from(text).flatMap((character) => {
    const code = table.get(character)
    if (code === undefined && character.charCodeAt(0) > 0x7f) throw new Error(`${character} is not in ${charset}`)
    return code === undefined ? [character.charCodeAt(0)] : [code >> 8, code & 0xff]
  })
  return Buffer.from(bytes)
}

const tables = new Map<string, Map<string, number>>()

function tableOf(charset: string): Map<string, number> {
  const known = tables.get(charset)
  if (known) return known
  const decoder = new TextDecoder(charset)
  const table = new Map<string, number>()
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const character = decoder.decode(Uint8Array.of(high, low))
      if ([...character].length === 1 && character !== '\ufffd') table.set(character, (high << 8) | low)
    }
  }
  tables.set(charset, table)
  return table
}

export function utf16(text: string, order: 'le' | 'be', hasMark = true): Buffer {
  const little = Buffer.from(`${hasMark ? '\ufeff' : ''}${text}`, 'utf16le')
  return order === 'le' ? little : little.swap16()
}

/** U+3400 (㐀), which only GB18030 can write, in four bytes. */
export const rareInGb18030 = Buffer.from([0x81, 0x39, 0xee, 0x39])
