/** Without 0, O, 1 and I, which look alike on a small screen. 32 characters: four of them make 2²⁰ codes. */
export const codeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const codeLength = 4

const wellFormed = new RegExp(`^[${codeAlphabet}]{${codeLength}}$`)

/**
 * The code that somebody typed, or null when it cannot be one. Width, case, spaces and hyphens do not matter;
 * a 0 or an O is never guessed to be something else, since the guess might open another incident.
 */
export function normaliseCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
  return wellFormed.test(code) ? code : null
}

/** Draws a code. The 32 characters divide the 256 values of a byte evenly, so none is likelier than another. */
export function drawCode(randomBytes: (count: number) => Uint8Array): string {
  return Array.from(randomBytes(codeLength), (byte) => codeAlphabet.charAt(byte % codeAlphabet.length)).join('')
}
