import type { Request, Response } from 'express'
import { findCheckable, recordCall, sendRandomChecks, sendSpotCheck } from '../../actions/shift-work/spot-check.ts'
import { plainNote } from '../../domain/plain-note.ts'
import { isFinding, type SpotCheck, spotOutcomes } from '../../domain/shift-work/spot-check.ts'
import { fieldMaker, type Values } from '../desk/form-view.ts'
import { todayOf } from '../duty/duty-view.ts'
import { nearestPeriod, periodsFor } from '../duty/periods.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'

const longestNote = 300
const mostAtOnce = 50
const shown = { limit: 100, cursor: null }

/** `/spot-checks`: 查岗 by text, one person or some drawn at random, and the outcomes of calls. The office only. */
export const spotChecks: Screen = (router, room) => {
  router.get('/spot-checks', async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    await view(room, req, res, {}, [])
  })
  router.post('/spot-checks', async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    await submit(room, req, res)
  })
}

async function submit(room: Room, req: Request, res: Response): Promise<void> {
  const reader = signedInReader(req)
  const fields = fieldsOf(req)
  const { spot: say } = reader.words
  if (fields['act'] === 'random') {
    const count = Number(fields['count'] ?? '')
    if (!Number.isInteger(count) || count < 1 || count > mostAtOnce) {
      return view(room, req, res, fields, [{ field: 'count', text: say.countBad(mostAtOnce) }])
    }
    const sent = await sendRandomChecks(room.deps, { count, by: reader.person }, reader.now)
    return seeOther(req, res, '/spot-checks', say.sentMany(sent))
  }
  const personId = fields['personId'] ?? ''
  if (fields['act'] === 'call') return recordFromForm(room, req, res, fields)
  const check = await sendSpotCheck(room.deps, { personId, by: reader.person }, reader.now)
  if (!check?.person) return view(room, req, res, fields, [{ field: 'personId', text: say.notNow }])
  await seeOther(req, res, '/spot-checks', say.sent(check.person.name))
}

async function recordFromForm(room: Room, req: Request, res: Response, fields: Values): Promise<void> {
  const reader = signedInReader(req)
  const { spot: say, desk } = reader.words
  const outcome = spotOutcomes.find((one) => one === fields['outcome'])
  if (!outcome) return view(room, req, res, fields, [{ field: 'outcome', text: desk.notInList }])
  const note = plainNote(fields['note'] ?? '', longestNote)
  const order = { personId: fields['callPersonId'] ?? '', siteId: '', outcome, note, by: reader.person }
  const check = await recordCall(room.deps, order, reader.now)
  if (!check?.person) return view(room, req, res, fields, [{ field: 'callPersonId', text: say.notNow }])
  await seeOther(req, res, '/spot-checks', say.recorded(check.person.name))
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  values: Values,
  errors: readonly FieldError[],
): Promise<void> {
  const reader = signedInReader(req)
  const { words, now } = reader
  const { spot: say } = words
  const book = room.deps.book.current()
  const free = await findCheckable(room.deps, now)
  const { items } = await room.deps.log.records.spotChecks.list({ states: ['sent', 'ended', 'cancelled'] }, shown)
  const planned = await room.deps.log.records.spotChecks.list({ states: ['planned'], from: now }, shown)
  const make = fieldMaker({ count: '3', ...values }, errors)
  const people = free.map(({ personId, siteId, role }) => {
    const name = book.people.get(personId)?.name ?? personId
    const site = book.sites.get(siteId)
    return { value: personId, label: say.choice(name, site?.shortName ?? site?.name ?? siteId, words.watch.role[role]) }
  })
  const choose = { value: '', label: words.desk.choose }
  const period = nearestPeriod(periodsFor(book, reader), todayOf(book, now))
  await showPage(room, req, res, {
    template: 'shift-work/spot-checks',
    title: say.title,
    nav: 'spotChecks',
    status: errors.length > 0 ? 422 : 200,
    view: {
      heading: headingOf(reader, items),
      lede: say.lede(free.length, book.settings.spotCheckMinutes, planned.items.length),
      errors,
      report: period ? `/periods/${period.id}/report` : null,
      random: make.input('count', { label: say.count, kind: 'number' }),
      one: make.select('personId', { label: say.person }, [choose, ...people]),
      call: [
        make.select('callPersonId', { label: say.person }, [choose, ...people]),
        make.select('outcome', { label: say.outcomeLabel }, [
          choose,
          ...spotOutcomes.map((value) => ({ value, label: say.outcome[value] })),
        ]),
        make.input('note', { label: say.note }),
      ],
      rows: items.filter(({ person }) => person !== null).map((check) => rowOf(reader, check)),
    },
  })
}

function headingOf({ words }: SignedIn, checks: readonly SpotCheck[]): string {
  const ended = checks.filter(({ state }) => state === 'ended')
  const waiting = checks.filter(({ state }) => state === 'sent').length
  const findings = ended.filter(({ outcome }) => isFinding(outcome)).length
  return words.spot.heading(ended.length, findings, waiting)
}

function rowOf({ words, format }: SignedIn, check: SpotCheck) {
  const { spot: say } = words
  const tookMs = check.answeredAt === null ? null : check.answeredAt - check.at
  const outcome = check.outcome
    ? say.outcome[check.outcome]
    : check.state === 'cancelled'
      ? say.cancelled
      : say.waiting(check.tries)
  return {
    at: format.momentSeconds(check.at),
    who: check.person?.name ?? '',
    site: `${check.siteName} ${words.watch.role[check.role]}`,
    means: say.means[check.means],
    by: check.by?.name ?? say.atRandom,
    outcome,
    isFinding: isFinding(check.outcome),
    took: tookMs === null || check.means === 'call' ? '' : format.elapsed(tookMs),
    note: check.note,
  }
}
