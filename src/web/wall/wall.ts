import { signedInReader } from '../reader.ts'
import type { Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { buildWatchWall } from './wall-view.ts'

/** `GET /wall`: 大屏, what the whole watch sees, for a screen that is read from across the room. */
export const watchWall: Screen = (router, room) => {
  router.get('/wall', async (req, res) => {
    const reader = signedInReader(req)
    const view = await buildWatchWall(room, reader)
    const title = reader.words.watchWall.title
    await showPage(room, req, res, {
      template: 'wall/wall',
      title,
      nav: 'board',
      live: 'board',
      alarm: view.untaken,
      view,
    })
  })
}
