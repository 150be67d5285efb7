import { api } from './api/api.ts'
import { audit } from './audit/audit.ts'
import { board } from './board/board.ts'
import { myCalendars } from './calendar/my-calendars.ts'
import { codePage } from './code/code-page.ts'
import { contentPage } from './content/content.ts'
import { setUp } from './door/set-up.ts'
import { signInAndOut } from './door/sign-in.ts'
import { welcome } from './door/welcome.ts'
import { duty } from './duty/duty.ts'
import { me } from './duty/me.ts'
import { dutyNow } from './duty/now.ts'
import { dutyPrint } from './duty/print.ts'
import { hours } from './hours/hours.ts'
import { incidentActs } from './incidents/acts.ts'
import { incidentList } from './incidents/list.ts'
import { incidentPage } from './incidents/page.ts'
import { voidPage } from './incidents/void.ts'
import { languageChoice } from './language.ts'
import { liveEvents } from './live/events.ts'
import { menu } from './menu.ts'
import { message } from './outbox/message.ts'
import { outbox } from './outbox/outbox.ts'
import { personDisabling } from './people/disable.ts'
import { personForms } from './people/edit.ts'
import { peopleList } from './people/list.ts'
import { personPage } from './people/person.ts'
import { units } from './people/units.ts'
import type { Screen } from './room.ts'
import { fairDraft } from './roster/draft.ts'
import { fill } from './roster/fill.ts'
import { grid } from './roster/grid.ts'
import { notice } from './roster/notice.ts'
import { periodForms } from './roster/period-form.ts'
import { periods } from './roster/periods.ts'
import { readinessBoard } from './roster/readiness.ts'
import { reportPage } from './roster/report.ts'
import { versionHistory } from './roster/versions.ts'
import { wizard } from './roster/wizard.ts'
import { rosterDownloads } from './roster-import/download.ts'
import { rosterImport } from './roster-import/import.ts'
import { importPlan } from './roster-import/plan.ts'
import { bookFile } from './settings/book.ts'
import { settings } from './settings/settings.ts'
import { texts } from './settings/texts.ts'
import { dutyLog } from './shift-work/duty-log.ts'
import { handovers } from './shift-work/handover.ts'
import { nilReports } from './shift-work/nil.ts'
import { spotChecks } from './shift-work/spot-checks.ts'
import { siteDownloads } from './site-import/download.ts'
import { siteImport } from './site-import/import.ts'
import { siteImportPlan } from './site-import/plan.ts'
import { siteForms } from './sites/edit.ts'
import { siteList } from './sites/list.ts'
import { siteSamples } from './sites/samples.ts'
import { sitePage } from './sites/site.ts'
import { newSwap } from './swaps/new-swap.ts'
import { swapPage } from './swaps/swap.ts'
import { watchWall } from './wall/wall.ts'
import { windowFiling } from './windows/file.ts'
import { windowList } from './windows/list.ts'

/** Screens that anybody may open, signed in or not. Adding one here is a decision about safety. */
export const publicScreens: readonly Screen[] = [api, languageChoice, signInAndOut, setUp, welcome, codePage]

/** Screens behind the gate: the one place where a new family is registered. */
export const privateScreens: readonly Screen[] = [
  menu,
  board,
  watchWall,
  incidentList,
  voidPage,
  incidentActs,
  incidentPage,
  liveEvents,
  duty,
  dutyPrint,
  dutyNow,
  me,
  newSwap,
  handovers,
  dutyLog,
  nilReports,
  spotChecks,
  swapPage,
  myCalendars,
  hours,
  siteList,
  siteDownloads,
  siteImport,
  siteImportPlan,
  siteForms,
  sitePage,
  contentPage,
  siteSamples,
  windowFiling,
  windowList,
  peopleList,
  personForms,
  personDisabling,
  personPage,
  units,
  periodForms,
  wizard,
  notice,
  periods,
  fill,
  fairDraft,
  readinessBoard,
  versionHistory,
  reportPage,
  grid,
  rosterDownloads,
  rosterImport,
  importPlan,
  outbox,
  message,
  bookFile,
  texts,
  settings,
  audit,
]
