import type { Request, Response } from 'express'
import { auditActs } from '../../domain/audit-act.ts'
import type { Book } from '../../domain/book/book.ts'
import { addDays, momentOn } from '../../domain/instant.ts'
import type { AuditFilter, StoredAuditEntry } from '../../storage/ports.ts'
import { readDate } from '../desk/moments.ts'
import { addressWith, queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { type ChangeWords, changeLine } from './change-words.ts'

const entriesPerPage = 50
const lists = ['units', 'people', 'sites', 'periods', 'shifts', 'windows', 'settings'] as const

/** `GET /audit?person=&thing=&day=&cursor=`: who did what, before and after, in words. Never editable; office only. */
export const audit: Screen = (router, room) => {
  router.get('/audit', async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    await view(room, req, res)
  })
}

async function view(room: Room, req: Request, res: Response): Promise<void> {
  const reader = signedInReader(req)
  const { words } = reader
  const say = words.audit
  const book = room.deps.book.current()
  const chosen = {
    person: queryText(req, 'person'),
    thing: queryText(req, 'thing'),
    day: readDate(queryText(req, 'day') ?? ''),
  }
  const cursor = queryText(req, 'cursor')
  const { items, next } = await room.deps.log.audit.list(filterOf(room, chosen), { limit: entriesPerPage, cursor })
  await showPage(room, req, res, {
    template: 'audit/audit',
    title: say.title,
    nav: 'audit',
    view: {
      heading: say.title,
      lede: say.lede,
      rows: items.map((entry) => rowOf(room, reader, entry)),
      people: [...book.people.values()].map(({ id, name }) => ({ id, name, isChosen: id === chosen.person })),
      thing: chosen.thing ?? '',
      day: chosen.day ?? '',
      isFiltered: chosen.person !== null || chosen.thing !== null || chosen.day !== null,
      older: next === null ? null : addressWith('/audit', { ...chosen, cursor: next }),
    },
  })
}

function filterOf(
  room: Room,
  { person, thing, day }: { person: string | null; thing: string | null; day: string | null },
): AuditFilter {
  const { timezone } = room.deps.book.current().settings
  const span =
    day === null ? {} : { from: momentOn(day, '00:00', timezone), to: momentOn(addDays(day, 1), '00:00', timezone) }
  return { ...(person ? { personId: person } : {}), ...(thing ? { subject: thing } : {}), ...span }
}

type AuditRow = {
  at: string
  iso: string
  who: string
  from: string
  subject: string
  subjectHref: string
} & ChangeWords

function rowOf(room: Room, reader: SignedIn, entry: StoredAuditEntry): AuditRow {
  const { format, words } = reader
  return {
    at: format.stamp(entry.at),
    iso: format.iso(entry.at),
    who: entry.personName || words.audit.system,
    from: entry.from,
    subject: entry.subject,
    subjectHref: addressWith('/audit', { thing: entry.subject }),
    ...sayEntry(room, reader, entry),
  }
}

/** Changes of the book field by field; sign-ins and the like by the name of the act and whom it concerned. */
function sayEntry(room: Room, reader: SignedIn, { act, subject, before, after }: StoredAuditEntry): ChangeWords {
  const say = reader.words.audit
  const book = room.deps.book.current()
  const [listName = '', id = ''] = subject.split('/')
  const list = lists.find((one) => one === listName)
  if (list && (before !== null || after !== null)) {
    return changeLine(book, reader, { list, id, before: parsed(before), after: parsed(after) })
  }
  const whom = nameIn(book, listName, id)
  const name = auditActs.find((known) => known === act)
  return { what: `${name ? say.act[name] : act}${whom ? ` ${whom}` : ''}`, details: [] }
}

/** Whom or what an act concerned, by name; a holiday notice by its year, a message by its id, a list by its file; empty for what has none. */
function nameIn(book: Book, list: string, id: string): string {
  if (list === 'calendar' || list === 'pages' || list === 'files') return id
  const { people, sites, units, periods } = book
  const named = new Map<string, ReadonlyMap<string, { name: string }>>(
    Object.entries({ people, sites, units, periods }),
  )
  return named.has(list) ? (named.get(list)?.get(id)?.name ?? id) : ''
}

/** What was recorded as JSON; anything else is shown as the text it is. */
function parsed(text: string | null): unknown {
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch {
    // An entry that another program wrote may hold plain words: they are shown rather than lost.
    return text
  }
}
