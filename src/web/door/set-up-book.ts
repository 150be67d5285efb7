import type { ActionDeps } from '../../actions/deps.ts'
import { type Edited, type Editor, editBook } from '../../actions/edit-book.ts'
import { drawId } from '../../actions/new-id.ts'
import type { BookFile, Unit } from '../../domain/book/book.ts'
import { withEntry } from '../../domain/book/book-change.ts'
import type { Instant } from '../../domain/instant.ts'
import type { SiteLine } from './site-lines.ts'

export type FirstPerson = { id: string; name: string; mobile: string; unitName: string }

/** Writes the first administrator, their unit and the name of the office in one edit. */
export function addFirstPerson(deps: ActionDeps, editor: Editor, first: FirstPerson, now: Instant): Promise<Edited> {
  const unitId = drawId(deps, 'u')
  return editBook(
    deps,
    editor,
    (file) => {
      const { unit, file: withUnit } = unitIn(file, first.unitName, unitId)
      const person = { id: first.id, name: first.name, mobile: first.mobile, ...(unit ? { unitId: unit.id } : {}) }
      const officePersonIds = [...(file.settings?.officePersonIds ?? []), first.id]
      const officeName = file.settings?.officeName ?? first.unitName
      const next = withEntry(withUnit, 'people', person)
      return { ...next, settings: { ...next.settings, officePersonIds, ...(officeName ? { officeName } : {}) } }
    },
    now,
  )
}

/** Gives a person of the book the number by which they sign in. */
export function addMobile(
  deps: ActionDeps,
  editor: Editor,
  personId: string,
  mobile: string,
  now: Instant,
): Promise<Edited> {
  return editBook(
    deps,
    editor,
    (file) => ({ ...file, people: (file.people ?? []).map((one) => (one.id === personId ? { ...one, mobile } : one)) }),
    now,
  )
}

/** Adds every understood line as a site, and the units that they name. */
export function addSites(deps: ActionDeps, editor: Editor, lines: readonly SiteLine[], now: Instant): Promise<Edited> {
  const drawn = lines.map((line) => ({ line, siteId: drawId(deps, 's'), unitId: drawId(deps, 'u') }))
  return editBook(
    deps,
    editor,
    (file) => {
      let next = file
      for (const { line, siteId, unitId } of drawn) {
        const { unit, file: withUnit } = unitIn(next, line.unit, unitId)
        const site = { id: siteId, name: line.name, url: line.url, ...(unit ? { unitId: unit.id } : {}) }
        next = withEntry(withUnit, 'sites', site)
      }
      return next
    },
    now,
  )
}

/** The unit of that name: the one the book has, or a new one. */
function unitIn(file: BookFile, name: string, newId: string): { unit: Unit | null; file: BookFile } {
  if (name === '') return { unit: null, file }
  const there = file.units?.find((unit) => unit.name === name)
  if (there) return { unit: there, file }
  const unit = { id: newId, name }
  return { unit, file: withEntry(file, 'units', unit) }
}
