import type { TableRights } from '../../actions/roster/roster-upload.ts'
import { keptSites, keptUnits, peopleToChoose } from '../desk/keeping.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'

/** What this reader's tables may touch: the sites they keep, the people they may choose, the units they add people to. */
export function tableRights(room: Room, reader: SignedIn): TableRights {
  return () => {
    const book = room.deps.book.current()
    const kept = new Set(keptSites(room, reader).map(({ id }) => id))
    const units = new Set(keptUnits(book, reader).map(({ id }) => id))
    return {
      keeps: ({ id }) => kept.has(id),
      people: peopleToChoose(book, reader),
      mayAddTo: (unitId) => (unitId === undefined ? reader.isOffice : units.has(unitId)),
    }
  }
}
