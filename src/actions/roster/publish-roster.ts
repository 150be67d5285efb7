import { type Book, type BookFile, openBook, type Period } from '../../domain/book/book.ts'
import { withEntry } from '../../domain/book/book-change.ts'
import type { PersonRef } from '../../domain/incident/incident.ts'
import { type Instant, instantOf, isoOf } from '../../domain/instant.ts'
import { rosterAfter, rosterDifference, type Stretch } from '../../domain/roster/difference.ts'
import { type Gate, gateOf } from '../../domain/roster/gate.ts'
import type { RosterVersion } from '../../domain/roster/history.ts'
import { placedIn } from '../../domain/roster/placed.ts'
import { bookWithDraft, rosterOf, versionOf, withoutDraft, withShiftsInForce } from '../../domain/roster/roster.ts'
import type { ActionDeps } from '../deps.ts'
import { type Edited, type Editor, editBook } from '../edit-book.ts'
import { everyOne } from '../every-one.ts'
import { inTurn } from '../in-turn.ts'
import { drawId } from '../new-id.ts'
import { findReach } from '../people/numbers.ts'
import { tellVersion } from './tell-roster.ts'

/** `blocked`: something is missing, and no reason was given for publishing all the same; the gate says what. */
export type Published =
  | { kind: 'published'; version: RosterVersion; told: number }
  | { kind: 'blocked'; gate: Gate }
  | { kind: 'refused'; edited: Extract<Edited, { ok: false }> }
  | { kind: 'missing' }

/**
 * Puts the roster that was made into force, keeps the version with its differences, and tells whoever it concerns.
 * What is judged is the very book that is written. `reason`: why the office publishes although a minute is uncovered
 * or somebody has no reachable number; what cannot be true at all is never published.
 */
export function publishRoster(
  deps: ActionDeps,
  editor: Editor,
  { periodId, reason }: { periodId: string; reason: string },
  now: Instant,
): Promise<Published> {
  return inTurn(deps.log.records, async () => {
    // A version that a failed write left half done would else be taken for the one that follows under its number.
    await finishNow(deps, now)
    return publishNow(deps, editor, { periodId, reason }, now)
  })
}

const mostRaces = 5

async function publishNow(
  deps: ActionDeps,
  editor: Editor,
  { periodId, reason }: { periodId: string; reason: string },
  now: Instant,
): Promise<Published> {
  const reach = await findReach(deps)
  for (let race = 0; race < mostRaces; race++) {
    const inForce = deps.book.current()
    const period = inForce.periods.get(periodId)
    if (!period) return { kind: 'missing' }
    const gate = gateOf(bookWithDraft(inForce, periodId), period, reach)
    const needsReason = gate.obstacles.length > 0
    if (gate.impossibilities.length > 0 || (needsReason && reason === '')) return { kind: 'blocked', gate }
    const override = needsReason ? reason : null
    const before = await lastTold(deps, inForce, period)
    const id = drawId(deps, 'v')
    const version = nextVersion(inForce, { id, period, before, gate, override, by: refOf(editor), now })
    // Kept before the book changes: a process that ends in between tells people when it is back (`finishPublishing`).
    if ((await deps.log.records.versions.save(version)) === 'conflict') continue
    const written = await writeVersion(deps, editor, { version, period, on: inForce.file }, now)
    if (written === 'stale') {
      await deps.log.records.versions.save({ ...version, version: 2, state: 'void', dueAt: null })
      continue
    }
    if (!written.ok) {
      await deps.log.records.versions.save({ ...version, version: 2, state: 'void', dueAt: null })
      return { kind: 'refused', edited: written }
    }
    return { kind: 'published', version, told: await tellVersion(deps, version, now) }
  }
  throw new Error(`the roster of ${periodId} changed ${mostRaces} times while it was being published`)
}

/** What people were told last: the roster in force, or, after it was taken back, what its versions had come to. */
async function lastTold(deps: ActionDeps, inForce: Book, period: Period): Promise<readonly Stretch[]> {
  if (period.state === 'published') return placedIn(inForce, period.id)
  return rosterAfter((await versionsOf(deps, period.id)).toReversed().flatMap(({ changes }) => changes))
}

