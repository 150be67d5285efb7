/** An address as a browser would take it; `isGuessed` when `http://` was put before it. */
export function fullAddress(typed: string): { url: string; isGuessed: boolean } {
  const text = typed.normalize('NFKC').trim()
  if (text === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { url: text, isGuessed: false }
  return { url: `http://${text}`, isGuessed: true }
}

/** What two addresses of one site have in common: scheme, letter case and a slash at the end do not count. */
export function addressKey(url: string): string | null {
  const parsed = URL.parse(url)
  if (!parsed) return null
  return parsed.host + parsed.pathname.replace(/\/+$/, '') + parsed.search
}

/** Whether a list says the address that the book has: a slash at the end, capitals and a scheme nobody wrote are no news. */
export function saysSame(said: { url: string; key: string; isGuessed: boolean }, known: string): boolean {
  if (said.key === '' || said.key !== addressKey(known)) return false
  return said.isGuessed || URL.parse(said.url)?.protocol === URL.parse(known)?.protocol
}

/** Whether a site can be looked at there: a web address that names no user. */
export function isSiteAddress(url: string): boolean {
  const parsed = URL.parse(url)
  if (!parsed || parsed.username + parsed.password !== '') return false
  return parsed.protocol === 'http:' || parsed.protocol === 'https:'
}
