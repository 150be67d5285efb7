/** The path when it leads to one of our own pages, else the board: a link may not send a reader elsewhere. */
export function ownPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])[^\s\\]*$/.test(wanted)) return '/'
  return wanted
}
