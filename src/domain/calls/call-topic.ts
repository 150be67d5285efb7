import { hasStanding, type Standing } from '../authority.ts'
import type { Incident } from '../incident/incident.ts'
import type { SiteName } from '../texts/message.ts'

/** One incident as it stands, and what the person called is to it. */
export type Matter = { incident: Incident; site: SiteName; standing: Standing }

/**
 * What a call is about at this moment. `take`: nobody has it; `confirm`: it opens again and this person may say so;
 * `taken`: another has it; `yours`: this person has it; `over`: nothing is left to do.
 */
export type Topic = {
  kind: 'take' | 'confirm' | 'taken' | 'yours' | 'over' | 'not_yours'
  matters: readonly Matter[]
}

/**
 * The topic of all the incidents that a call was about, by what is true now and not by what was planned: what most
 * needs this person comes first, and of what is in hand or over only one is told.
 */
export function topicOf(matters: readonly Matter[], personId: string): Topic {
  const open = matters.filter(({ incident }) => incident.state === 'paging')
  const take = open.filter((matter) => hasStanding(matter.standing, 'staff'))
  if (take.length > 0) return { kind: 'take', matters: take }
  const confirm = matters.filter(mayConfirm)
  if (confirm.length > 0) return { kind: 'confirm', matters: confirm }
  const inHand = matters.filter(({ incident }) => incident.state === 'acknowledged')
  const others = inHand.filter(({ incident }) => incident.acknowledgedBy?.id !== personId)
  if (others.length > 0) return { kind: 'taken', matters: others.slice(0, 1) }
  if (inHand.length > 0) return { kind: 'yours', matters: inHand.slice(0, 1) }
  if (open.length > 0) return { kind: 'not_yours', matters: open.slice(0, 1) }
  return { kind: 'over', matters: matters.slice(0, 1) }
}

export function mayConfirm({ incident, standing }: Matter): boolean {
  return incident.state === 'recovered' && hasStanding(standing, 'lead')
}
