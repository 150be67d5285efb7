import type { watchWall as model } from './zh-hans-wall.ts'

/** The wall: what the whole watch sees. */
export const watchWall: typeof model = {
  title: 'Wall',
  census: 'Sites by status',
  calls: 'To be dealt with',
  more: (n) => `${n} more on the board`,
  moreNames: (n) => `${n} more are not up; see the board`,
  otherUnits: (n) => (n === 1 ? '1 more unit, see the board' : `${n} more units, see the board`),
  today: 'Incidents today',
  response: 'Mean response',
  nil: 'Nil reports',
  chimeOff: 'Chime: off',
  chimeOn: 'Chime: on',
  chimeBlocked: 'Chime: press once',
}
