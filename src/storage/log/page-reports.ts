import { type Attempt, type AttemptState, forward, type Page, type PageState } from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import type { DeliveryReport, SeenPage } from '../ports.ts'
import { attemptsOf, findAttempt, findPage, noteState } from './page-rows.ts'
import { text } from './rows.ts'
import type { Sqlite } from './sqlite.ts'

type Reported = { pageId: string; n: number; report: DeliveryReport }

/** Moves the attempt forward, and the page with it. A report about an older attempt is proof for the page as well. */
export function applyReport(
  db: Sqlite,
  { pageId, n, report }: Reported,
  now: Instant,
): { before: Page; after: Page } | null {
  const before = findPage(db, pageId)
  const attempt = findAttempt(db, pageId, n)
  if (!before || !attempt) return null
  const state = forward(attempt.state, report.state)
  db.run(
    `UPDATE attempt SET state = ?, provider_id = coalesce(provider_id, ?), error_code = coalesce(?, error_code),
       updated_at = ? WHERE page_id = ? AND n = ?`,
    ...[state, report.providerId, report.errorCode, now, pageId, n],
  )
  const next = pageStateAfter(before, attemptsOf(db, pageId))
  const reason = next === 'failed' || next === 'unknown' ? (report.errorCode ?? 'failed') : null
  // Each word of the provider is kept, the one that changes nothing about the page as well.
  if (state !== attempt.state) noteState(db, pageId, { state, attempt: n, reason: report.errorCode }, now)
  if (next) movePage(db, before, { state: next, reason }, now)
  const after = findPage(db, pageId)
  return after ? { before, after } : null
}

function movePage(
  db: Sqlite,
  before: Page,
  { state, reason }: { state: PageState; reason: string | null },
  now: Instant,
): void {
  const acceptedAt = state === 'accepted' || state === 'delivered' ? (before.acceptedAt ?? now) : before.acceptedAt
  const deliveredAt = state === 'delivered' ? (before.deliveredAt ?? now) : before.deliveredAt
  db.run(
    'UPDATE page SET state = ?, accepted_at = ?, delivered_at = ?, reason = ? WHERE id = ?',
    ...[state, acceptedAt, deliveredAt, reason, before.id],
  )
}

/** Ends that nothing a provider says undoes; only a delivery is news for what was given up or taken back. */
const over: readonly PageState[] = ['delivered', 'shown']
const givenUp: readonly PageState[] = ['failed', 'cancelled', 'told_by_phone']
const proof: readonly AttemptState[] = ['accepted', 'queued', 'sent']

/**
 * What the page is, by all that is known of its attempts, in whatever order that came; null when it stays as it is. A
 * delivery of any attempt is proof: it is the same text with the same code. A failure counts for the newest attempt.
 * That the provider took an earlier one ends the search for it and a resend that has not left yet; not once the page
 * went on to another channel, since what this one does not deliver must not hold up that one.
 */
function pageStateAfter(page: Page, attempts: readonly Attempt[]): PageState | null {
  if (over.includes(page.state)) return null
  if (attempts.some(({ state }) => state === 'delivered')) return 'delivered'
  if (givenUp.includes(page.state)) return null
  const present = attempts.filter(({ n }) => n > page.hopAttempts)
  const newest = present.at(-1)
  const isTaken = present.some(({ state }) => proof.includes(state))
  const isSentAgain = page.state === 'planned'
  if (newest?.state === 'failed' && !isSentAgain) return 'failed'
  if (isTaken) return page.state === 'accepted' ? null : 'accepted'
  const next = newest?.state === 'unknown' ? 'unknown' : 'claimed'
  return isSentAgain || next === page.state ? null : next
}

/** Which pages still wait for an outcome. */
export function withAttempts(
  db: Sqlite,
  condition: string,
  ...values: (string | number)[]
): { page: Page; attempt: Attempt }[] {
  const rows = db.all(
    `SELECT page.id AS id FROM page JOIN attempt ON attempt.page_id = page.id AND attempt.n = page.attempts
     WHERE page.state IN ('claimed', 'unknown', 'accepted') AND (${condition})`,
    ...values,
  )
  return rows.flatMap((row) => {
    const page = findPage(db, text(row, 'id'))
    const attempt = page && findAttempt(db, page.id, page.attempts)
    return page && attempt ? [{ page, attempt }] : []
  })
}

/** Puts a page whose try came to nothing back to `planned`, from one of these states; false when it had moved on or is being tried anew. */
export function planAgain(
  db: Sqlite,
  { id: pageId, attempts }: SeenPage,
  again: { from: readonly PageState[]; dueAt: Instant; text: string; reason: string; isNextChannel: boolean },
  now: Instant,
): boolean {
  const page = findPage(db, pageId)
  if (!page || page.attempts !== attempts || !again.from.includes(page.state)) return false
  const [hop, hopAttempts] = again.isNextChannel ? [page.hop + 1, page.attempts] : [page.hop, page.hopAttempts]
  db.run(
    "UPDATE page SET state = 'planned', due_at = ?, text = ?, reason = ?, hop = ?, hop_attempts = ? WHERE id = ?",
    ...[again.dueAt, again.text, again.reason, hop, hopAttempts, pageId],
  )
  noteState(db, pageId, { state: 'planned', attempt: null, reason: again.reason }, now)
  return true
}
