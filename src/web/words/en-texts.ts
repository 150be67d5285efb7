import type { countries as countriesModel } from './zh-hans-texts.ts'

/** What texts may say and hold: countries, the words of each text, why one did not arrive. */
export const countries: typeof countriesModel = {
  title: 'Texts by country',
  hint: 'How many texts one number may get in 24 hours before another channel takes over; empty is no limit. Set one when carriers refuse texts, 4 for instance.',
  perDay: (prefix) => `${prefix}: most a day`,
  names: {
    '+86': 'Mainland China',
    '+91': 'India',
    '+84': 'Vietnam',
    '+502': 'Guatemala',
    '+506': 'Costa Rica',
    '+507': 'Panama',
    '+852': 'Hong Kong',
    '+853': 'Macao',
    '+886': 'Taiwan',
  },
  answers: 'can be answered',
  noAnswers: 'cannot be answered',
  urls: 'may hold web addresses',
  noUrls: 'no web addresses or telephone numbers',
  mostCharacters: (n) => `${n} characters at most`,
  another: 'Another country code',
  anotherLimit: 'Most a day for it',
  limitBad: 'A whole number from 1 to 999, or nothing',
  prefixBad: 'That is no country code; write it as +86',
}
