import { canBePaged } from '../../domain/duty.ts'
import type { Page } from '../../domain/incident/page.ts'
import type { ActionDeps } from '../deps.ts'

/** Why a page is given up whose reader left the book, was disabled, or has no number any more. */
export const readerLeft = 'reader_left'

/**
 * The page as it goes out for the first time: what waited, for the morning or to be told with others, goes to the
 * number its reader has by then, since the old one may be a stranger's. Null once they cannot be paged any more.
 */
export async function followReader(deps: ActionDeps, page: Page): Promise<Page | null> {
  const person = deps.book.current().people.get(page.personId)
  if (!person || !canBePaged(person)) return null
  if (person.mobile === page.to) return page
  await deps.log.pages.readdress(page.id, person.mobile)
  return { ...page, to: person.mobile }
}
