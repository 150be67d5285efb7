import type { Book, Period, Site } from '../../domain/book/book.ts'
import type { Instant } from '../../domain/instant.ts'
import { cellsOf } from '../../domain/roster/cell.ts'
import { staffNeeded } from '../../domain/roster/coverage.ts'
import { shiftsOfPeriod } from '../../domain/roster/placed.ts'
import { poolOf } from '../../domain/roster/pools.ts'
import { missingSpans } from '../../domain/roster/seats.ts'
import { type FieldView, fieldMaker } from '../desk/form-view.ts'
import type { FieldError } from '../form.ts'
import type { SignedIn } from '../reader.ts'

/** What somebody asks of a draft: sites by unit (empty: all they keep), what stays, and whether one may stay on. */
export type DraftChoice = { unit: string; keep: 'pinned' | 'filled'; mayRunOn: boolean }

type AskView = {
  id: string
  name: string
  heading: string
  unit: FieldView | null
  keep: { value: string; label: string; isChosen: boolean }[]
  mayRunOn: boolean
  rules: readonly string[]
  pools: string
  errors: readonly FieldError[]
}

/** The page before a draft: what is open, what will be done, and what it will always keep to. */
export function askView(
  { words, format, now }: SignedIn,
  of: { book: Book; period: Period; kept: readonly Site[]; choice: DraftChoice; errors: readonly FieldError[] },
): AskView {
  const { book, period, kept, choice, errors } = of
  const say = words.draft
  const unitIds = [...new Set(kept.flatMap(({ unitId }) => unitId ?? []))]
  const units = unitIds.map((id) => ({ value: id, label: book.units.get(id)?.name ?? id }))
  const make = fieldMaker({ unit: choice.unit }, errors)
  const isInferred = (site: Site) =>
    (['lead', 'staff'] as const).some((role) => poolOf(book, site, role).source === 'inferred')
  return {
    id: period.id,
    name: period.name,
    heading: say.heading(period.name, format.count(openPlaces(book, period, kept, now))),
    unit:
      units.length > 1
        ? make.select('unit', { label: say.unit }, [{ value: '', label: say.everyUnit(kept.length) }, ...units])
        : null,
    keep: (['filled', 'pinned'] as const).map((value) => ({
      value,
      label: value === 'filled' ? say.keepFilled : say.keepPinned,
      isChosen: value === choice.keep,
    })),
    mayRunOn: choice.mayRunOn,
    rules: say.rules(staffNeeded(book, period)),
    pools: say.pools(kept.filter(isInferred).length),
    errors,
  }
}

/** Places of the sites that have nobody, of the shifts still to come. */
function openPlaces(book: Book, period: Period, sites: readonly Site[], now: Instant): number {
  let open = 0
  for (const site of sites) {
    const row = (shiftsOfPeriod(book, period.id).get(site.id) ?? []).filter(
      ({ personId }) => book.people.get(personId)?.disabled !== true,
    )
    for (const { role, slot } of cellsOf(book, period, site)) {
      if (slot.fromAt < now) continue
      const there = row.filter((shift) => shift.role === role && shift.fromAt < slot.toAt && slot.fromAt < shift.toAt)
      open += missingSpans(slot, there, role === 'staff' ? staffNeeded(book, period) : 1).length
    }
  }
  return open
}
