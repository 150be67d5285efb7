import type { SiteName } from './message.ts'

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
  const plain = withoutCodes(withoutAddresses(visible)).trim()
  return plain === '' ? '?' : plain
}

/** Dots are what makes a host name or an IP address; one between two figures (2.0) is neither. */
function withoutAddresses(name: string): string {
  return name
    .replace(/[:：]\/+/gu, ' ')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)/gu, '$1 $2 $3 $4')
    .replace(/(?<=[\p{L}\p{M}\p{N}])\.(?=[\p{L}\p{M}])|(?<=[\p{L}\p{M}])\.(?=\p{N})/gu, ' ')
    .replace(/(?<=[\p{sc=Latin}\d])[．｡。](?=[\p{sc=Latin}\d])/gu, ' ')
}

/** A hyphen takes the place of the words, so that what stood around them cannot close up to the same words again. */
function withoutCodes(name: string): string {
  return name.replace(
    /(?:[签簽]收|[确確][认認])?[码碼]\s*[:：]?\s*(?=[a-z0-9ａ-ｚ０-９]{4})|code\s*[:：]?\s*(?=[a-z0-9ａ-ｚ０-９]{4})/giu,
    '-',
  )
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

/** At most `length` UTF-16 units of the text, the mark of the cut included; never half a character. */
export function cut(text: string, length: number, ellipsis: string): string {
  if (text.length <= length) return text
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length + ellipsis.length > length) break
    kept += character
  }
  return kept.trimEnd() + ellipsis
}
