import type { SiteName } from './texts/message.ts'

/**
 * A name as it may stand in a text: one line, nothing invisible, nothing that a phone or a carrier takes for an
 * address, for our sender mark, or for a code. Names come from people and from imported files; texts are trusted.
 */
export function plainName(name: string): string {
  const visible = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\uFFFD]/gu, '')
    .replace(/\p{Zs}+/gu, ' ')
    .replace(/[【】]/gu, '')
  // A dot at either end would join the name to the word beside it.
  const plain = withoutCodes(withoutAddresses(visible)).replace(/^[.\s]+|[.\s]+$/g, '')
  return plain === '' ? '?' : plain
}

/** Dots are what makes a host name or an IP address; one between two figures (2.0) is neither. */
function withoutAddresses(name: string): string {
  return name
    .replace(/[:：]\/+/gu, ' ')
    .replace(/\d+(?:\.\d+){3,}/gu, (address) => address.replaceAll('.', ' '))
    .replace(/(?<=[\p{L}\p{M}\p{N}])\.(?=[\p{L}\p{M}])|(?<=[\p{L}\p{M}])\.(?=\p{N})/gu, ' ')
    .replace(/(?<=[\p{sc=Latin}\d])[．｡。](?=[\p{sc=Latin}\d])/gu, ' ')
}

// The code words of the texts before four characters of the code alphabet, or before a start of them at the very end,
// where the time that follows the name could make up the rest.
const fakeCode =
  /(?:(?:[签簽]收|[确確][认認])?[码碼]|code)\s*[:：]?\s*(?=[2-9a-hj-np-z２-９ａ-ｚ]{4}(?![a-z0-9])|[2-9a-hj-np-z２-９ａ-ｚ]{1,3}$)/giu

/** A hyphen takes the place of the words; again until none is left, since one removal may lay bare another. */
function withoutCodes(name: string): string {
  const fewer = name.replace(fakeCode, '-')
  return fewer === name ? name : withoutCodes(fewer)
}

/** The ways to write a site's name, longest first (MESSAGES rule 9): in full, its short form, 政府网 for the portal. */
export function siteNameForms({ name, short }: SiteName): string[] {
  const full = plainName(name)
  const shorter = short === null ? full : plainName(short)
  const shortest = shorter.replace(/人民政府(?:门户网站|門戶網站)/gu, (words) =>
    words.endsWith('网站') ? '政府网' : '政府網',
  )
  return [...new Set([full, shorter, shortest])]
}

/**
 * At most `length` UTF-16 units of the name, the mark of the cut included; never half a character, nor a code that
 * the rest of the name had kept from being one.
 */
export function cut(name: string, length: number, ellipsis: string): string {
  if (name.length <= length) return name
  let kept = ''
  for (const character of name) {
    if (kept.length + character.length + ellipsis.length > length) break
    kept += character
  }
  return withoutCodes(kept.trimEnd()) + ellipsis
}
