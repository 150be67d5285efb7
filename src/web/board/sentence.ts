import type { Incident } from '../../domain/incident/incident.ts'
import type { Words } from '../words.ts'
import type { Census } from './marks.ts'

/** The page's answer in one line, and the rest in a second one: the gravest thing first. */
export function sentenceOf(
  { board }: Words,
  seen: { census: Census; live: readonly Incident[]; sites: number; isBlind: boolean },
): { heading: string; rest: string } {
  const { census, live, sites, isBlind } = seen
  const count = (state: Incident['state']) => live.filter((incident) => incident.state === state).length
  const [paging, taken, recovered] = [count('paging'), count('acknowledged'), count('recovered')]
  const { sentence, part } = board
  if (sites === 0) return { heading: sentence.none, rest: '' }
  const headings: [boolean | number, string, string | null][] = [
    [paging, sentence.paging(paging), null],
    [isBlind, sentence.blind, null],
    [taken, sentence.acknowledged(taken), part.acknowledged(taken)],
    [census.down, sentence.down(census.down), null],
    [recovered, sentence.recovered(recovered), part.recovered(recovered)],
    [census.unknown, sentence.unknown(census.unknown), part.unknown(census.unknown)],
    [census.suspect, sentence.suspect(census.suspect), part.suspect(census.suspect)],
  ]
  const chosen = headings.findIndex(([applies]) => Boolean(applies))
  if (chosen < 0) return { heading: sentence.fine(sites - census.planned), rest: plannedPart(board, census) }
  const parts = headings.slice(chosen + 1).flatMap(([applies, , text]) => (applies && text ? [text] : []))
  if (census.planned > 0) parts.push(part.planned(census.planned))
  const listed = parts.length > 0 ? parts.join(board.comma) + board.stop : ''
  const rest = census.up > 0 && census.up < sites ? board.rest(census.up) : ''
  return { heading: headings[chosen]?.[1] ?? sentence.none, rest: (listed + rest).trim() }
}

function plannedPart(board: Words['board'], census: Census): string {
  return census.planned > 0 ? (board.part.planned(census.planned) + board.stop).trim() : ''
}
