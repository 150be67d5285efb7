import type { Request, Response } from 'express'
import { pause } from '../../actions/in-turn.ts'
import { digestOf, findSiteTable, type SiteTable, siteProposal, takeSites } from '../../actions/sites/site-import.ts'
import { writeSiteText } from '../../documents/site-list.ts'
import { type ColumnMap, siteColumns } from '../../domain/site-import/columns.ts'
import { queryText } from '../desk/register-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { buildSitePlan, refusedRows } from './plan-view.ts'

/**
 * `/sites/import/:id?c0=name&c1=…`: what a list would change, and its confirmation. Only for who has brought it. What
 * each column means stands in the address, so that a guess can be put right without script. `…/refused.csv`: every row
 * that cannot be taken over, with its reasons.
 */
export const siteImportPlan: Screen = (router, room) => {
  router.get('/sites/import/:id', async (req, res) => {
    const table = await tableOf(room, req, req.params.id)
    if (table === 'over') return seeOther(req, res, '/sites/import')
    if (!table) return showMissing(room, req, res)
    await view(room, req, res, table, { map: askedMap(req, table), errors: [] })
  })
  router.get('/sites/import/:id/refused.csv', async (req, res) => {
    const table = await tableOf(room, req, req.params.id)
    if (!table || table === 'over') return showMissing(room, req, res)
    const proposal = await siteProposal(room.deps.book.current(), table, askedMap(req, table))
    res.set({ 'content-disposition': 'attachment; filename="refused.csv"', 'cache-control': 'private, no-store' })
    res.type('text/csv; charset=utf-8').send(writeSiteText(refusedRows(signedInReader(req), proposal)))
  })
  router.post('/sites/import/:id', async (req, res) => {
    const table = await tableOf(room, req, req.params.id)
    if (table === 'over') return seeOther(req, res, '/sites/import')
    if (!table) return showMissing(room, req, res)
    await submit(room, req, res, table)
  })
}

async function tableOf(room: Room, req: Request, id: string): Promise<SiteTable | 'over' | null> {
  const reader = signedInReader(req)
  if (!reader.isOffice) return null
  const table = await findSiteTable(room.deps, id, reader.person.id)
  // A list of a whole country takes a moment to read: pages and probes go in between.
  await pause()
  if (table) return table
  const known = await room.deps.log.records.uploads.find(id)
  return known?.subject === 'sites' && known.personId === reader.person.id ? 'over' : null
}

/** What each column means: as it was chosen, else as it seems. A meaning that is chosen twice counts once. */
function mapOf(table: SiteTable, chosen: (name: string) => string | null, isChosen: boolean): ColumnMap {
  if (!isChosen) return table.guess
  const given = new Set<string>()
  return table.heads.map((_, i) => {
    const column = siteColumns.find((one) => one === chosen(`c${i}`))
    if (!column || given.has(column)) return null
    given.add(column)
    return column
  })
}

function askedMap(req: Request, table: SiteTable): ColumnMap {
  return mapOf(table, (name) => queryText(req, name), queryText(req, 'map') === '1')
}

async function submit(room: Room, req: Request, res: Response, table: SiteTable): Promise<void> {
  const reader = signedInReader(req)
  const say = reader.words.siteTable
  const fields = fieldsOf(req)
  const map = mapOf(table, (name) => fields[name] ?? null, true)
  const confirmed = { table, map, shown: fields['shown'] ?? '' }
  const taken = await takeSites(room.deps, editorOf(reader), confirmed, reader.now)
  if (taken.kind === 'changed') return view(room, req, res, table, { map, errors: [{ field: '', text: say.changed }] })
  if (taken.kind === 'refused') {
    return view(room, req, res, table, { map, errors: refusals(taken.edited, reader, []).slice(0, 20) })
  }
  const { added, changed, newUnits } = taken.proposal
  await seeOther(req, res, '/sites', say.taken(added.length, changed.length, newUnits.length))
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  table: SiteTable,
  { map, errors }: { map: ColumnMap; errors: readonly FieldError[] },
): Promise<void> {
  const reader = signedInReader(req)
  const proposal = await siteProposal(room.deps.book.current(), table, map)
  const plan = { table, map, proposal, digest: digestOf(proposal), errors }
  const built = buildSitePlan(room.deps.book.current(), reader, plan)
  const status = errors.length > 0 ? 422 : 200
  await showPage(room, req, res, {
    template: 'site-import/plan',
    title: built.heading,
    nav: 'sites',
    status,
    view: built,
  })
}
