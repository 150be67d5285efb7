import { menuOf } from './frame.ts'
import { signedInReader } from './reader.ts'
import type { Screen } from './room.ts'
import { showPage } from './show.ts'

/** `GET /more`: every page this reader has, for phones and for the office's own pages. */
export const menu: Screen = (router, room) => {
  router.get('/more', async (req, res) => {
    const reader = signedInReader(req)
    const title = reader.words.frame.menu
    await showPage(room, req, res, { template: 'menu', title, nav: 'more', view: { links: menuOf(room, reader) } })
  })
}