/** Every version of a period's roster that came into force, newest first. */
export async function versionsOf(deps: ActionDeps, periodId: string): Promise<RosterVersion[]> {
  const all = await everyOne((slice) => deps.log.records.versions.list({ subject: periodId }, slice))
  return all.filter(({ state }) => state !== 'void').sort((a, b) => b.number - a.number)
}

type Making = {
  id: string
  period: Period
  before: readonly Stretch[]
  gate: Gate
  override: string | null
  by: PersonRef
  now: Instant
}

function nextVersion(inForce: Book, { id, period, before, gate, override, by, now }: Making): RosterVersion {
  const number = versionOf(period) + 1
  const changes = rosterDifference(before, placedIn(bookWithDraft(inForce, period.id), period.id))
  return {
    id,
    version: 1,
    state: 'publishing',
    subject: period.id,
    personId: by.id,
    at: now,
    dueAt: now,
    number,
    by,
    changes,
    remarks: gate.remarks,
    override,
  }
}

async function writeVersion(
  deps: ActionDeps,
  editor: Editor,
  { version, period, on }: { version: RosterVersion; period: Period; on: BookFile },
  now: Instant,
): Promise<Edited | 'stale'> {
  let isStale = false
  const edited = await editBook(
    deps,
    editor,
    (file) => {
      isStale = file !== on
      if (isStale) return file
      const { timezone } = openBook({ schema: file.schema, settings: file.settings ?? {} }).settings
      const { override: _old, swappedAt: _swap, ...rest } = period
      const at = isoOf(now, timezone)
      const published: Period = { ...rest, state: 'published', publishedAt: at, version: version.number }
      const { reason, by } = { reason: version.override, by: version.by }
      const signed =
        reason === null ? published : { ...published, override: { reason, personId: by.id, personName: by.name, at } }
      const inForce = withShiftsInForce(withoutDraft(file, period.id), period.id, rosterOf(file, period.id))
      return withEntry(inForce, 'periods', signed)
    },
    now,
    { act: 'roster_published', subject: `periods/${period.id}` },
  )
  return isStale ? 'stale' : edited
}

function refOf({ personId, personName }: Editor): PersonRef {
  return { id: personId ?? '', name: personName }
}

/** What a process that ended while publishing left undone: a version that came into force is told, another is void. */
export function finishPublishing(deps: ActionDeps, now: Instant): Promise<void> {
  return inTurn(deps.log.records, () => finishNow(deps, now))
}

async function finishNow(deps: ActionDeps, now: Instant): Promise<void> {
  for (const version of await deps.log.records.versions.due(now)) {
    if (cameIntoForce(deps.book.current(), version)) await tellVersion(deps, version, now)
    else await deps.log.records.versions.save({ ...version, version: version.version + 1, state: 'void', dueAt: null })
  }
}

/** A number proves nothing: a swap may have taken the one that was meant for a version that never came to be. */
function cameIntoForce({ periods, settings }: Book, { subject, at }: RosterVersion): boolean {
  const period = periods.get(subject)
  if (period?.state !== 'published' || !period.publishedAt) return false
  return instantOf(period.publishedAt, settings.timezone) === at
}

/** Takes a published roster back: pages go by the standing contacts until it is published again. */
export async function unpublishRoster(
  deps: ActionDeps,
  editor: Editor,
  periodId: string,
  now: Instant,
): Promise<Edited> {
  return editBook(
    deps,
    editor,
    (file) => {
      const period = file.periods?.find(({ id }) => id === periodId)
      if (period?.state !== 'published') return file
      const made = withShiftsInForce(withoutDraft(file, periodId), periodId, rosterOf(file, periodId))
      return withEntry(made, 'periods', { ...period, state: 'draft' })
    },
    now,
    { act: 'roster_unpublished', subject: `periods/${periodId}` },
  )
}
