import type { Book, Period } from '../../domain/book/book.ts'
import { addDays, momentOn } from '../../domain/instant.ts'
import type { RecordedRows } from '../../domain/report/period-report.ts'
import { periodSpan } from '../../domain/roster/coverage.ts'
import type { ActionDeps } from '../deps.ts'
import { everyOne } from '../every-one.ts'

/** Everything that was recorded about a period, each kind by its own log. */
export async function recordedRows({ log }: ActionDeps, book: Book, period: Period): Promise<RecordedRows> {
  const { fromAt: from, toAt: to } = periodSpan(book, period)
  const { timezone } = book.settings
  const { records } = log
  const days = {
    from: momentOn(period.from, '00:00', timezone),
    to: momentOn(addDays(period.to, 1), '00:00', timezone),
  }
  return {
    incidents: await everyOne((slice) => log.incidents.list({ from, to }, slice)),
    versions: await everyOne((slice) => records.versions.list({ subject: period.id }, slice)),
    // A swap is dated by when it was asked for, which may be weeks before the period.
    swaps: await everyOne((slice) => records.swaps.list({ to }, slice)),
    spotChecks: await everyOne((slice) => records.spotChecks.list({ from, to }, slice)),
    nilReports: await everyOne((slice) => records.nilReports.list(days, slice)),
    handovers: await everyOne((slice) => records.handovers.list({ from, to }, slice)),
  }
}
