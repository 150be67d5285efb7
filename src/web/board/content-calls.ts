import { findSuspicions } from '../../actions/content/raise-suspicion.ts'
import type { Suspicion } from '../../domain/content/suspicion.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'
import type { CallView } from './call-view.ts'

/** Pages that look odd and wait for somebody's judgement, or to be restored; those that nobody has come first. */
export async function contentCallsOf(room: Room, reader: Reader): Promise<CallView[]> {
  const suspicions = await findSuspicions(room.deps)
  const inOrder = suspicions.toSorted((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open') || a.at - b.at)
  return inOrder.map((suspicion) => callOf(reader, suspicion))
}

function callOf({ words, format, now }: Reader, suspicion: Suspicion): CallView {
  const { id, subject, siteName, state, findings, at, takenBy } = suspicion
  const say = words.content
  const isOpen = state === 'open'
  return {
    key: `content-${id}`,
    state: isOpen ? 'paging' : 'acknowledged',
    icon: 'suspect',
    chip: say.board.chip,
    name: siteName,
    href: `/sites/${subject}/content`,
    what: words.frame.listOf(findings.map(({ kind }) => say.finding[kind])),
    timer: {
      sinceIso: format.iso(at),
      text: format.elapsed(now - at),
      from: words.board.since(format.momentSeconds(at)),
    },
    who: isOpen ? say.board.who.open : state === 'real' ? say.board.who.real : say.board.who.taken(takenBy?.name ?? ''),
    button: { label: isOpen ? say.board.act : say.board.see, isAlarm: isOpen },
  }
}
