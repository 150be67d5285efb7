import type { Book } from '../domain/book/book.ts'
import { findDuty, isOrphan } from '../domain/duty.ts'
import { type Instant, minute } from '../domain/instant.ts'
import type { WebDeps } from './deps.ts'
import type { Reader } from './reader.ts'

/** A truth about the watch itself. One at a time, the gravest first; it stays while it is true. */
export type Banner = {
  tone: 'down' | 'suspect' | 'info'
  text: string
  link: { href: string; label: string } | null
}

const mostNames = 3

export function bannerFor(deps: WebDeps, reader: Reader, orphans: OrphanCensus): Banner | null {
  const { words, format, now } = reader
  const { banner } = words.frame
  const blindSince = deps.watch.blindSince()
  if (blindSince !== null) {
    const spot = deps.watch.blindSpot()
    const text = banner.blind(format.momentSeconds(blindSince)) + (spot === null ? '' : banner.blindSpot[spot])
    return { tone: 'down', text, link: null }
  }
  const health = deps.watch.health()
  if (health.status === 'stalled') {
    const lastAt = health.lastTickAt === null ? '—' : format.momentSeconds(health.lastTickAt)
    return { tone: 'down', text: banner.stalled(lastAt), link: null }
  }
  if (health.pager.unattended > 0) {
    const link = { href: '/incidents', label: banner.toIncidents }
    return { tone: 'down', text: banner.unattended(health.pager.unattended), link }
  }
  if (health.pager.refusedSince !== null) {
    const link = reader.isOffice ? { href: '/outbox?show=failed', label: banner.toOutbox } : null
    return { tone: 'down', text: banner.refused(format.momentSeconds(health.pager.refusedSince)), link }
  }
  const unwritableSince = deps.watch.storeTroubleSince()
  if (unwritableSince !== null)
    return { tone: 'down', text: banner.unwritable(format.momentSeconds(unwritableSince)), link: null }
  const { damagedBook } = deps.config
  if (damagedBook !== null && reader.isOffice) {
    const link = { href: '/audit', label: banner.toAudit }
    return { tone: 'down', text: banner.damagedBook(damagedBook), link }
  }
  if (deps.config.sender.provider === 'none') {
    const link = { href: '/outbox', label: banner.toOutbox }
    return { tone: 'suspect', text: banner.noProvider, link: reader.isOffice ? link : null }
  }
  const lost = orphans(deps.book.current(), now)
  if (lost.length > 0) {
    const names = words.frame.listOf(lost.slice(0, mostNames)) + (lost.length > mostNames ? banner.orphansMore : '')
    return {
      tone: 'suspect',
      text: banner.orphans(lost.length, names),
      link: { href: '/sites', label: banner.toSites },
    }
  }
  if (health.status === 'starting') return { tone: 'info', text: banner.starting, link: null }
  return null
}

/** Names of the sites about which nobody at all would be told now. */
export type OrphanCensus = (book: Book, now: Instant) => readonly string[]

/** Counted once a minute and per book: with fourteen thousand sites it is too much for every page. */
export function createOrphanCensus(): OrphanCensus {
  let last: { book: Book; minute: number; names: string[] } | null = null
  return (book, now) => {
    const thisMinute = Math.floor(now / minute)
    if (last?.book !== book || last.minute !== thisMinute) {
      const lost = [...book.sites.values()].filter(({ id }) => isOrphan(findDuty(book, id, now)))
      last = { book, minute: thisMinute, names: lost.map(({ name }) => name) }
    }
    return last.names
  }
}
