import type { Request, Response } from 'express'
import { noteNumbersPrinted } from '../../actions/roster/note-numbers.ts'
import { pageOf, queryText } from '../desk/register-view.ts'
import { editorOf } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { addressOf, chosenSites, type DutyChoice, readChoice } from './choice.ts'
import { todayOf } from './duty-view.ts'
import { paperOf, phonesOf } from './paper-view.ts'
import { nearestPeriod, periodsFor } from './periods.ts'
import { sheetsOf } from './sheets.ts'

/** More sheets than anybody prints in one go. */
const sitesPerPrint = 600

/**
 * `GET /duty/print?period=&group=&unit=&person=&page=&public=1`: the duty table on sheets of A4, without numbers.
 * `&phones=1`, for the office: the telephone list on sheets after it, and a line in the audit each time.
 */
export const dutyPrint: Screen = (router, room) => {
  router.get('/duty/print', async (req, res) => {
    const reader = signedInReader(req)
    const periods = periodsFor(room.deps.book.current(), reader)
    const wanted = queryText(req, 'period')
    const today = todayOf(room.deps.book.current(), reader.now)
    const period = wanted === null ? nearestPeriod(periods, today) : periods.find(({ id }) => id === wanted)
    if (!period) return showMissing(room, req, res)
    const choice = readChoice(req, period)
    const hasPhones = queryText(req, 'phones') === '1' && !choice.isPublic
    if (hasPhones && !reader.isOffice) return showMissing(room, req, res)
    if (hasPhones) {
      await noteNumbersPrinted(room.deps, { periodId: period.id, editor: editorOf(reader) }, reader.now)
    }
    await view(room, req, res, { choice, hasPhones })
  })
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  { choice, hasPhones }: { choice: DutyChoice; hasPhones: boolean },
): Promise<void> {
  const reader = signedInReader(req)
  const book = room.deps.book.current()
  const { period, isPublic } = choice
  const phones = hasPhones ? '1' : null
  const address = (page: number) => addressOf(choice, { page: String(page), phones }, '/duty/print')
  const sites = chosenSites(book, choice)
  const { shown, pager } = pageOf(reader, sites, choice.page, { size: sitesPerPrint, address })
  const title = reader.words.duty.heading(period.name)
  const paper = paperOf(room, reader, { period, isPublic, unit: choice.unit })
  await showPage(room, req, res, {
    template: 'duty/print',
    title,
    nav: 'duty',
    view: {
      heading: title,
      back: addressOf(choice, { page: null }),
      pager,
      paper,
      ...sheetsOf(book, reader, { choice, sites: shown, reason: paper.override }),
      phones: hasPhones ? phonesOf(book, period, shown) : null,
    },
  })
}
