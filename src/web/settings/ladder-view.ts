import type { ChannelKind, LadderRung, Settings } from '../../domain/book/settings.ts'
import { minute } from '../../domain/instant.ts'
import type { Values } from '../desk/form-view.ts'
import type { FieldError } from '../form.ts'
import type { Reader } from '../reader.ts'

type RungRow = {
  n: number
  after: string
  tells: { value: string; label: string; isChosen: boolean }[]
  sms: boolean
  voice: boolean
  error: string
}

/** The rows of the form: what stands there, and two empty ones. */
export function rungRows({ words }: Reader, values: Values, errors: readonly FieldError[]): RungRow[] {
  const filled = Object.keys(values).filter((name) => /^after\d+$/.test(name) && values[name] !== '').length
  return Array.from({ length: Math.min(12, filled + 2) }, (_, n) => ({
    n,
    after: values[`after${n}`] ?? '',
    tells: (['staff', 'lead', 'office'] as const).map((value) => ({
      value,
      label: words.watch.role[value],
      isChosen: values[`tell${n}`] === value,
    })),
    sms: values[`sms${n}`] === 'yes',
    voice: values[`voice${n}`] === 'yes',
    error: errors.find(({ field }) => field === `after${n}`)?.text ?? '',
  }))
}

export function ladderValues(ladder: readonly LadderRung[]): Values {
  const pairs = ladder.flatMap(({ afterMinutes, tell, by }, n): [string, string][] => [
    [`after${n}`, String(afterMinutes)],
    [`tell${n}`, tell],
    ...by.map((channel): [string, string] => [`${channel}${n}`, 'yes']),
  ])
  return Object.fromEntries(pairs)
}

/**
 * The whole ladder as one sentence with clock times, as if a site had failed at `now`. A channel that does not exist
 * here is named as what it is: skipped.
 */
export function ladderSentence(
  { words, format, now }: Reader,
  { ladder, ladderRepeatMinutes }: Settings,
  channels: ReadonlySet<ChannelKind>,
): string {
  const say = words.settings.preview
  const nameOf = (channel: ChannelKind) => {
    const name = words.watch.channel[channel]
    return channels.has(channel) ? name : say.missing(name)
  }
  const byMinute = Map.groupBy(ladder, ({ afterMinutes }) => afterMinutes)
  const steps = [...byMinute]
    .toSorted(([a], [b]) => a - b)
    .map(([afterMinutes, rungs]) => {
      const who = rungs.map(({ tell, by }) => say.tell(words.watch.role[tell], words.frame.listOf(by.map(nameOf))))
      return say.at(format.clock(now + afterMinutes * minute), words.frame.listOf(who))
    })
  return say.sentence(steps, ladderRepeatMinutes)
}
