import type { Book } from '../../domain/book/book.ts'
import type { SwapShift } from '../../domain/roster/swap.ts'
import type { SwapProblem, SwapRemark } from '../../domain/roster/swap-rules.ts'
import type { Reader } from '../reader.ts'

/** A turn in words: 10月4日 周日 08:30 – 次日 08:30，新港区等2个网站，值班. */
export function turnWords(book: Book, { words, format }: Reader, shifts: readonly SwapShift[]): string {
  const [first] = shifts
  if (!first) return ''
  const names = shifts.map(({ siteId }) => book.sites.get(siteId)?.shortName ?? book.sites.get(siteId)?.name ?? siteId)
  const isLong = format.date(first.fromAt) !== format.date(first.toAt)
  const until = isLong ? words.me.nextDay(format.clock(first.toAt)) : format.clock(first.toAt)
  const when = `${format.date(first.fromAt)} ${format.weekday(first.fromAt)} ${format.clock(first.fromAt)} – ${until}`
  return words.swaps.turn(when, words.frame.listOf(names), words.watch.role[first.role])
}

/** Why somebody cannot take the turn. */
export function problemWords(book: Book, { words }: Reader, problem: SwapProblem): string {
  const { problem: say } = words.swaps
  const name = book.people.get(problem.personId)?.name ?? problem.personId
  if (!('siteId' in problem)) return say[problem.kind](name)
  const site = book.sites.get(problem.siteId)
  return say[problem.kind](name, site?.shortName ?? site?.name ?? problem.siteId)
}

/** What may pass, for whoever decides. */
export function remarkWords({ words }: Reader, remark: SwapRemark): string {
  const { remark: say } = words.swaps
  return remark.kind === 'long_stretch' ? say.long_stretch(remark.hours) : say[remark.kind]
}
