import { everyOne } from '../../actions/every-one.ts'
import { mayApproveSwap } from '../../actions/roster/swap.ts'
import type { Swap } from '../../domain/roster/swap.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'
import { turnWords } from './swap-words.ts'

/** One line that leads to a swap. `isMine`: the next step is the reader's. */
export type SwapLine = { href: string; text: string; state: string; isMine: boolean }

/** Swaps that concern the reader and are not over, those waiting for them first. */
export async function swapLines(room: Room, reader: SignedIn): Promise<SwapLine[]> {
  const book = room.deps.book.current()
  const waiting = { states: ['asked', 'accepted'] }
  const items = await everyOne((slice) => room.deps.log.records.swaps.list(waiting, slice))
  const lines = items.flatMap((swap): SwapLine[] => {
    const isMine = waitsFor(room, reader, swap)
    const isParty = swap.from.id === reader.person.id || swap.to.id === reader.person.id
    if (!isMine && !isParty) return []
    const { swaps: say } = reader.words
    const text = say.line(swap.from.name, swap.to.name, turnWords(book, reader, swap.given))
    return [
      {
        href: `/swaps/${swap.id}`,
        text,
        state: swap.state === 'asked' ? say.waits.to(swap.to.name) : say.waits.lead,
        isMine,
      },
    ]
  })
  return lines.sort((a, b) => Number(b.isMine) - Number(a.isMine))
}

function waitsFor(room: Room, { person, now }: SignedIn, swap: Swap): boolean {
  if (swap.state === 'asked') return swap.to.id === person.id
  const isParty = swap.from.id === person.id || swap.to.id === person.id
  return !isParty && mayApproveSwap(room.deps.book.current(), person.id, swap, now)
}
