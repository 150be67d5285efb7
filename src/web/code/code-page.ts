import type { Request, Response } from 'express'
import { type CodeEntry, type CodeResult, codeActs, enterCode } from '../../actions/incident/enter-code.ts'
import { minute } from '../../domain/instant.ts'
import { plainNote } from '../../domain/plain-note.ts'
import { errorLookup, fieldsOf } from '../form.ts'
import { type Reader, readerOf } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { endedView, type OutcomeView, outcomeOf, usedView } from './code-outcome.ts'
import { groupsOf } from './outcome-groups.ts'

const longestTyped = 40
const longestNote = 500

/**
 * `GET`, `POST /a`: the code page, without a sign-in. Only the POST acts. The status says the same as the page:
 * 200 done, 409 the state does not allow it, 422 wrong code, 429 wait.
 */
export const codePage: Screen = (router, room) => {
  router.get('/a', (req, res) => view(room, req, res, { typed: '', error: null, status: 200 }))
  router.post('/a', (req, res) => submit(room, req, res))
}

async function submit(room: Room, req: Request, res: Response): Promise<void> {
  const reader = readerOf(req)
  const { code = '', act, note = '' } = fieldsOf(req)
  const typed = code.slice(0, longestTyped)
  const entry = await enterCode(
    room.deps,
    {
      typed,
      act: codeActs.find((known) => known === act) ?? null,
      note: plainNote(note, longestNote),
      via: 'code',
      from: reader.from,
    },
    reader.now,
  )
  await answer(room, req, res, { entry, typed })
}

async function answer(room: Room, req: Request, res: Response, on: { entry: CodeEntry; typed: string }): Promise<void> {
  const reader = readerOf(req)
  const { code } = reader.words
  const { entry, typed } = on
  switch (entry.kind) {
    case 'wrong':
      return view(room, req, res, { typed, error: code.wrong(entry.triesLeft), status: 422 })
    case 'wait': {
      const waitMs = entry.until - reader.now
      res.set('retry-after', String(Math.ceil(waitMs / 1000)))
      return view(room, req, res, { typed, error: code.wait(Math.ceil(waitMs / minute)), status: 429 })
    }
    case 'ended':
      return showOutcomes(
        room,
        req,
        res,
        entry.incidents.slice(0, 1).map((incident) => endedView(reader, incident)),
      )
    case 'used':
      return showOutcomes(room, req, res, [usedView(room, reader, entry)])
    case 'done':
      return showOutcomes(
        room,
        req,
        res,
        inBoardOrder(room, entry.results).map((result) => outcomeOf(room, reader, result)),
        entry.results.some(isTaken) ? typed : '',
      )
  }
}

/** The portal first, as everywhere. */
function inBoardOrder({ deps }: Room, results: readonly CodeResult[]): CodeResult[] {
  const ranks = new Map([...deps.book.current().sites.keys()].map((id, rank) => [id, rank]))
  const rank = ({ before }: CodeResult) => ranks.get(before.siteId) ?? ranks.size
  return results.toSorted((a, b) => rank(a) - rank(b))
}

/** A slip of the thumb can be taken back for a minute. */
function isTaken({ moved }: CodeResult): boolean {
  return moved.kind === 'moved' && (moved.reason === 'acknowledged' || moved.reason === 'taken_over')
}

async function showOutcomes(
  room: Room,
  req: Request,
  res: Response,
  outcomes: readonly OutcomeView[],
  undoCode = '',
): Promise<void> {
  const isDone = outcomes.some((outcome) => outcome.isDone)
  const { code } = readerOf(req).words
  const title = outcomes[0]?.heading ?? code.title
  await showPage(room, req, res, {
    template: 'code/done',
    title,
    status: isDone ? 200 : 409,
    view: { groups: groupsOf(outcomes, code.sites), undoCode },
  })
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  { typed, error, status }: { typed: string; error: string | null; status: number },
): Promise<void> {
  const { words }: Reader = readerOf(req)
  const errors = error === null ? [] : [{ field: 'code', text: error }]
  await showPage(room, req, res, {
    template: 'code/code',
    title: words.code.title,
    status,
    view: { typed, errors, errorOf: errorLookup(errors) },
  })
}
