import { queryText } from '../desk/register-view.ts'
import { readerOf } from '../reader.ts'
import type { Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { buildIncidentList } from './list-view.ts'

/** `GET /incidents?site=&page=&cursor=`: what is open, then history; of one site where it is named. */
export const incidentList: Screen = (router, room) => {
  router.get('/incidents', async (req, res) => {
    const { cursor } = req.query
    const isCursor = typeof cursor === 'string' && /^[\w.:~-]{1,80}$/.test(cursor)
    const view = await buildIncidentList(room, readerOf(req), {
      cursor: isCursor ? cursor : null,
      page: queryText(req, 'page'),
      siteId: queryText(req, 'site'),
    })
    const title = readerOf(req).words.incident.listTitle
    await showPage(room, req, res, {
      template: 'incidents/list',
      title,
      nav: 'incidents',
      live: 'incidents',
      alarm: view.untaken,
      view,
    })
  })
}
