import type { BookFile } from '../../domain/book/book.ts'
import { withEntry, withoutEntry } from '../../domain/book/book-change.ts'
import {
  overlappingWindow,
  type PlannedWindow,
  type WindowStanding,
  windowStanding,
} from '../../domain/book/planned-window.ts'
import { type Instant, instantOf, isoOf } from '../../domain/instant.ts'
import { sitesAsOne } from '../../domain/texts/site-names.ts'
import type { ActionDeps } from '../deps.ts'
import { type Edited, type Editor, editBook } from '../edit-book.ts'
import { tellPeople } from '../tell-people.ts'

/**
 * What became of an act on a window. `overlaps`: another one of the site shares a moment with it. `moved_on`: somebody
 * was first, or its time has passed; nothing was changed.
 */
export type WindowOutcome =
  | { kind: 'done'; window: PlannedWindow }
  | { kind: 'overlaps'; other: PlannedWindow }
  | { kind: 'moved_on' }
  | { kind: 'refused'; edited: Extract<Edited, { ok: false }> }

/** Files a window. One that the office files itself needs nobody's approval. */
export async function fileWindow(
  deps: ActionDeps,
  editor: Editor,
  asked: { window: PlannedWindow; isOffice: boolean },
  now: Instant,
): Promise<WindowOutcome> {
  const zone = deps.book.current().settings.timezone
  const window: PlannedWindow = {
    ...asked.window,
    ...(editor.personId === null ? {} : { filedBy: editor.personId }),
    filedAt: isoOf(now, zone),
    state: asked.isOffice ? 'approved' : 'asked',
  }
  return change(deps, editor, window.id, now, (file) => {
    const other = overlappingWindow(file.windows ?? [], window, zone)
    return other ? { kind: 'overlaps', other } : { kind: 'done', window }
  })
}

/** The office approves or refuses what a lead asked for; whoever asked is told. */
export async function decideWindow(
  deps: ActionDeps,
  editor: Editor,
  decided: { id: string; state: 'approved' | 'refused'; decision: string },
  now: Instant,
): Promise<WindowOutcome> {
  const { id, state, decision } = decided
  const zone = deps.book.current().settings.timezone
  const outcome = await changeIf(deps, editor, id, ['asked'], now, (window) => ({
    ...window,
    state,
    ...(editor.personId === null ? {} : { decidedBy: editor.personId }),
    decidedAt: isoOf(now, zone),
    ...(decision === '' ? {} : { decision }),
  }))
  if (outcome.kind === 'done') await tellAsker(deps, outcome.window, now)
  return outcome
}

/** Ends a running window now: from this moment a site that is still down is told about. */
export function endWindow(deps: ActionDeps, editor: Editor, id: string, now: Instant): Promise<WindowOutcome> {
  const zone = deps.book.current().settings.timezone
  return changeIf(deps, editor, id, ['running', 'coming'], now, (window) => ({ ...window, endedAt: isoOf(now, zone) }))
}

/** Takes back a request, or an approved window whose time has not begun; it leaves the book, the audit keeps it. */
export function withdrawWindow(deps: ActionDeps, editor: Editor, id: string, now: Instant): Promise<WindowOutcome> {
  return changeIf(deps, editor, id, ['asked', 'lapsed', 'coming'], now, () => null)
}

type Change = { kind: 'done'; window: PlannedWindow | null } | Exclude<WindowOutcome, { kind: 'done' | 'refused' }>

function changeIf(
  deps: ActionDeps,
  editor: Editor,
  id: string,
  standings: readonly WindowStanding[],
  now: Instant,
  next: (window: PlannedWindow) => PlannedWindow | null,
): Promise<WindowOutcome> {
  const zone = deps.book.current().settings.timezone
  return change(deps, editor, id, now, (file) => {
    const window = file.windows?.find((one) => one.id === id)
    if (!window || !standings.includes(windowStanding(window, zone, now))) return { kind: 'moved_on' }
    return { kind: 'done', window: next(window) }
  })
}

/** Judged against the very book that is written: of two who decide at once the second changes nothing. */
async function change(
  deps: ActionDeps,
  editor: Editor,
  id: string,
  now: Instant,
  judge: (file: BookFile) => Change,
): Promise<WindowOutcome> {
  let judged: Change = { kind: 'moved_on' }
  let before: PlannedWindow | undefined
  const edit = (file: BookFile): BookFile => {
    judged = judge(file)
    before = file.windows?.find((one) => one.id === id)
    if (judged.kind !== 'done') return file
    return judged.window === null ? withoutEntry(file, 'windows', id) : withEntry(file, 'windows', judged.window)
  }
  const edited = await editBook(deps, editor, edit, now)
  if (!edited.ok) return { kind: 'refused', edited }
  // Assigned within the edit, which the compiler does not follow.
  const answer = judged as Change
  if (answer.kind !== 'done') return answer
  const window = answer.window ?? before
  return window === undefined ? { kind: 'moved_on' } : { kind: 'done', window }
}

async function tellAsker(deps: ActionDeps, window: PlannedWindow, now: Instant): Promise<void> {
  const book = deps.book.current()
  const person = window.filedBy === undefined ? undefined : book.people.get(window.filedBy)
  const site = book.sites.get(window.siteId)
  if (!person || person.disabled || !site || person.id === window.decidedBy) return
  const start = instantOf(window.from, book.settings.timezone)
  const key = window.state === 'approved' ? 'window.approved' : 'window.refused'
  const message = { key, start, site: sitesAsOne([site], person.language ?? book.settings.language) } as const
  await tellPeople(deps, [{ person, occasion: `window.${window.id}`, message, urgency: 'courtesy' }], now)
}
