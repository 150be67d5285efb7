import type { Request } from 'express'
import { readerOf } from '../reader.ts'
import type { Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { type BoardChoice, buildBoard } from './board-view.ts'
import { isMark } from './marks.ts'

/** `GET /`: the duty board. Filters stand in the address, so that a filtered board can be kept and sent. */
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

function choiceOf({ query }: Request): BoardChoice {
  const { mark, group, page } = query
  return {
    mark: isMark(mark) ? mark : null,
    group: typeof group === 'string' && group !== '' ? group : null,
    page: typeof page === 'string' && /^\d{1,4}$/.test(page) ? Number(page) : 1,
  }
}
