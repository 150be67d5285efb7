import type { Words } from '../words.ts'
import { groups } from './groups.ts'

export type Tab = { href: string; label: string; isCurrent: boolean }

/** The pages of the settings: the groups of numbers, the texts, the book as a file. */
export function tabsOf(words: Words, current: (typeof groups)[number] | 'texts' | 'book'): Tab[] {
  const { groups: say } = words.settings
  const tab = (name: typeof current, label: string) => ({
    href: `/settings/${name}`,
    label,
    isCurrent: name === current,
  })
  return [...groups.map((group) => tab(group, say[group])), tab('texts', words.texts.tab), tab('book', say.book)]
}
