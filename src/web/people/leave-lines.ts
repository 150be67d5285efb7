import type { Days } from '../../domain/book/book.ts'
import { readDate } from '../desk/moments.ts'
import type { FieldError } from '../form.ts'
import type { Words } from '../words.ts'

/** Leave as it is typed: one stretch a line, 2026-10-01 至 2026-10-03, or one day. `joined` puts it into a sentence. */
export function leaveText(
  leave: readonly Days[],
  { people }: Words,
  joined = (lines: readonly string[]) => lines.join('\n'),
): string {
  return joined(leave.map(({ from, to }) => people.leaveSpan(from, to)))
}

const oneLine = /^(\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:至|到|to|[-–—~])\s*(\d{4}-\d{1,2}-\d{1,2}))?$/u

/** Leave from its lines, in order of time; every line that cannot be read is named with what stands in it. */
export function readLeave(typed: string, { people: say }: Words): { leave: Days[]; errors: FieldError[] } {
  const leave: Days[] = []
  const errors: FieldError[] = []
  for (const [i, line] of typed.split('\n').entries()) {
    const text = line.normalize('NFKC').trim()
    if (text === '') continue
    const [, first = '', last = first] = oneLine.exec(text) ?? []
    const [from, to] = [readDate(padded(first)), readDate(padded(last))]
    if (from === null || to === null) errors.push({ field: 'leave', text: say.leaveBad(i + 1, text.slice(0, 40)) })
    else if (to < from) errors.push({ field: 'leave', text: say.leaveReversed(i + 1) })
    else leave.push({ from, to })
  }
  return { leave: leave.sort((a, b) => (a.from < b.from ? -1 : 1)), errors }
}

/** 2026-10-1 is how many people write it. */
function padded(date: string): string {
  return date.replace(/-(\d)(?=-|$)/g, '-0$1')
}
