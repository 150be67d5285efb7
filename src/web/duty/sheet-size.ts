import type { CellView, NameView } from './cell-view.ts'

/** How one sheet of A4 is laid out. Millimetres, as the stylesheet has them (section "sheets of A4"). */
export type SheetSize = { isWide: boolean; isDense: boolean }

const page = { tall: { width: 190, height: 279, siteColumn: 28 }, wide: { width: 277, height: 192, siteColumn: 36 } }
/** Title, line and table head above; notes, code and signatures below. */
const aroundTable = 45.3
/** A line of the reason for publishing all the same, its box, and the line that says which sheet of how many it is. */
const extra = { reasonLine: 4.3, reasonBox: 1.8, sheetLine: 4.3, reasonEms: 60 }
const letter = { usual: 2.65, dense: 2.47 }
const lineHeight = { usual: 3.23, dense: 2.92 }
const cellPadding = { across: 1.4, down: 0.97 }

/** Columns that one sheet takes beside each other: upright up to the first figure, lying up to the second. */
export const mostColumns = { tall: 9, wide: 16 }

/** What a row of the table needs in height. */
export function rowHeight(
  { name, note, cells }: { name: string; note: string; cells: readonly CellView[] },
  size: SheetSize,
): number {
  const { width, siteColumn } = size.isWide ? page.wide : page.tall
  const em = size.isDense ? letter.dense : letter.usual
  const room = ((width - siteColumn) / Math.max(1, cells.length) - cellPadding.across) / em
  const siteRoom = (siteColumn - cellPadding.across) / em
  const site = Math.ceil(ems(name) / siteRoom) + (note === '' ? 0 : Math.ceil(ems(note) / siteRoom))
  const lines = Math.max(site, ...cells.map(({ lead, staff }) => linesOf(lead, room) + linesOf(staff, room)))
  return lines * (size.isDense ? lineHeight.dense : lineHeight.usual) + cellPadding.down
}

/** What the rows of one sheet may need together, `above` them the reason for publishing and the number of the sheet. */
export function roomForRows({ isWide }: SheetSize, above: { reason: string; isNumbered: boolean }): number {
  const lines = Math.ceil(ems(above.reason) / (extra.reasonEms * (isWide ? 1.45 : 1)))
  const reason = lines === 0 ? 0 : extra.reasonBox + lines * extra.reasonLine
  return (isWide ? page.wide : page.tall).height - aroundTable - reason - (above.isNumbered ? extra.sheetLine : 0)
}

/** Lines that names take when each stays whole and its hours stand beside it where they fit. */
function linesOf(names: readonly NameView[], room: number): number {
  let lines = 1
  let used = 0
  for (const { name, hours } of names) {
    for (const part of hours === '' ? [name] : [name, hours]) {
      const width = ems(part)
      if (used > 0 && used + 0.4 + width > room) {
        lines++
        used = 0
      }
      used += width + (used > 0 ? 0.4 : 0)
    }
  }
  return lines
}

/** The width of a text in letters: Latin letters and figures are about half as wide as Chinese ones. */
function ems(text: string): number {
  return [...text].reduce((sum, one) => sum + (one.charCodeAt(0) < 0x2e80 ? 0.56 : 1), 0)
}
