/**
 * Words of somebody else's machine (a title, a header, where a redirect leads, a certificate's names) as one harmless
 * line: no control, direction, invisible or unpaired characters, no terminal commands, no line breaks of any kind, at
 * most `most` characters as a reader counts them, and never more than eight code units for each. Everything a site
 * says passes here before it reaches a sample, a log, a text or a page.
 */
export function cleanText(text: string, most: number): string {
  // Twice as much as can be kept is enough to read: what is invisible counts for nothing below.
  const line = text
    .slice(0, most * 16)
    .toWellFormed()
    .normalize('NFC')
    .replace(terminalCommand, '')
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\t\r\n\v\f\u0085]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u115F\u1160\u3164\uFFA0\uFFFD]/gu, '')
    .replace(/\p{Variation_Selector}/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim()
  return line.length <= most ? line : cut(line, most)
}

/** ESC [ … letter; spelled out, since a control character in a pattern is mostly a slip. */
const terminalCommand = new RegExp(`${String.fromCharCode(27)}\\[[0-?]*[ -/]*[@-~]`, 'gu')
const characters = new Intl.Segmenter('und', { granularity: 'grapheme' })

function cut(line: string, most: number): string {
  const kept: string[] = []
  let units = 0
  for (const { segment } of characters.segment(line)) {
    // The mark of the cut is a character too.
    if (kept.length === most || units + segment.length > most * 8) {
      return `${kept.slice(0, most - 1).join('')}…`
    }
    kept.push(segment)
    units += segment.length
  }
  return kept.join('')
}
