/**
 * What a person wrote, as it is kept and shown: at most `longest` characters, whole ones, without what cannot be seen
 * and would turn, hide or break the line it stands in. Line breaks stay.
 */
export function plainNote(text: string, longest: number): string {
  const visible = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C\p{Zl}\p{Zp}\uFFFD]/gu, '')
    .trim()
  return [...visible.slice(0, 2 * longest)].slice(0, longest).join('')
}
