import type { Request, Response } from 'express'
import { mayApproveSwap, stepSwap } from '../../actions/roster/swap.ts'
import type { Book } from '../../domain/book/book.ts'
import { plainNote } from '../../domain/plain-note.ts'
import { isWaiting, type Swap } from '../../domain/roster/swap.ts'
import { takingRemarks } from '../../domain/roster/swap-rules.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { problemWords, remarkWords, turnWords } from './swap-words.ts'

const acts = ['accept', 'decline', 'withdraw', 'approve', 'refuse'] as const
const longestNote = 200

/** `/swaps/:id`: where a swap stands, and the next right thing for this reader. Parties, those who may approve, the office. */
export const swapPage: Screen = (router, room) => {
  router.get('/swaps/:id', async (req, res) => {
    const swap = await swapFor(room, req, req.params.id)
    if (!swap) return showMissing(room, req, res)
    await view(room, req, res, swap, [])
  })
  router.post('/swaps/:id', async (req, res) => {
    const swap = await swapFor(room, req, req.params.id)
    if (!swap) return showMissing(room, req, res)
    await submit(room, req, res, swap)
  })
}

async function swapFor(room: Room, req: Request, id: string): Promise<Swap | null> {
  const { person, now } = signedInReader(req)
  const swap = await room.deps.log.records.swaps.find(id)
  if (!swap) return null
  const isParty = swap.from.id === person.id || swap.to.id === person.id
  return isParty || mayApproveSwap(room.deps.book.current(), person.id, swap, now) ? swap : null
}

async function submit(room: Room, req: Request, res: Response, swap: Swap): Promise<void> {
  const reader = signedInReader(req)
  const fields = fieldsOf(req)
  const act = acts.find((one) => one === fields['act'])
  if (!act) return showMissing(room, req, res)
  const note = plainNote(fields['note'] ?? '', longestNote)
  const order = { swapId: swap.id, act, person: reader.person, note, from: editorOf(reader).from }
  const stepped = await stepSwap(room.deps, order, reader.now)
  const { swaps: say } = reader.words
  switch (stepped.kind) {
    case 'done':
      return seeOther(req, res, `/swaps/${swap.id}`, say.done[act])
    case 'refusal':
      return view(room, req, res, swap, [{ field: '', text: say.refusal[stepped.refusal] }])
    case 'problems': {
      const book = room.deps.book.current()
      const errors = stepped.problems.map((problem) => ({ field: '', text: problemWords(book, reader, problem) }))
      return view(room, req, res, swap, errors)
    }
    case 'refused':
      return view(room, req, res, swap, refusals(stepped.edited, reader, []))
    case 'missing':
      return showMissing(room, req, res)
  }
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  shown: Swap,
  errors: readonly FieldError[],
): Promise<void> {
  const reader = signedInReader(req)
  const swap = (await room.deps.log.records.swaps.find(shown.id)) ?? shown
  const { swaps: say } = reader.words
  const book = room.deps.book.current()
  const heading = say.heading[swap.state](swap.from.name, swap.to.name)
  await showPage(room, req, res, {
    template: 'swaps/swap',
    title: heading,
    nav: 'me',
    status: errors.length > 0 ? 409 : 200,
    view: {
      id: swap.id,
      heading,
      given: say.given(swap.from.name, swap.to.name, turnWords(book, reader, swap.given)),
      inReturn:
        swap.inReturn.length > 0 ? say.given(swap.to.name, swap.from.name, turnWords(book, reader, swap.inReturn)) : '',
      remarks: isWaiting(swap) ? remarksOf(book, reader, swap) : [],
      steps: stepsOf(reader, swap),
      may: actsOf(book, reader, swap),
      errors,
    },
  })
}

function remarksOf(book: Book, reader: SignedIn, { given, inReturn, from, to }: Swap): string[] {
  const [asking, asked] = [book.people.get(from.id), book.people.get(to.id)]
  if (!asking || !asked) return []
  return [
    ...takingRemarks(book, asked, given, inReturn).map((remark) => `${asked.name}${remarkWords(reader, remark)}`),
    ...(inReturn.length > 0
      ? takingRemarks(book, asking, inReturn, given).map((remark) => `${asking.name}${remarkWords(reader, remark)}`)
      : []),
  ]
}

/** 等对方 → 等带班 → 已批准, each with who and when; what has not happened yet is said as such. */
function stepsOf({ words, format }: SignedIn, swap: Swap) {
  const { swaps: say } = words
  const past = swap.steps.map(({ state, by, at, note }) => ({
    text: say.step[state](by?.name ?? words.audit.system),
    at: format.momentSeconds(at),
    iso: format.iso(at),
    note,
    isDone: true,
  }))
  const ahead =
    swap.state === 'asked'
      ? [say.waits.to(swap.to.name), say.waits.lead]
      : swap.state === 'accepted'
        ? [say.waits.lead]
        : []
  return [...past, ...ahead.map((text) => ({ text, at: '', iso: '', note: '', isDone: false }))]
}

function actsOf(book: Book, { person, now }: SignedIn, swap: Swap) {
  const isTo = swap.to.id === person.id
  const isFrom = swap.from.id === person.id
  const decides = !isTo && !isFrom && mayApproveSwap(book, person.id, swap, now)
  return {
    answer: isTo && swap.state === 'asked',
    withdraw: isFrom && isWaiting(swap),
    approve: decides && swap.state === 'accepted',
    refuse: decides && isWaiting(swap),
  }
}
