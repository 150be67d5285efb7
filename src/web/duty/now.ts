import { queryText } from '../desk/register-view.ts'
import { signedInReader } from '../reader.ts'
import type { Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { buildWall } from './now-view.ts'

/** `GET /duty/now?page=`: who is on duty now, for the screen on the wall. */
export const dutyNow: Screen = (router, room) => {
  router.get('/duty/now', async (req, res) => {
    const reader = signedInReader(req)
    const view = buildWall(room.deps.book.current(), reader, queryText(req, 'page'))
    await showPage(room, req, res, {
      template: 'duty/now',
      title: reader.words.wall.title,
      nav: 'duty',
      live: 'board',
      view,
    })
  })
}
