import type { Book } from '../book/book.ts'
import type { Ailing } from '../watch/common-cause.ts'
import type { Incident } from './incident.ts'

/** What an outage may have in common with others, as the book has the site now. */
export function ailingOf(book: Book, { siteId, failure, address }: Incident): Ailing {
  const site = book.sites.get(siteId)
  return { siteId, failure, address: address ?? null, platform: site?.parentId ?? site?.hosting ?? null }
}
