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
 * Measures a text. A character of two units that would straddle two segments is not moved to the next one here: a
 * text within 134 units of UCS-2 could need a third segment only by such a character at the very seam.
 */
export function measure(text: string): TextSize {
  const septets = septetsOf(text)
  const charset: Charset = septets === null ? 'UCS-2' : 'GSM-7'
  const units = septets ?? text.length
  const { alone, joined } = capacity[charset]
  return { charset, units, segments: units <= alone ? 1 : Math.ceil(units / joined) }
}

/** Septets of the text in GSM-7, or null when a character of it is not in that alphabet. */
function septetsOf(text: string): number | null {
  let septets = 0
  for (const character of text) {
    if (basic.has(character)) septets += 1
    else if (extension.has(character)) septets += 2
    else return null
  }
  return septets
}
