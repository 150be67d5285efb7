import type { Request, Response } from 'express'
import { saveSettings } from '../../actions/edit-book.ts'
import { kindsOf } from '../../domain/channel.ts'
import { languages } from '../../domain/language.ts'
import { rankFields, rankValues, readRanks } from '../desk/channel-ranks.ts'
import { type FieldView, fieldMaker, type Values } from '../desk/form-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf, valuesOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { languageNames } from '../words.ts'
import { channelsOf } from './channels-view.ts'
import { countryRows, countryValues, readCountries } from './countries-view.ts'
import { defaultText, type Group, groups, items, valuesOfGroup } from './groups.ts'
import { ladderSentence, ladderValues, rungRows } from './ladder-view.ts'
import { readGroup, readLadder } from './read-settings.ts'
import { tabsOf } from './tabs.ts'

/** `/settings/:group`: every number with its default and where it comes from. The office only. */
export const settings: Screen = (router, room) => {
  router.get('/settings', async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    res.redirect(303, '/settings/shifts')
  })
  router.get('/settings/:group', async (req, res) => {
    const group = groupOf(req, req.params.group)
    if (!group) return showMissing(room, req, res)
    const book = room.deps.book.current()
    const ladder = ladderValues(book.settings.ladder)
    const more = { ...countryValues(book.settings), ...rankValues(book.settings.channels) }
    await view(room, req, res, group, { ...valuesOfGroup(book, group), ...ladder, ...more }, [])
  })
  router.post('/settings/:group', async (req, res) => {
    const group = groupOf(req, req.params.group)
    if (!group) return showMissing(room, req, res)
    await submit(room, req, res, group)
  })
}

function groupOf(req: Request, name: string): Group | null {
  return signedInReader(req).isOffice ? (groups.find((group) => group === name) ?? null) : null
}

async function submit(room: Room, req: Request, res: Response, group: Group): Promise<void> {
  const reader = signedInReader(req)
  const { words, now } = reader
  const typed = fieldsOf(req)
  const book = room.deps.book.current()
  const read = readGroup(group, typed, book.settings, words)
  const ladder = group === 'escalation' ? readLadder(typed, words) : null
  const officePersonIds = group === 'shifts' ? valuesOf(req, 'officePersonIds') : null
  const limits = group === 'channels' ? readCountries(typed, book.settings, words) : null
  const ranks =
    group === 'channels' ? readRanks(typed, book.settings.channels, { channels: room.deps.channels, words }) : null
  const errors = [...read.errors, ...(ladder?.errors ?? []), ...(limits?.errors ?? []), ...(ranks?.errors ?? [])]
  if (officePersonIds && !officePersonIds.includes(reader.person.id))
    errors.push({ field: 'officePersonIds', text: words.settings.keepYourself })
  const values = officePersonIds ? { ...typed, officePersonIds: officePersonIds.join(',') } : typed
  if (errors.length > 0) return view(room, req, res, group, values, errors)
  const file = {
    ...read.file,
    ...(ladder ? { ladder: ladder.ladder } : {}),
    ...(limits ? { countries: limits.countries } : {}),
    ...(ranks ? { channels: ranks.channels } : {}),
    ...(officePersonIds ? { officePersonIds } : {}),
  }
  const names = items.filter((item) => item.group === group).map(({ name }) => name)
  const refused = refusals(await saveSettings(room.deps, editorOf(reader), file, now), reader, names)
  if (refused.length > 0) return view(room, req, res, group, values, refused)
  await seeOther(req, res, `/settings/${group}`, words.settings.saved)
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  group: Group,
  values: Values,
  errors: readonly FieldError[],
): Promise<void> {
  const reader = signedInReader(req)
  const { words } = reader
  const say = words.settings
  const book = room.deps.book.current()
  const isEscalation = group === 'escalation'
  await showPage(room, req, res, {
    template: 'settings/settings',
    title: say.groups[group],
    nav: 'settings',
    status: errors.length > 0 ? 422 : 200,
    view: {
      heading: say.groups[group],
      tabs: tabsOf(words, group),
      action: `/settings/${group}`,
      fields: [
        ...(group === 'channels'
          ? rankFields(values, errors, { channels: room.deps.channels, words, hint: words.channels.ofAll })
          : []),
        ...fieldsFor(reader, group, values, errors),
        ...(group === 'shifts' ? [officeField(room, reader, values, errors)] : []),
      ],
      rungs: isEscalation ? rungRows(reader, values, errors) : [],
      preview: isEscalation ? ladderSentence(reader, book.settings, kindsOf(room.deps.channels)) : '',
      channels: group === 'channels' ? channelsOf(room, reader) : null,
      countries: group === 'channels' ? countryRows(reader, book.settings, values, errors) : [],
      newCountry: fieldMaker(values, errors).input('newPrefix', { label: words.countries.another }),
      newLimit: fieldMaker(values, errors).input('newLimit', { label: words.countries.anotherLimit, kind: 'number' }),
      errors,
    },
  })
}

function fieldsFor({ words }: SignedIn, group: Group, values: Values, errors: readonly FieldError[]): FieldView[] {
  const make = fieldMaker(values, errors)
  const say = words.settings
  return items
    .filter((item) => item.group === group)
    .map((item) => {
      const { label, basis } = say.item[item.name]
      const hint = [
        say.standard(item.kind === 'language' ? languageNames['zh-Hans'] : defaultText(item).replaceAll('\n', ', ')),
        basis,
      ]
        .filter(Boolean)
        .join(' ')
      if (item.kind === 'language')
        return make.select(
          item.name,
          { label, hint },
          languages.map((value) => ({ value, label: languageNames[value] })),
        )
      return make.input(item.name, {
        label,
        hint,
        kind: item.kind === 'lines' ? 'area' : item.kind === 'number' ? 'number' : 'text',
      })
    })
}

/** Who is the duty office. The reader cannot take themselves out: the last one would lock everybody out. */
function officeField(room: Room, { words }: SignedIn, values: Values, errors: readonly FieldError[]): FieldView {
  const book = room.deps.book.current()
  const chosen = values['officePersonIds'] ?? book.settings.officePersonIds.join(',')
  const there = new Set(chosen.split(','))
  const people = [...book.people.values()].filter(
    ({ disabled, id, unitId }) => !disabled && (there.has(id) || isNear(unitId)),
  )
  const make = fieldMaker({ officePersonIds: chosen }, errors)
  return make.checks(
    'officePersonIds',
    { label: words.settings.officePeople, hint: words.settings.officePeopleHint },
    people.map(({ id, name }) => ({ value: id, label: name })),
  )

  /** People of the units that the office's own people come from: hundreds of others need not be offered. */
  function isNear(unitId: string | undefined): boolean {
    const units = new Set(book.settings.officePersonIds.map((id) => book.people.get(id)?.unitId))
    return units.has(unitId) || book.people.size <= mostOffered
  }
}
const mostOffered = 40
