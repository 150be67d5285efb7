import type { Book, Site } from '../../domain/book/book.ts'
import { findDuty, isOrphan } from '../../domain/duty.ts'
import { isMark, type Mark, markOf, marks } from '../board/marks.ts'
import {
  addressWith,
  type CellView,
  pageOf,
  queryText,
  type RegisterView,
  showRegister,
} from '../desk/register-view.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'

type Choice = { group: string | null; mark: Mark | null; isUntold: boolean }
const sitesPerPage = 100

/** `GET /sites?group=&mark=&need=people&page=`: every site with its verdict and who is on duty now. */
export const siteList: Screen = (router, room) => {
  router.get('/sites', async (req, res) => {
    const reader = signedInReader(req)
    const mark = queryText(req, 'mark')
    const choice = {
      group: queryText(req, 'group'),
      mark: isMark(mark) ? mark : null,
      isUntold: queryText(req, 'need') === 'people',
    }
    await showRegister(room, req, res, await buildSiteList(room, reader, choice, queryText(req, 'page')), 'sites')
  })
}

async function buildSiteList(room: Room, reader: SignedIn, choice: Choice, page: string | null): Promise<RegisterView> {
  const book = room.deps.book.current()
  const { words, format } = reader
  const say = words.sites
  const markOfSite = await marksNow(room, reader)
  const sites = [...book.sites.values()]
  const chosen = sites.filter(
    (site) => isChosen(book, reader, site, choice) && (choice.mark === null || markOfSite(site.id) === choice.mark),
  )
  const address = (n: number) => siteAddress(choice, { page: String(n) })
  const { shown, pager } = pageOf(reader, chosen, page, { size: sitesPerPage, address })
  return {
    heading: say.title(format.count(sites.length)),
    lede: chosen.length === sites.length ? '' : say.shown(format.count(chosen.length)),
    crumb: null,
    actions: reader.isOffice
      ? [
          { href: '/sites/new', label: say.add, isMain: false },
          { href: '/sites/import', label: words.siteTable.link, isMain: false },
          { href: '/units', label: words.units.title, isMain: false },
        ]
      : [],
    filters: filtersOf(book, reader, choice),
    columns: [say.column.name, say.column.mark, say.column.lead, say.column.staff, say.column.unit].map((label) => ({
      label,
    })),
    rows: shown.map((site) => ({ cells: cellsOf(book, reader, site, markOfSite(site.id)) })),
    empty: { title: sites.length === 0 ? words.board.sentence.none : words.board.noneHere, text: '' },
    pager,
  }
}

async function marksNow(room: Room, { now }: SignedIn): Promise<(siteId: string) => Mark> {
  const book = room.deps.book.current()
  const states = room.deps.watch.siteStates()
  const live = new Map((await room.deps.log.incidents.live()).map((incident) => [incident.siteId, incident]))
  return (siteId) => markOf(book, siteId, { state: states.get(siteId), incident: live.get(siteId), now })
}

function isChosen(book: Book, { now }: SignedIn, { id, group }: Site, choice: Choice): boolean {
  if (choice.group !== null && group !== choice.group) return false
  return !choice.isUntold || isOrphan(findDuty(book, id, now))
}

function cellsOf(book: Book, { words, now }: SignedIn, site: Site, mark: Mark): CellView[] {
  const duty = findDuty(book, site.id, now)
  const nobody: CellView = { text: words.board.nobody, tone: 'bad' }
  return [
    { text: site.name, href: `/sites/${site.id}` },
    { text: words.watch.mark[mark], mark },
    duty.lead ? { text: duty.lead.name } : nobody,
    duty.staff.length > 0 ? { text: words.frame.listOf(duty.staff.map(({ name }) => name)) } : nobody,
    { text: (site.unitId && book.units.get(site.unitId)?.name) || '' },
  ]
}

function filtersOf(book: Book, { words }: SignedIn, choice: Choice): RegisterView['filters'] {
  const groups = [...new Set([...book.sites.values()].flatMap(({ group }) => group ?? []))]
  const byGroup = [
    { href: siteAddress(choice, { group: null }), label: words.board.all, isCurrent: choice.group === null },
    ...groups.map((group) => ({
      href: siteAddress(choice, { group }),
      label: group,
      isCurrent: choice.group === group,
    })),
  ]
  const byMark = [
    {
      href: siteAddress(choice, { mark: null, need: null }),
      label: words.board.all,
      isCurrent: choice.mark === null && !choice.isUntold,
    },
    ...marks.map((mark) => ({
      href: siteAddress(choice, { mark, need: null }),
      label: words.watch.mark[mark],
      isCurrent: choice.mark === mark,
    })),
    {
      href: siteAddress(choice, { mark: null, need: 'people' }),
      label: words.sites.untold,
      isCurrent: choice.isUntold,
    },
  ]
  const first = groups.length > 1 ? [{ label: words.board.filterByGroup, links: byGroup }] : []
  return [...first, { label: words.board.filterByMark, links: byMark }]
}

function siteAddress({ group, mark, isUntold }: Choice, change: Record<string, string | null>): string {
  return addressWith('/sites', { group, mark, need: isUntold ? 'people' : null, ...change })
}
