import type { Request, Response } from 'express'
import { queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { readChoice } from './choice.ts'
import { buildDuty, todayOf } from './duty-view.ts'
import { offersOf } from './offers.ts'
import { nearestPeriod, periodsFor } from './periods.ts'

/** Beside a table only the holiday that is near matters: offices collect their rosters within weeks. */
const daysOfNotice = 60

/**
 * `GET /duty?period=&view=&day=&site=&group=&unit=&person=&page=&public=1`: the duty table of one period, by site and date,
 * of one day, of one site, or by person.
 */
export const duty: Screen = (router, room) => {
  router.get('/duty', async (req, res) => {
    const reader = signedInReader(req)
    const book = room.deps.book.current()
    const periods = periodsFor(book, reader)
    const wanted = queryText(req, 'period')
    const today = todayOf(book, reader.now)
    const period = wanted === null ? nearestPeriod(periods, today) : periods.find(({ id }) => id === wanted)
    if (wanted !== null && !period) return showMissing(room, req, res)
    const offers = offersOf(room, reader, today, period ? daysOfNotice : undefined)
    if (!period) return showEmpty(room, req, res, { reader, offers })
    const choice = readChoice(req, period)
    if (choice.site !== null && !book.sites.has(choice.site)) return showMissing(room, req, res)
    const view = buildDuty(room, reader, choice)
    await showPage(room, req, res, {
      template: 'duty/duty',
      title: view.heading,
      nav: 'duty',
      view: { ...view, offers },
    })
  })
}

function showEmpty(
  room: Room,
  req: Request,
  res: Response,
  { reader, offers }: { reader: SignedIn; offers: ReturnType<typeof offersOf> },
): Promise<void> {
  const { duty: say } = reader.words
  const view = { heading: say.title, offers, isOffice: reader.isOffice }
  return showPage(room, req, res, { template: 'duty/none', title: say.title, nav: 'duty', view })
}
