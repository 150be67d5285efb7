/**
 * A name without what carriers take for an address or a telephone number: web addresses, host names, IP addresses,
 * numbers of seven figures and more. The rest of the name stays; empty when there is no rest.
 */
export function bareName(name: string): string {
  const bare = withoutOffenders(withPlainFigures(name.toWellFormed().normalize('NFC')))
  return /[\p{L}\p{N}]/u.test(bare) ? bare : ''
}

/** Whether carriers would take a part of the text for an address or a telephone number. */
export function holdsAddress(text: string): boolean {
  const plain = withPlainFigures(text.toWellFormed().normalize('NFC'))
  return offenders.some((offender) => plain.search(offender) >= 0)
}

/** Letters, figures and marks of full width are what an address can be written with as well. */
function withPlainFigures(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff20\uff0b\uff0d]/gu, (wide) => {
      return String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0)
    })
}

const dot = '[.．。｡]'
const hexWord = '[0-9a-f]{1,4}'
const offenders: readonly RegExp[] = [
  // A scheme and what follows it in the characters of addresses.
  /[a-z][a-z0-9+-]*[:：][/／]+[\w.~:/?#@!$&'*+,;=%-]*/giu,
  // IPv6, whole or shortened.
  new RegExp(`(?:${hexWord}:){7}${hexWord}|(?:${hexWord}(?::${hexWord})*)?::(?:${hexWord}(?::${hexWord})*)?`, 'giu'),
  // IPv4 with a port or a path.
  new RegExp(`\\d+(?:${dot}\\d+){3,}(?::\\d+)?(?:/[\\w./-]*)?`, 'gu'),
  // A host name, or an address of mail, in Latin letters: its last label begins with a letter.
  new RegExp(`(?:[\\w.+-]+@)?(?:[a-z0-9-]+${dot})+[a-z][a-z0-9-]+(?::\\d+)?(?:/[\\w./?=&%-]*)?`, 'giu'),
  // Telephone numbers as people write them: country code, area code, mobile in groups; and any long row of figures.
  /\+\p{Nd}[\p{Nd}\s-]{5,}/gu,
  /0\p{Nd}{2,3}[-\s]?\p{Nd}{7,8}|1\p{Nd}{2}[-.\s]?\p{Nd}{4}[-.\s]?\p{Nd}{4}|[48]00[-\s]?\p{Nd}{3}[-\s]?\p{Nd}{4}/gu,
  /\p{Nd}{7,}/gu,
]

/** Again until none is left, since one removal may bring the two sides of another together. */
function withoutOffenders(name: string): string {
  const fewer = tidy(offenders.reduce((text, offender) => text.replace(offender, ''), name).replace(/\s+/gu, ' '))
  return fewer === name ? name : withoutOffenders(fewer)
}

/** Brackets that held nothing else, and marks at either end that joined it to something, go with it. */
function tidy(name: string): string {
  const tidier = name
    .replace(/[(（[［<〈《"“]\s*[)）\]］>〉》"”]/gu, '')
    .replace(/^[\s.,:;\-—·、，：；/／]+|[\s.,:;\-—·、，：；/／]+$/gu, '')
  return tidier === name ? name : tidy(tidier)
}
