import { type Incident, isLive } from '../../domain/incident/incident.ts'
import { addressWith, type PagerView, pageOf } from '../desk/register-view.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'

export type IncidentRow = {
  key: string
  href: string
  id: string
  site: string
  state: Incident['state']
  stateWord: string
  icon: string
  started: string
  length: string
  sinceIso: string | null
  owner: string
  cause: string
}
export type IncidentListView = {
  heading: string
  open: IncidentRow[]
  pager: PagerView | null
  history: IncidentRow[]
  older: string | null
  newest: string
  /** The one site whose incidents these are. */
  site: { name: string; href: string } | null
  isFirst: boolean
  shape: string
  untaken: number
}

const rowsPerPage = 50
const openPerPage = 200
const gravity = { paging: 0, acknowledged: 1, recovered: 2, closed: 3, voided: 4 } as const

/** Open ones first, gravest first; then history, newest first, a page at a time. */
export async function buildIncidentList(
  room: Room,
  reader: Reader,
  { cursor, page, siteId }: { cursor: string | null; page: string | null; siteId: string | null },
): Promise<IncidentListView> {
  const { incidents } = room.deps.log
  const all = await incidents.live()
  const live = siteId === null ? all : all.filter((incident) => incident.siteId === siteId)
  const open = live.toSorted((a, b) => gravity[a.state] - gravity[b.state] || a.startedAt - b.startedAt)
  const address = (n: number) => addressWith('/incidents', { site: siteId, page: String(n) })
  const { shown, pager } = pageOf(reader, open, page, { size: openPerPage, address })
  const history = await incidents.list(
    { states: ['closed', 'voided'], ...(siteId === null ? {} : { siteId }) },
    { limit: rowsPerPage, cursor },
  )
  const site = siteId === null ? undefined : room.deps.book.current().sites.get(siteId)
  return {
    heading: reader.words.incident.listSentence(live.length),
    open: cursor === null ? shown.map((incident) => rowOf(reader, incident)) : [],
    pager: cursor === null ? pager : null,
    history: history.items.map((incident) => rowOf(reader, incident)),
    older: history.next === null ? null : addressWith('/incidents', { site: siteId, cursor: history.next }),
    newest: addressWith('/incidents', { site: siteId }),
    site: site ? { name: site.name, href: `/sites/${site.id}` } : null,
    isFirst: cursor === null,
    shape: [live.length, ...shown.map(({ id, state }) => `${id}:${state}`)].join(' '),
    untaken: live.filter(({ state }) => state === 'paging').length,
  }
}

function rowOf({ words, format, now }: Reader, incident: Incident): IncidentRow {
  const endsAt = incident.recoveredAt ?? (isLive(incident) ? now : null)
  const isUp = incident.state === 'recovered' || incident.state === 'closed'
  return {
    key: incident.id,
    href: `/incidents/${incident.id}`,
    id: incident.id,
    site: incident.siteName,
    state: incident.state,
    stateWord: words.watch.state[incident.state],
    icon: isUp ? 'recovering' : 'down',
    started: format.momentSeconds(incident.startedAt),
    length: endsAt === null ? '' : format.elapsed(endsAt - incident.startedAt),
    sinceIso: isLive(incident) && incident.recoveredAt === null ? format.iso(incident.startedAt) : null,
    owner: incident.acknowledgedBy?.name ?? '',
    cause: incident.cause && !isLive(incident) ? words.watch.cause[incident.cause] : '',
  }
}
