import type { ActionDeps } from './deps.ts'

/** An id for something new in the book: a letter for its kind and ten drawn characters. */
export function drawId(deps: ActionDeps, prefix: string): string {
  const letters = deps.draw
    .token()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return `${prefix}-${letters.slice(0, 10)}`
}
