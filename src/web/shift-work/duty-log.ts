import type { Request, Response } from 'express'
import { everyOne } from '../../actions/every-one.ts'
import { drawId } from '../../actions/new-id.ts'
import { hasStanding, isOffice, standingOn } from '../../domain/authority.ts'
import type { Book, Site } from '../../domain/book/book.ts'
import { addDays, dateOf, isoOf, momentOn } from '../../domain/instant.ts'
import { plainNote } from '../../domain/plain-note.ts'
import type { DutyEntry } from '../../domain/shift-work/handover.ts'
import { type FieldView, fieldMaker, type Values } from '../desk/form-view.ts'
import { readDate, readMoment } from '../desk/moments.ts'
import { queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'

const longest = 1000
const fieldNames = ['siteId', 'at', 'source', 'content', 'action', 'result'] as const

/** `/duty-log`: 值班日志 of the reader's sites, a day at a time; what is written stays as it was written. */
export const dutyLog: Screen = (router, room) => {
  router.get('/duty-log', async (req, res) => {
    if (sitesOf(room.deps.book.current(), signedInReader(req)).length === 0) return showMissing(room, req, res)
    await view(room, req, res, {}, [])
  })
  router.post('/duty-log', async (req, res) => {
    if (sitesOf(room.deps.book.current(), signedInReader(req)).length === 0) return showMissing(room, req, res)
    await submit(room, req, res)
  })
}

function sitesOf(book: Book, { person, now }: SignedIn): Site[] {
  if (isOffice(book, person.id)) return [...book.sites.values()]
  return [...book.sites.values()].filter(({ id }) => hasStanding(standingOn(book, person.id, id, now), 'staff'))
}

async function submit(room: Room, req: Request, res: Response): Promise<void> {
  const reader = signedInReader(req)
  const { dutyLog: say, desk } = reader.words
  const book = room.deps.book.current()
  const fields = fieldsOf(req)
  const values: Values = Object.fromEntries(fieldNames.map((name) => [name, plainNote(fields[name] ?? '', longest)]))
  const { siteId = '', content = '', source = '', action = '', result = '' } = values
  const at = readMoment(values['at'] ?? '', book.settings.timezone)
  const errors: FieldError[] = []
  if (!sitesOf(book, reader).some(({ id }) => id === siteId)) errors.push({ field: 'siteId', text: desk.notInList })
  if (at === null) errors.push({ field: 'at', text: desk.momentBad })
  else if (at > reader.now) errors.push({ field: 'at', text: say.future })
  if (content === '') errors.push({ field: 'content', text: say.contentMissing })
  if (errors.length > 0 || at === null) return view(room, req, res, values, errors)
  const { person, now } = reader
  const entry: DutyEntry = {
    id: drawId(room.deps, 'e'),
    version: 1,
    state: 'written',
    subject: siteId,
    personId: person.id,
    at,
    dueAt: null,
    by: { id: person.id, name: person.name },
    writtenAt: now,
    source,
    content,
    action,
    result,
  }
  await room.deps.log.records.dutyEntries.save(entry)
  await seeOther(req, res, `/duty-log?day=${dateOf(at, book.settings.timezone)}`, say.saved)
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  values: Values,
  errors: readonly FieldError[],
): Promise<void> {
  const reader = signedInReader(req)
  const { words, format, now } = reader
  const { dutyLog: say } = words
  const book = room.deps.book.current()
  const zone = book.settings.timezone
  const day = readDate(queryText(req, 'day') ?? '') ?? dateOf(now, zone)
  const span = { from: momentOn(day, '00:00', zone), to: momentOn(addDays(day, 1), '00:00', zone) }
  const sites = sitesOf(book, reader)
  const mine = new Set(sites.map(({ id }) => id))
  const items = await everyOne((slice) => room.deps.log.records.dutyEntries.list(span, slice))
  const make = fieldMaker(
    { at: isoOf(now, zone).slice(0, 16), ...(sites[0] ? { siteId: sites[0].id } : {}), ...values },
    errors,
  )
  const link = (date: string) => `/duty-log?day=${date}`
  await showPage(room, req, res, {
    template: 'shift-work/log',
    title: say.title,
    nav: 'dutyLog',
    status: errors.length > 0 ? 422 : 200,
    view: {
      heading: say.heading(format.date(span.from)),
      previous: link(addDays(day, -1)),
      next: day < dateOf(now, zone) ? link(addDays(day, 1)) : null,
      rows: items
        .filter(({ subject }) => mine.has(subject))
        .toReversed()
        .map((entry) => ({
          at: format.clockSeconds(entry.at),
          site: book.sites.get(entry.subject)?.name ?? entry.subject,
          who: entry.by.name,
          source: entry.source,
          content: entry.content,
          action: entry.action,
          result: entry.result,
        })),
      errors,
      fields: fieldViews(reader, sites, make),
    },
  })
}

function fieldViews({ words }: SignedIn, sites: readonly Site[], make: ReturnType<typeof fieldMaker>): FieldView[] {
  const { dutyLog: say } = words
  const choices = sites.map(({ id, name }) => ({ value: id, label: name }))
  return [
    make.select('siteId', { label: words.roster.site }, choices),
    make.input('at', { label: say.at, kind: 'moment' }),
    make.input('source', { label: say.source, hint: say.sourceHint }),
    make.input('content', { label: say.content, kind: 'area' }),
    make.input('action', { label: say.action }),
    make.input('result', { label: say.result }),
  ]
}
