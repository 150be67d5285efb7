import { readerOf } from '../reader.ts'
import type { Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { buildBoard } from './board-view.ts'
import { choiceOf } from './choice.ts'

/**
 * `GET /?q=&mark=&group=&unit=&by=&page=`: the duty board. What was asked for stands in the address, so that a filtered
 * board can be kept and sent.
 */
export const board: Screen = (router, room) => {
  router.get('/', async (req, res) => {
    const view = await buildBoard(room, readerOf(req), choiceOf(req))
    const page = {
      template: 'board/board',
      title: view.heading,
      nav: 'board',
      live: 'board',
      alarm: view.untaken,
    } as const
    await showPage(room, req, res, { ...page, view })
  })
}
