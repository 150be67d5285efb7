import { type ChannelId, channelFacts, channelIds } from '../../domain/channel.ts'
import type { FieldError } from '../form.ts'
import type { Words } from '../words.ts'
import type { FieldView, Values } from './form-view.ts'

/**
 * The channels among which there is a choice, in the order of the house: those that exist, where another one of their
 * kind exists as well. A call never takes the place of a text, so the two are put in order apart.
 */
function choosable(channels: ReadonlySet<ChannelId>): ChannelId[] {
  const there = channelIds.filter((id) => channels.has(id))
  return there.filter((id) => there.some((other) => other !== id && channelFacts[other].kind === channelFacts[id].kind))
}

const nameOf = (id: ChannelId) => `rank_${id}`

/** A list as the form shows it: the place of each channel among its kind; who is not listed has none. */
export function rankValues(listed: readonly ChannelId[] = []): Values {
  const places = new Map<string, number>()
  return Object.fromEntries(
    listed.map((id) => {
      const { kind } = channelFacts[id]
      places.set(kind, (places.get(kind) ?? 0) + 1)
      return [nameOf(id), String(places.get(kind))]
    }),
  )
}

/** What was typed of the choice, ready to be shown again. */
export function typedRanks(typed: Values): Values {
  return Object.fromEntries(
    channelIds.map(nameOf).flatMap((name) => (typed[name] === undefined ? [] : [[name, typed[name]]])),
  )
}

/**
 * The list that was chosen, or two channels that were given the same place. `before` stays as far as the form did not
 * offer it: whatever does not exist now, and all of it where there is no choice.
 */
export function readRanks(
  typed: Values,
  before: readonly ChannelId[] = [],
  { channels, words }: { channels: ReadonlySet<ChannelId>; words: Words },
): { channels: ChannelId[]; errors: FieldError[] } {
  const offered = choosable(channels)
  // A page from before an update, or before a channel was set up, says nothing of the choice.
  if (!offered.some((id) => typed[nameOf(id)] !== undefined)) return { channels: [...before], errors: [] }
  const chosen = offered
    .map((id) => ({ id, place: placeOf(typed[nameOf(id)] ?? '') }))
    .filter(({ place }) => place > 0)
    .toSorted((a, b) => kindOrder(a.id) - kindOrder(b.id) || a.place - b.place)
  const kept = before.filter((id) => !offered.includes(id))
  const errors = chosen.flatMap(({ id, place }, i) => {
    const next = chosen[i + 1]
    if (next?.place !== place || kindOrder(next.id) !== kindOrder(id)) return []
    return [
      { field: 'channels', text: words.channels.twice(words.watch.channelName[id], words.watch.channelName[next.id]) },
    ]
  })
  return { channels: [...chosen.map(({ id }) => id), ...kept], errors }
}

function placeOf(text: string): number {
  return /^[1-9]$/.test(text) ? Number(text) : 0
}

function kindOrder(id: ChannelId): number {
  return channelFacts[id].kind === 'sms' ? 0 : 1
}

/** One small list for each channel; no field at all where there is nothing to choose. */
export function rankFields(
  values: Values,
  errors: readonly FieldError[],
  { channels, words, hint }: { channels: ReadonlySet<ChannelId>; words: Words; hint: string },
): FieldView[] {
  const say = words.channels
  const offered = choosable(channels)
  if (offered.length === 0) return []
  const rows = offered.map((id) => {
    const name = nameOf(id)
    const places = offered.filter((other) => kindOrder(other) === kindOrder(id)).map((_, i) => i + 1)
    const options = [
      { value: '', label: say.unused },
      ...places.map((n) => ({ value: String(n), label: say.place(n) })),
    ]
    const choices = options.map((option) => ({ ...option, isChosen: option.value === (values[name] ?? '') }))
    return { name, label: words.watch.channelName[id], choices }
  })
  const error = errors.find(({ field }) => field === 'channels')?.text ?? ''
  return [{ name: 'channels', label: say.field, hint, kind: 'ranks', value: '', choices: [], rows, error }]
}
