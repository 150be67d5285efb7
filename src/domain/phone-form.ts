/** E.164, and for the mainland a mobile: 11 digits that begin with 13 to 19. */
export function isMobile(text: string): boolean {
  return text.startsWith('+86') ? /^\+861[3-9]\d{9}$/.test(text) : /^\+[1-9]\d{6,14}$/.test(text)
}

/** A number that a person could dial: digits, with the usual marks between them. */
export function isPhone(text: string): boolean {
  return /^\+?[\d][\d\s-]{3,23}$/.test(text)
}
