/** How a text is sent: GSM-7 as long as every character is in its alphabet, else UCS-2 as a whole. */
export type Charset = 'GSM-7' | 'UCS-2'

/** Length of a text as carriers count it: septets of GSM-7 or 16-bit units of UCS-2, and the segments they fill. */
export type TextSize = { charset: Charset; units: number; segments: number }

// 3GPP TS 23.038 §6.2.1: the default alphabet, and the extension table whose characters are sent as two septets.
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extension = new Set('\f^{}\\[~]|€')

/** Units that fit one segment alone, and each segment of several (the rest is taken by the joining header). */
const capacity: Record<Charset, { alone: number; joined: number }> = {
  'GSM-7': { alone: 160, joined: 153 },
  'UCS-2': { alone: 70, joined: 67 },
}

/**
 * Measures a text. A character that takes two units (a surrogate pair, an escape of GSM-7) goes into the next segment
 * as a whole where it would straddle two, as phones and carriers join nothing else.
 */
export function measure(text: string): TextSize {
  const septets = widthsOf(text)
  const charset: Charset = septets === null ? 'UCS-2' : 'GSM-7'
  const widths = septets ?? [...text].map(({ length }) => length)
  const units = widths.reduce((sum, width) => sum + width, 0)
  const { alone, joined } = capacity[charset]
  return { charset, units, segments: units <= alone ? 1 : segmentsFor(widths, joined) }
}

/** Each segment is filled until the next character does not fit. */
function segmentsFor(widths: readonly number[], joined: number): number {
  let segments = 1
  let used = 0
  for (const width of widths) {
    if (used + width > joined) {
      segments += 1
      used = 0
    }
    used += width
  }
  return segments
}

/** Septets of each character in GSM-7, or null when one of them is not in that alphabet. */
function widthsOf(text: string): number[] | null {
  const widths: number[] = []
  for (const character of text) {
    if (basic.has(character)) widths.push(1)
    else if (extension.has(character)) widths.push(2)
    else return null
  }
  return widths
}
