import fc from 'fast-check'
import { expect, test } from 'vitest'
import { channelFacts, channelIds } from '../../src/domain/channel.ts'
import { rankFields, rankValues, readRanks } from '../../src/web/desk/channel-ranks.ts'
import { wordsOf } from '../../src/web/words.ts'

const words = wordsOf('zh-Hans')
const lists = fc.shuffledSubarray([...channelIds])
/** A list as the form writes it: texts before calls. */
const ordered = lists.map((ids) =>
  ids.toSorted((a, b) =>
    channelFacts[a].kind < channelFacts[b].kind ? -1 : channelFacts[a].kind > channelFacts[b].kind ? 1 : 0,
  ),
)

test('a form that is saved as it was shown changes nothing', () => {
  fc.assert(
    fc.property(ordered, (listed) => {
      const all = { channels: new Set(channelIds), words }
      const shown = rankFields(rankValues(listed), [], { ...all, hint: '' })
      const rows = shown.flatMap(({ rows = [] }) => rows)
      const sent = rows.map(({ name, choices }) => [name, choices.find(({ isChosen }) => isChosen)?.value ?? ''])
      expect(readRanks(Object.fromEntries(sent), listed, all)).toEqual({ channels: listed, errors: [] })
    }),
  )
})

test('whatever is typed, nothing is listed twice, nothing that does not exist is added, and a clash is named', () => {
  const typed = fc.dictionary(
    fc.constantFrom(...channelIds.map((id) => `rank_${id}`)),
    fc.constantFrom('', '1', '2', '0', 'x'),
  )
  fc.assert(
    fc.property(typed, lists, lists, (values, before, there) => {
      const { channels, errors } = readRanks(values, before, { channels: new Set(there), words })
      expect(new Set(channels).size).toBe(channels.length)
      for (const id of channels) expect(there.includes(id) || before.includes(id)).toBe(true)
      for (const { field } of errors) expect(field).toBe('channels')
    }),
  )
})
