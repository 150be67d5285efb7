import type { Role } from '../domain/book/book.ts'
import type { FeedSubject } from '../domain/feed.ts'
import type { Language } from '../domain/language.ts'

type FeedWords = {
  role: Record<Role, string>
  calendar: (kind: FeedSubject['kind'], name: string) => string
  /** The sites of a turn as its title names them: all of a few, the first of many. */
  sites: (first: string, count: number) => string
  names: (names: readonly string[]) => string
  /** Who has it, or which sites it is for, after the role. */
  title: (role: string, what: string) => string
  cancelled: (title: string) => string
  cancelledText: string
  /** Sites and who has them. */
  line: (sites: string, lead: string, staff: string) => string
  nobody: string
}

/** What calendar entries say, in the language of whoever made the calendar. */
export const feedWords: Record<Language, FeedWords> = {
  'zh-Hans': {
    role: { lead: '带班', staff: '值班' },
    calendar: (kind, name) => (kind === 'person' ? `值守 · ${name}的班` : `值守 · ${name}`),
    sites: (first, count) => (count === 1 ? first : `${first}等 ${count} 个网站`),
    names: (names) => names.join('、'),
    title: (role, what) => `${role} ${what}`,
    cancelled: (title) => `已取消：${title}`,
    cancelledText: '值班表有变动，这一班已取消，以最新的值班表为准。',
    line: (sites, lead, staff) => `${sites}：带班 ${lead}，值班 ${staff}`,
    nobody: '空岗',
  },
  'zh-Hant': {
    role: { lead: '帶班', staff: '值班' },
    calendar: (kind, name) => (kind === 'person' ? `值守 · ${name}的班` : `值守 · ${name}`),
    sites: (first, count) => (count === 1 ? first : `${first}等 ${count} 個網站`),
    names: (names) => names.join('、'),
    title: (role, what) => `${role} ${what}`,
    cancelled: (title) => `已取消：${title}`,
    cancelledText: '值班表有變動，這一班已取消，以最新的值班表為準。',
    line: (sites, lead, staff) => `${sites}：帶班 ${lead}，值班 ${staff}`,
    nobody: '空崗',
  },
  en: {
    role: { lead: 'Lead', staff: 'On duty' },
    calendar: (kind, name) => (kind === 'person' ? `Zhishou · shifts of ${name}` : `Zhishou · ${name}`),
    sites: (first, count) => (count === 1 ? first : `${first} and ${count - 1} more`),
    names: (names) => names.join(', '),
    title: (role, what) => `${role}: ${what}`,
    cancelled: (title) => `Cancelled: ${title}`,
    cancelledText: 'The roster has changed and this shift is cancelled; the newest duty table counts.',
    line: (sites, lead, staff) => `${sites}: lead ${lead}, staff ${staff}`,
    nobody: 'nobody',
  },
}
