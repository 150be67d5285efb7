/** First characters by which a spreadsheet takes a text for a formula, full-width forms included (ASVS 1.2.10). */
const active = /^[=+\-@\t\r\n＝＋－＠]/u

/** A text as it may stand in a cell: what a spreadsheet might work out is put behind an apostrophe, control characters fall out. */
export function inert(text: string): string {
  const clean = text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
  return active.test(clean) ? `'${clean}` : clean
}
