import type { Instant } from '../../domain/instant.ts'
import { tendSuspicions } from '../content/raise-suspicion.ts'
import type { ActionDeps } from '../deps.ts'
import { followDuty } from '../incident/note-duty-change.ts'
import { finishPublishing } from '../roster/publish-roster.ts'
import { remindEve, tellStarts } from '../roster/remind-shifts.ts'
import { lapseSwaps } from '../roster/swap.ts'
import { tendDrills } from '../self-check/drill.ts'
import { chaseHandovers, layOutHandovers } from './handovers.ts'
import { chaseNilReports } from './nil-reports.ts'
import { tendSpotChecks } from './spot-check.ts'

type Tending = { what: string; tend: (deps: ActionDeps, now: Instant) => Promise<void> }

/** What the clock does for duty life, once a minute. Each is done for itself: one that fails keeps no other from its turn. */
export const dutyTendings: readonly Tending[] = [
  { what: 'follow the roster', tend: followDuty },
  { what: 'finish publishing', tend: finishPublishing },
  { what: 'lapse swaps', tend: lapseSwaps },
  { what: 'remind of tomorrow', tend: remindEve },
  { what: 'tell of shifts that begin', tend: tellStarts },
  { what: 'lay out handovers', tend: layOutHandovers },
  { what: 'chase handovers', tend: chaseHandovers },
  { what: 'chase nil reports', tend: chaseNilReports },
  { what: 'spot checks', tend: tendSpotChecks },
  { what: 'drills', tend: tendDrills },
  { what: 'odd pages', tend: tendSuspicions },
]
