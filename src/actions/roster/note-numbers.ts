import type { Instant } from '../../domain/instant.ts'
import type { ActionDeps } from '../deps.ts'
import type { Editor } from '../edit-book.ts'

/** The numbers of everybody on a roster were put on paper: that is logged before anybody sees them (DESIGN §6). */
export async function noteNumbersPrinted(
  deps: ActionDeps,
  { periodId, editor }: { periodId: string; editor: Editor },
  now: Instant,
): Promise<void> {
  const { personId, personName, from } = editor
  const what = { act: 'numbers_printed', subject: `periods/${periodId}`, before: null, after: null } as const
  await deps.log.audit.add({ at: now, personId, personName, from, ...what })
}
