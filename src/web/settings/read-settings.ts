import type { LadderRung, Settings, SettingsFile } from '../../domain/book/settings.ts'
import type { Language } from '../../domain/language.ts'
import type { Values } from '../desk/form-view.ts'
import { readClocks } from '../desk/moments.ts'
import type { FieldError } from '../form.ts'
import { isLanguage } from '../reader.ts'
import type { Words } from '../words.ts'
import { type Group, type Item, items } from './groups.ts'

type Read = string | number | number[] | string[]

/** One group of settings from its form, to be written over the old ones; or what is wrong with the figures. */
export function readGroup(
  group: Group,
  values: Values,
  settings: Settings,
  words: Words,
): { file: SettingsFile; errors: FieldError[] } {
  const errors: FieldError[] = []
  const read = new Map<string, Read>()
  for (const item of items.filter((one) => one.group === group)) {
    const typed = values[item.name]
    // A page from before an update does not know the newest fields: what was not sent stays as it is.
    if (typed === undefined) continue
    const value = readItem(item, typed)
    const bad = item.kind === 'clocks' ? words.desk.clockBad : words.desk.numberBad
    if (value === null) errors.push({ field: item.name, text: bad })
    else read.set(item.name, value)
  }
  return { file: fileOf(group, read, settings), errors }
}

function readItem({ kind, name }: Item, typed: string): Read | null {
  const text = typed.normalize(name === 'officeName' ? 'NFC' : 'NFKC').trim()
  if (kind === 'number') return /^\d+(\.\d+)?$/.test(text) ? Number(text) : null
  if (kind === 'clocks') return readClocks(text)
  if (kind === 'lines') return text.split(/\s+/).filter(Boolean)
  if (kind !== 'numbers') return text
  const parts = text.split(/[\s,、]+/).filter(Boolean)
  return parts.every((part) => /^\d+(\.\d+)?$/.test(part)) ? parts.map(Number) : null
}

/** Puts each value where the book keeps it. The book's own check judges clock times, zones and addresses. */
function fileOf(
  group: Group,
  read: ReadonlyMap<string, Read>,
  { probe, blindness, quietHours }: Settings,
): SettingsFile {
  const flat = Object.fromEntries(read)
  if (group === 'probing') {
    const { references, share, minimum, keepSamplesDays, ...rest } = flat
    // The map holds exactly this group's items, each read by its own kind; the store checks the whole again.
    return {
      probe: { ...probe, ...rest } as Settings['probe'],
      blindness: { ...blindness, ...given({ references, share, minimum }) } as Settings['blindness'],
      ...given({ keepSamplesDays }),
    }
  }
  if (group === 'channels') {
    const { quietFrom, quietTo, ...rest } = flat
    return { ...rest, quietHours: { from: String(quietFrom ?? quietHours.from), to: String(quietTo ?? quietHours.to) } }
  }
  if (group === 'shifts') {
    const { language, ...rest } = flat
    const chosen: Language | null = isLanguage(language) ? language : null
    return { ...rest, ...(chosen ? { language: chosen } : {}) }
  }
  return flat
}

function given(fields: Record<string, Read | undefined>): Record<string, Read> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

const mostRungs = 12
const audiences = ['staff', 'lead', 'office'] as const

/** The ladder from its rows: a row without minutes is left out. */
export function readLadder(
  values: Values,
  { desk, settings: say }: Words,
): { ladder: LadderRung[]; errors: FieldError[] } {
  const ladder: LadderRung[] = []
  const errors: FieldError[] = []
  for (let row = 0; row < mostRungs; row++) {
    const typed = (values[`after${row}`] ?? '').normalize('NFKC').trim()
    if (typed === '') continue
    const tell = audiences.find((one) => one === values[`tell${row}`])
    const by = (['sms', 'voice'] as const).filter((channel) => values[`${channel}${row}`] === 'yes')
    if (!/^\d+(\.\d+)?$/.test(typed)) errors.push({ field: `after${row}`, text: desk.numberBad })
    else if (by.length === 0) errors.push({ field: `after${row}`, text: say.noChannel })
    else if (tell) ladder.push({ afterMinutes: Number(typed), tell, by })
  }
  if (ladder.length === 0 && errors.length === 0) errors.push({ field: 'after0', text: say.noRung })
  return { ladder, errors }
}
