import type { Request, Response } from 'express'
import { askSwap } from '../../actions/roster/swap.ts'
import type { Book, Person } from '../../domain/book/book.ts'
import { plainNote } from '../../domain/plain-note.ts'
import { countingShiftsOf, type Placed } from '../../domain/roster/placed.ts'
import { candidates, takingProblems, turnOf } from '../../domain/roster/swap-rules.ts'
import { queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { problemWords, remarkWords, turnWords } from './swap-words.ts'

const longestReason = 200

/** `/swaps/new?shift=`: one of the reader's own turns; whom they ask, free people first; then the request itself. */
export const newSwap: Screen = (router, room) => {
  router.get('/swaps/new', async (req, res) => {
    const target = targetOf(room, req)
    if (!target) return showMissing(room, req, res)
    await view(room, req, res, target, { errors: [], reason: '', inReturn: '' })
  })
  router.post('/swaps/new', async (req, res) => {
    const target = targetOf(room, req)
    if (!target?.to) return showMissing(room, req, res)
    await submit(room, req, res, target, target.to)
  })
}

type Target = { shift: Placed; to: Person | null }

/** The reader's own shift that is not over yet, and the person asked when one has been chosen. */
function targetOf(room: Room, req: Request): Target | null {
  const { person, now } = signedInReader(req)
  const book = room.deps.book.current()
  const id = queryText(req, 'shift')
  const shift = countingShiftsOf(book, person.id).find((one) => one.id === id && one.toAt > now && one.periodId)
  if (!shift) return null
  const to = book.people.get(queryText(req, 'to') ?? '')
  return { shift, to: to && !to.disabled && to.id !== person.id ? to : null }
}

async function submit(room: Room, req: Request, res: Response, target: Target, to: Person): Promise<void> {
  const reader = signedInReader(req)
  const book = room.deps.book.current()
  const fields = fieldsOf(req)
  const reason = plainNote(fields['reason'] ?? '', longestReason)
  const wanted = fields['inReturn'] ?? ''
  const back = countingShiftsOf(book, to.id).find(({ id }) => id === wanted)
  const { swaps: say, desk } = reader.words
  if (wanted !== '' && !back) {
    const errors = [{ field: 'inReturn', text: desk.notInList }]
    return view(room, req, res, target, { errors, reason, inReturn: '' })
  }
  const order = {
    given: turnOf(book, target.shift),
    inReturn: back ? turnOf(book, back) : [],
    from: reader.person,
    to,
    reason,
  }
  const asked = await askSwap(room.deps, order, reader.now)
  if (asked.kind === 'done') return seeOther(req, res, `/swaps/${asked.swap.id}`, say.asked(to.name))
  const errors: FieldError[] =
    asked.kind === 'problems'
      ? asked.problems.map((problem) => ({ field: '', text: problemWords(book, reader, problem) }))
      : [{ field: '', text: asked.kind === 'refusal' ? say.refusal[asked.refusal] : say.refusal.gone }]
  await view(room, req, res, target, { errors, reason, inReturn: wanted })
}

type Typed = { errors: readonly FieldError[]; reason: string; inReturn: string }

function view(room: Room, req: Request, res: Response, { shift, to }: Target, typed: Typed): Promise<void> {
  const reader = signedInReader(req)
  const { swaps: say } = reader.words
  const book = room.deps.book.current()
  const given = turnOf(book, shift)
  const status = typed.errors.length > 0 ? 422 : 200
  const title = to ? say.askTitle(to.name) : say.pickTitle
  return showPage(room, req, res, {
    template: 'swaps/new',
    title,
    nav: 'me',
    status,
    view: {
      title,
      turn: turnWords(book, reader, given),
      shiftId: shift.id,
      to: to ? { id: to.id, name: to.name } : null,
      people: to ? [] : peopleOf(book, reader, given),
      offers: to ? offersOf(book, reader, { shift, to, chosen: typed.inReturn }) : [],
      ...typed,
    },
  })
}

function peopleOf(book: Book, reader: SignedIn, given: ReturnType<typeof turnOf>) {
  return candidates(book, given, reader.person).map(({ person, problems, remarks }) => ({
    name: person.name,
    position: person.position ?? '',
    href: problems.length === 0 ? `/swaps/new?shift=${given[0]?.id ?? ''}&to=${person.id}` : null,
    notes: reader.words.frame.listOf(
      problems.length > 0
        ? problems.map((problem) => problemWords(book, reader, problem))
        : remarks.map((remark) => remarkWords(reader, remark)),
    ),
    isFree: problems.length + remarks.length === 0,
  }))
}

/** What the other could give in return: their turns of the same period that lie ahead and that the reader could take. */
function offersOf(book: Book, reader: SignedIn, { shift, to, chosen }: { shift: Placed; to: Person; chosen: string }) {
  const given = turnOf(book, shift)
  const seen = new Set<string>()
  return countingShiftsOf(book, to.id)
    .filter((one) => one.periodId === shift.periodId && one.fromAt > reader.now)
    .flatMap((one) => {
      const turn = turnOf(book, one)
      const key = `${one.fromAt} ${one.role}`
      if (seen.has(key) || takingProblems(book, reader.person, turn, given).length > 0) return []
      seen.add(key)
      return [{ value: one.id, label: turnWords(book, reader, turn), isChosen: one.id === chosen }]
    })
}
