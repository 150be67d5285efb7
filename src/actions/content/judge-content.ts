import type { PageFeatures } from '../../domain/content/page-features.ts'
import type { Baseline, Suspicion } from '../../domain/content/suspicion.ts'
import type { PersonRef } from '../../domain/incident/incident.ts'
import type { Instant } from '../../domain/instant.ts'
import type { ActionDeps } from '../deps.ts'
import type { Editor } from '../edit-book.ts'
import { findSuspicion } from './raise-suspicion.ts'

/**
 * The first look at a page is what the next ones are compared with, until a person says that it is as it should be. All
 * of them at once: a large town that is read for the first time would wait for the disk several times a second.
 */
export async function noteFirstLooks(
  deps: ActionDeps,
  looks: ReadonlyMap<string, PageFeatures>,
  now: Instant,
): Promise<void> {
  const baselines = [...looks].map(
    ([siteId, features]): Baseline => ({
      ...{ id: siteId, version: 1, state: 'first_look', subject: siteId, personId: null, at: now, dueAt: null },
      ...{ features, by: null },
    }),
  )
  if ((await deps.log.records.baselines.save(...baselines)) === 'saved') return
  // Somebody has accepted one of them meanwhile: that one stands, and the others are kept one by one.
  for (const baseline of baselines) await deps.log.records.baselines.save(baseline)
}

/** Somebody looks at it: nobody else is told. False when it is over, or somebody else had it before. */
export async function takeSuspicion(deps: ActionDeps, id: string, by: PersonRef, now: Instant): Promise<boolean> {
  const found = await deps.log.records.suspicions.find(id)
  if (found?.state !== 'open') return found?.state === 'taken' && found.takenBy?.id === by.id
  const taken = {
    ...found,
    version: found.version + 1,
    state: 'taken',
    takenAt: now,
    takenBy: by,
    dueAt: null,
  } as const
  const isSaved = (await deps.log.records.suspicions.save(taken)) === 'saved'
  if (isSaved) deps.changes.publish({ kind: 'site', siteId: found.subject })
  return isSaved
}

/** The page is as it should be: the present look becomes the baseline, and what was suspected was harmless. */
export async function approveContent(deps: ActionDeps, siteId: string, editor: Editor, now: Instant): Promise<boolean> {
  const [suspicion, before] = [await findSuspicion(deps, siteId), await deps.log.records.baselines.find(siteId)]
  const features = suspicion?.features ?? before?.features
  if (!features) return false
  const by = refOfEditor(editor)
  const baseline: Baseline = {
    ...{ id: siteId, version: (before?.version ?? 0) + 1, state: 'approved', subject: siteId, personId: by.id },
    ...{ at: now, dueAt: null, features, by },
  }
  if ((await deps.log.records.baselines.save(baseline)) === 'conflict') return false
  if (suspicion) await judge(deps, suspicion, { state: 'harmless', by, note: '' }, now)
  await note(deps, { act: 'content_approved', siteId, editor, after: features.title }, now)
  return true
}

/** It was tampered with: it stands open until the page looks as before, or is approved. */
export async function confirmTampering(
  deps: ActionDeps,
  { siteId, note: text, editor }: { siteId: string; note: string; editor: Editor },
  now: Instant,
): Promise<boolean> {
  const suspicion = await findSuspicion(deps, siteId)
  if (!suspicion) return false
  const by = refOfEditor(editor)
  if (!(await judge(deps, suspicion, { state: 'real', by, note: text }, now))) return false
  await note(deps, { act: 'content_judged', siteId, editor, after: text }, now)
  return true
}

async function judge(
  deps: ActionDeps,
  suspicion: Suspicion,
  { state, by, note: text }: { state: 'harmless' | 'real'; by: PersonRef; note: string },
  now: Instant,
): Promise<boolean> {
  const taken = { takenAt: suspicion.takenAt ?? now, takenBy: suspicion.takenBy ?? by }
  const judged = { state, judgedAt: now, judgedBy: by, note: text, dueAt: null }
  const saved = await deps.log.records.suspicions.save({
    ...suspicion,
    ...{ version: suspicion.version + 1, ...taken, ...judged },
  })
  deps.changes.publish({ kind: 'site', siteId: suspicion.subject })
  return saved === 'saved'
}

function note(
  deps: ActionDeps,
  {
    act,
    siteId,
    editor,
    after,
  }: { act: 'content_approved' | 'content_judged'; siteId: string; editor: Editor; after: string },
  now: Instant,
): Promise<void> {
  const { personId, personName, from } = editor
  return deps.log.audit.add({
    at: now,
    personId,
    personName,
    from,
    act,
    subject: `sites/${siteId}`,
    before: null,
    after,
  })
}

/** A program with the office's token is nobody in the book. */
function refOfEditor({ personId, personName }: Editor): PersonRef {
  return { id: personId ?? '', name: personName }
}
