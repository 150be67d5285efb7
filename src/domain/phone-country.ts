/** What the carriers of the countries behind a prefix allow of a text. */
export type PhoneCountry = {
  /** The prefix the rules were found under; empty for a country with no entry. */
  prefix: string
  /** A text can be answered by text. */
  twoWay: boolean
  /** A text may hold a web address, a host name, an IP address or a telephone number. */
  url: boolean
  /** The longest text that is still likely to arrive, in characters; null: the provider's own limit. */
  mostCharacters: number | null
  /** Distinct texts one number may get in 24 hours before another channel takes over; null: no limit. */
  textsADay: number | null
}

/** What an office knows better than the table, for one prefix. */
export type CountrySetting = { prefix: string; twoWay?: boolean; url?: boolean; textsADay?: number | null }
type Countries = { countries: readonly CountrySetting[] }

const unknownCountry: PhoneCountry = { prefix: '', twoWay: true, url: true, mostCharacters: null, textsADay: null }
const oneWay = (prefix: string): PhoneCountry => ({ ...unknownCountry, prefix, twoWay: false })

/**
 * Mainland China: no two-way texts, no web addresses, at most 500 characters or 8 segments (twilio.com/guidelines/cn/sms,
 * as PAGING tells it). How many texts a day are refused is not published: an office that hears of refusals sets a limit.
 * India, Vietnam, Guatemala, Costa Rica and Panama cannot answer either: the list that GoAlert keeps.
 */
const table: readonly PhoneCountry[] = [
  { ...oneWay('+86'), url: false, mostCharacters: 500 },
  ...['+91', '+84', '+502', '+506', '+507'].map(oneWay),
]

/** The rules for a number in E.164: those of the longest prefix that matches, what the settings say over them. */
export function countryOf(e164: string, { countries }: Countries): PhoneCountry {
  const known = longestMatch(table, e164) ?? unknownCountry
  const own = longestMatch(countries, e164)
  return own ? { ...known, ...own } : known
}

/** Every prefix that has rules of its own, the mainland first, with what counts for it. */
export function countriesOf(settings: Countries): PhoneCountry[] {
  const prefixes = new Set([...table, ...settings.countries].map(({ prefix }) => prefix))
  return [...prefixes].map((prefix) => ({ ...countryOf(prefix, settings), prefix }))
}

function longestMatch<T extends { prefix: string }>(entries: readonly T[], e164: string): T | null {
  const matching = entries.filter(({ prefix }) => e164.startsWith(prefix))
  return matching.toSorted((a, b) => b.prefix.length - a.prefix.length)[0] ?? null
}
