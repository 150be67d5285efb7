import type { Settings } from '../../domain/book/settings.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Language } from '../../domain/language.ts'
import { type ExampleNames, exampleText } from '../../domain/texts/example-text.ts'
import { type Clock, clockFor } from '../../domain/texts/render-context.ts'
import { measure } from '../../domain/texts/segments.ts'
import {
  houseTemplate,
  placeholdersIn,
  placeholdersOf,
  type TemplateKey,
  templateKeys,
} from '../../domain/texts/templates.ts'
import type { Words } from '../words.ts'

export const textGroups = ['page', 'recovery', 'roster', 'shift', 'own', 'answer'] as const
type TextGroup = (typeof textGroups)[number]

/** Which group a text stands in, by the beginning of its key; what is new and belongs to no other is the watch's own. */
const beginnings: readonly (readonly [RegExp, TextGroup])[] = [
  [/^answer\./, 'answer'],
  [/^(?:recovered|confirm|bundle\.(?:confirm|recovered))/, 'recovery'],
  [/^(?:outage|repage|escalate|rejected|relapse|taken|bundle)/, 'page'],
  [/^(?:roster|remind|shift|swap|contact)/, 'roster'],
  [/^(?:handover|nil|spot)/, 'shift'],
]

function groupOf(key: TemplateKey): TextGroup {
  return beginnings.find(([beginning]) => beginning.test(key))?.[1] ?? 'own'
}

type TextRow = { key: string; name: string; words: string; href: string; sizes: string; isOwn: boolean }

/** Every text in one language by group, with its present words and how long they are when sent. */
export function textRows(
  words: Words,
  settings: Settings,
  language: Language,
  now: Instant,
): { title: string; rows: TextRow[] }[] {
  const clock = previewClock(settings, language, now)
  return textGroups.map((group) => ({
    title: words.texts.groups[group],
    rows: templateKeys
      .filter((key) => groupOf(key) === group)
      .map((key) => {
        const own = clock.texts[key]
        const template = own ?? houseTemplate(language, key)
        return {
          key,
          name: textName(words, key),
          words: template,
          href: `/settings/texts/${key}?language=${language}`,
          sizes: words.texts.sizes(
            sizeOf(words, exampleText(key, template, 'ordinary', clock)),
            sizeOf(words, exampleText(key, template, 'longest', clock)),
          ),
          isOwn: own !== undefined,
        }
      }),
  }))
}

type TextExample = { title: string; text: string; size: string }

/** A text in these words as readers would have it, with ordinary and with the longest names. */
export function textExamples(words: Words, clock: Clock, key: TemplateKey, template: string): TextExample[] {
  const example = (names: ExampleNames): TextExample => {
    const text = exampleText(key, template, names, clock)
    return { title: words.texts[names], text, size: sizeOf(words, text) }
  }
  return [example('ordinary'), example('longest')]
}

/** What may be filled in, with what each is; those that may not be left out come first and are marked. */
export function placeholderRows(words: Words, language: Language, key: TemplateKey): { name: string; what: string }[] {
  const { placeholder, mustStand } = words.texts
  const house = placeholdersIn(houseTemplate(language, key))
  return [...placeholdersOf(key)].map((name) => {
    const what = placeholder[name] ?? ''
    const isKept = ['mark', 'code', 'site', 'sites'].includes(name) && house.includes(name)
    return { name: `{${name}}`, what: isKept ? mustStand(what) : what }
  })
}

/** Previews are for readers on the mainland, whose carriers allow the least. */
export function previewClock(settings: Settings, language: Language, now: Instant): Clock {
  return clockFor(settings, { language, to: '+86' }, now)
}

/** What people call a text: by the longest beginning of its key that has a name, and its key where it has a longer one. */
export function textName({ texts: { names } }: Words, key: TemplateKey): string {
  const parts = key.split('.')
  for (let length = parts.length; length > 0; length--) {
    const name = names[parts.slice(0, length).join('.')]
    if (name !== undefined) return length === parts.length ? name : `${name} · ${parts.slice(length).join('.')}`
  }
  return key
}

function sizeOf({ texts }: Words, text: string): string {
  const { units, segments } = measure(text)
  return texts.size(units, segments)
}
