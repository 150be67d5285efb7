import { standingOf } from '../../actions/incident/respond.ts'
import { hasStanding } from '../../domain/authority.ts'
import { canBePaged } from '../../domain/duty.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import type { Page } from '../../domain/incident/page.ts'
import { maskPhone } from '../../domain/phone.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'
import { type DockView, dockOf, type Typed } from './dock-view.ts'
import { type FactsView, factsOf } from './facts-view.ts'
import { type HeroView, heroOf } from './hero-view.ts'
import { ladderOf, type PhoneLookup, type RungView } from './ladder-view.ts'
import { type MomentView, momentsOf } from './moments-view.ts'
import { type OwnerView, ownerOf } from './owner-view.ts'
import { type TimelineLine, timelineOf } from './timeline-view.ts'

export type IncidentView = {
  id: string
  title: string
  hero: HeroView
  owner: OwnerView
  moments: MomentView[]
  timeline: TimelineLine[]
  ladder: RungView[]
  dock: DockView
  facts: FactsView
  /** Why the last act was not carried out; null when there was none, or it was. */
  refusal: string | null
  /** What was typed with that act, so that nothing is lost even where the new page has no field for it. */
  kept: string | null
  shape: string
}

/** The page of one incident as this reader sees it: what they may do, and whose number they may ring. */
export async function buildIncident(
  room: Room,
  reader: SignedIn,
  incident: Incident,
  after: { refusal: string; typed: Typed } | null = null,
): Promise<IncidentView> {
  const { log } = room.deps
  const standing = standingOf(room.deps, reader.person.id, incident, reader.now)
  const mayCall = hasStanding(standing, 'staff')
  const phone = mayCall ? numberIn(room) : () => null
  const [events, pages, facts] = await Promise.all([
    log.incidents.events(incident.id),
    log.pages.ofIncident(incident.id),
    factsOf(room, reader, incident),
  ])
  const dock = dockOf(room, reader, incident, { standing, phone, typed: after?.typed ?? null })
  return {
    id: incident.id,
    title: titleOf(reader, incident),
    hero: heroOf(room, reader, incident, dock.kind === 'confirm'),
    owner: ownerOf(room, reader, incident, phone),
    moments: momentsOf(incident, reader),
    timeline: timelineOf({ events, pages }, reader, maskedNumber),
    ladder: ladderOf(room, reader, incident, { pages, phone }),
    dock,
    facts,
    refusal: after?.refusal ?? null,
    kept: after ? keptWords(reader, after.typed) : null,
    shape: `${incident.state} ${dock.kind}`,
  }
}

/** Today's number of a person, in full: only for those who page each other as part of the duty. */
function numberIn(room: Room): PhoneLookup {
  return (personId) => {
    const person = room.deps.book.current().people.get(personId)
    return person && canBePaged(person) ? person.mobile : null
  }
}

function maskedNumber(page: Page): string {
  return maskPhone(page.to)
}

function titleOf({ words }: SignedIn, incident: Incident): string {
  const { titleFor } = words.incident
  if (incident.state === 'acknowledged')
    return titleFor.acknowledged(incident.siteName, incident.acknowledgedBy?.name ?? '')
  return titleFor[incident.state](incident.siteName)
}

function keptWords({ words }: SignedIn, { quick, note, why }: Typed): string | null {
  const typed = [...quick, note, why].filter(Boolean)
  return typed.length > 0 ? words.incident.refused.kept(typed.join('；')) : null
}
