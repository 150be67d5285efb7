// Numbers in as few bytes as they need: seven bits a byte, the eighth says that more follow.

const decoder = new TextDecoder()
const encoder = new TextEncoder()

export class ByteWriter {
  bytes = new Uint8Array(256)
  length = 0

  /** A whole number from 0 to 2 ** 53 - 1. */
  count(value: number): void {
    if (this.length + 8 > this.bytes.length) this.#grow(8)
    let rest = value
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.bytes[this.length++] = rest
  }

  /** A whole number of either sign; small ones are short. */
  difference(value: number): void {
    this.count(value >= 0 ? 2 * value : -2 * value - 1)
  }

  text(value: string): void {
    this.run(encoder.encode(value))
  }

  /** Bytes with their number in front. */
  run(bytes: Uint8Array): void {
    this.count(bytes.length)
    this.raw(bytes)
  }

  raw(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.bytes.length) this.#grow(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** What was written, for as long as nothing more is. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }

  #grow(by: number): void {
    const grown = new Uint8Array(Math.max(2 * this.bytes.length, this.length + by))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }
}

export class ByteReader {
  readonly bytes: Uint8Array
  readonly end: number
  position = 0

  constructor(bytes: Uint8Array, end = bytes.length) {
    this.bytes = bytes
    this.end = end
  }

  isAtEnd(): boolean {
    return this.position >= this.end
  }

  count(): number {
    const first = this.bytes[this.position++] ?? 0
    if (first < 0x80) return first
    let value = first & 0x7f
    let unit = 0x80
    for (;;) {
      const byte = this.bytes[this.position++] ?? 0
      value += (byte & 0x7f) * unit
      if (byte < 0x80) return value
      unit *= 0x80
    }
  }

  difference(): number {
    const folded = this.count()
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
  }

  text(): string {
    return decoder.decode(this.run())
  }

  run(): Uint8Array {
    const length = this.count()
    this.position += length
    return this.bytes.subarray(this.position - length, this.position)
  }
}
