import type { Book, Person } from '../../domain/book/book.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Swap } from '../../domain/roster/swap.ts'
import { approversOf } from '../../domain/roster/swap-rules.ts'
import type { Message } from '../../domain/texts/message.ts'
import { sitesAsOne } from '../../domain/texts/site-names.ts'
import type { ActionDeps } from '../deps.ts'
import { type Notice, tellPeople } from '../tell-people.ts'

/** Tells whoever has to do something next, and in the end both parties; each step once. */
export async function tellSwap(deps: ActionDeps, swap: Swap, now: Instant): Promise<void> {
  const book = deps.book.current()
  const occasion = `swap.${swap.id}.${swap.state}`
  const notices = recipientsOf(book, swap).map(({ person, message }): Notice => {
    return { person, occasion, message, urgency: 'courtesy' }
  })
  await tellPeople(deps, notices, now)
}

function recipientsOf(book: Book, swap: Swap): { person: Person; message: Message }[] {
  const { from, to, given } = swap
  const [first] = given
  if (!first) return []
  const { role, fromAt: start } = first
  const people = (ids: readonly string[]) => ids.flatMap((id) => book.people.get(id) ?? [])
  const site = (person: Person) =>
    sitesAsOne(
      given.flatMap(({ siteId }) => book.sites.get(siteId) ?? []),
      person.language ?? book.settings.language,
    )
  switch (swap.state) {
    case 'asked':
      return people([to.id]).map((person) => ({
        person,
        message: { key: 'swap.asked', start, role, site: site(person), who: from.name },
      }))
    case 'accepted':
      return approversOf(book, swap).map((person) => ({
        person,
        message: { key: 'swap.accepted', start, site: site(person), who: from.name, other: to.name },
      }))
    case 'approved':
      return people([from.id, to.id]).map((person) => ({
        person,
        message: { key: 'swap.approved', start, role, site: site(person), who: from.name, other: to.name },
      }))
    case 'refused':
      return people([from.id, to.id]).map((person) => ({
        person,
        message: { key: 'swap.refused', start, role, site: site(person), who: from.name },
      }))
    case 'declined':
    case 'lapsed':
      return people([from.id]).map((person) => ({
        person,
        message: { key: 'swap.refused', start, role, site: site(person), who: from.name },
      }))
    case 'withdrawn':
      return []
  }
}
