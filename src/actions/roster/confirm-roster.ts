import type { Instant } from '../../domain/instant.ts'
import { type Receipt, receiptId } from '../../domain/roster/history.ts'
import type { ActionDeps } from '../deps.ts'

/**
 * The person has read their shifts of the period. Answers the receipt, or null when the roster does not concern them.
 * Confirming twice changes nothing.
 */
export async function confirmRoster(
  deps: ActionDeps,
  { periodId, personId, via }: { periodId: string; personId: string; via: 'code' | 'web' },
  now: Instant,
): Promise<Receipt | null> {
  const { receipts } = deps.log.records
  for (;;) {
    const receipt = await receipts.find(receiptId(periodId, personId))
    if (!receipt || receipt.state === 'confirmed') return receipt
    const next: Receipt = { ...receipt, version: receipt.version + 1, state: 'confirmed', confirmedAt: now, via }
    if ((await receipts.save(next)) === 'conflict') continue
    deps.changes.publish({ kind: 'book' })
    return next
  }
}
