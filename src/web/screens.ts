import { api } from './api/api.ts'
import { board } from './board/board.ts'
import { codePage } from './code/code-page.ts'
import { setUp } from './door/set-up.ts'
import { signInAndOut } from './door/sign-in.ts'
import { welcome } from './door/welcome.ts'
import { incidentActs } from './incidents/acts.ts'
import { incidentList } from './incidents/list.ts'
import { incidentPage } from './incidents/page.ts'
import { voidPage } from './incidents/void.ts'
import { languageChoice } from './language.ts'
import { liveEvents } from './live/events.ts'
import type { Screen } from './room.ts'

/** Screens that anybody may open, signed in or not. Adding one here is a decision about safety. */
export const publicScreens: readonly Screen[] = [api, languageChoice, signInAndOut, setUp, welcome, codePage]

/** Screens behind the gate: the one place where a new family is registered. */
export const privateScreens: readonly Screen[] = [board, incidentList, voidPage, incidentActs, incidentPage, liveEvents]
