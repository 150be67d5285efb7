import type { Language } from '../domain/language.ts'
import * as enAudit from './words/en-audit.ts'
import * as enBoard from './words/en-board.ts'
import * as enCalendar from './words/en-calendar.ts'
import * as enChannels from './words/en-channels.ts'
import * as enCode from './words/en-code.ts'
import * as enContent from './words/en-content.ts'
import * as enDesk from './words/en-desk.ts'
import * as enDoor from './words/en-door.ts'
import * as enDraft from './words/en-draft.ts'
import * as enDuty from './words/en-duty.ts'
import * as enFrame from './words/en-frame.ts'
import * as enHistory from './words/en-history.ts'
import * as enImport from './words/en-import.ts'
import * as enIncident from './words/en-incident.ts'
import * as enMessage from './words/en-message.ts'
import * as enOffice from './words/en-office.ts'
import * as enReasons from './words/en-reasons.ts'
import * as enReport from './words/en-report.ts'
import * as enRoster from './words/en-roster.ts'
import * as enShift from './words/en-shift.ts'
import * as enSiteTable from './words/en-site-table.ts'
import * as enSwap from './words/en-swap.ts'
import * as enTable from './words/en-table.ts'
import * as enTexts from './words/en-texts.ts'
import * as enTrace from './words/en-trace.ts'
import * as enWall from './words/en-wall.ts'
import * as enWatch from './words/en-watch.ts'
import * as enWindows from './words/en-windows.ts'
import * as hansAudit from './words/zh-hans-audit.ts'
import * as hansBoard from './words/zh-hans-board.ts'
import * as hansCalendar from './words/zh-hans-calendar.ts'
import * as hansChannels from './words/zh-hans-channels.ts'
import * as hansCode from './words/zh-hans-code.ts'
import * as hansContent from './words/zh-hans-content.ts'
import * as hansDesk from './words/zh-hans-desk.ts'
import * as hansDoor from './words/zh-hans-door.ts'
import * as hansDraft from './words/zh-hans-draft.ts'
import * as hansDuty from './words/zh-hans-duty.ts'
import * as hansFrame from './words/zh-hans-frame.ts'
import * as hansHistory from './words/zh-hans-history.ts'
import * as hansImport from './words/zh-hans-import.ts'
import * as hansIncident from './words/zh-hans-incident.ts'
import * as hansMessage from './words/zh-hans-message.ts'
import * as hansOffice from './words/zh-hans-office.ts'
import * as hansReasons from './words/zh-hans-reasons.ts'
import * as hansReport from './words/zh-hans-report.ts'
import * as hansRoster from './words/zh-hans-roster.ts'
import * as hansShift from './words/zh-hans-shift.ts'
import * as hansSiteTable from './words/zh-hans-site-table.ts'
import * as hansSwap from './words/zh-hans-swap.ts'
import * as hansTable from './words/zh-hans-table.ts'
import * as hansTexts from './words/zh-hans-texts.ts'
import * as hansTrace from './words/zh-hans-trace.ts'
import * as hansWall from './words/zh-hans-wall.ts'
import * as hansWatch from './words/zh-hans-watch.ts'
import * as hansWindows from './words/zh-hans-windows.ts'
import * as hantAudit from './words/zh-hant-audit.ts'
import * as hantBoard from './words/zh-hant-board.ts'
import * as hantCalendar from './words/zh-hant-calendar.ts'
import * as hantChannels from './words/zh-hant-channels.ts'
import * as hantCode from './words/zh-hant-code.ts'
import * as hantContent from './words/zh-hant-content.ts'
import * as hantDesk from './words/zh-hant-desk.ts'
import * as hantDoor from './words/zh-hant-door.ts'
import * as hantDraft from './words/zh-hant-draft.ts'
import * as hantDuty from './words/zh-hant-duty.ts'
import * as hantFrame from './words/zh-hant-frame.ts'
import * as hantHistory from './words/zh-hant-history.ts'
import * as hantImport from './words/zh-hant-import.ts'
import * as hantIncident from './words/zh-hant-incident.ts'
import * as hantMessage from './words/zh-hant-message.ts'
import * as hantOffice from './words/zh-hant-office.ts'
import * as hantReasons from './words/zh-hant-reasons.ts'
import * as hantReport from './words/zh-hant-report.ts'
import * as hantRoster from './words/zh-hant-roster.ts'
import * as hantShift from './words/zh-hant-shift.ts'
import * as hantSiteTable from './words/zh-hant-site-table.ts'
import * as hantSwap from './words/zh-hant-swap.ts'
import * as hantTable from './words/zh-hant-table.ts'
import * as hantTexts from './words/zh-hant-texts.ts'
import * as hantTrace from './words/zh-hant-trace.ts'
import * as hantWall from './words/zh-hant-wall.ts'
import * as hantWatch from './words/zh-hant-watch.ts'
import * as hantWindows from './words/zh-hant-windows.ts'

// Simplified Chinese is the model: the other two are typed by it, so a missing sentence does not compile.
const hans = {
  ...hansFrame,
  ...hansHistory,
  ...hansTrace,
  ...hansWall,
  ...hansWatch,
  ...hansWindows,
  ...hansDoor,
  ...hansCode,
  ...hansBoard,
  ...hansImport,
  ...hansIncident,
  ...hansDraft,
  ...hansDuty,
  ...hansDesk,
  ...hansCalendar,
  ...hansChannels,
  ...hansTable,
  ...hansAudit,
  ...hansContent,
  ...hansOffice,
  ...hansMessage,
  ...hansReasons,
  ...hansReport,
  ...hansRoster,
  ...hansSiteTable,
  ...hansSwap,
  ...hansShift,
  ...hansTexts,
}
export type Words = typeof hans
const hant: Words = {
  ...hantFrame,
  ...hantHistory,
  ...hantTrace,
  ...hantWall,
  ...hantWatch,
  ...hantWindows,
  ...hantDoor,
  ...hantCode,
  ...hantBoard,
  ...hantImport,
  ...hantIncident,
  ...hantDraft,
  ...hantDuty,
  ...hantDesk,
  ...hantCalendar,
  ...hantChannels,
  ...hantTable,
  ...hantAudit,
  ...hantContent,
  ...hantOffice,
  ...hantMessage,
  ...hantReasons,
  ...hantReport,
  ...hantRoster,
  ...hantSiteTable,
  ...hantSwap,
  ...hantShift,
  ...hantTexts,
}
const en: Words = {
  ...enFrame,
  ...enHistory,
  ...enTrace,
  ...enWall,
  ...enWatch,
  ...enWindows,
  ...enDoor,
  ...enCode,
  ...enBoard,
  ...enImport,
  ...enIncident,
  ...enDraft,
  ...enDuty,
  ...enDesk,
  ...enCalendar,
  ...enChannels,
  ...enTable,
  ...enAudit,
  ...enContent,
  ...enOffice,
  ...enMessage,
  ...enReasons,
  ...enReport,
  ...enRoster,
  ...enSiteTable,
  ...enSwap,
  ...enShift,
  ...enTexts,
}

const dictionaries: Record<Language, Words> = { 'zh-Hans': hans, 'zh-Hant': hant, en }

/** Every word of every screen in one language, one entry a screen family. */
export function wordsOf(language: Language): Words {
  return dictionaries[language]
}

/** Each language by its own name, as links offer it. */
export const languageNames: Record<Language, string> = { 'zh-Hans': '简体中文', 'zh-Hant': '繁體中文', en: 'English' }
