import type { Settings } from '../../domain/book/settings.ts'
import { type CountrySetting, countriesOf } from '../../domain/phone-country.ts'
import type { Values } from '../desk/form-view.ts'
import type { FieldError } from '../form.ts'
import type { Reader } from '../reader.ts'
import type { Words } from '../words.ts'

type CountryRow = { name: string; prefix: string; label: string; facts: string; value: string; error: string }

/** What a text may do where, one row for each prefix with rules of its own, with how many a day are allowed. */
export function countryRows(
  { words }: Reader,
  settings: Settings,
  values: Values,
  errors: readonly FieldError[],
): CountryRow[] {
  const say = words.countries
  return countriesOf(settings).map(({ prefix, twoWay, url, mostCharacters }) => {
    const name = fieldOf(prefix)
    return {
      name,
      prefix,
      label: say.names[prefix] ?? '',
      facts: words.frame.listOf([
        twoWay ? say.answers : say.noAnswers,
        url ? say.urls : say.noUrls,
        ...(mostCharacters === null ? [] : [say.mostCharacters(mostCharacters)]),
      ]),
      value: values[name] ?? '',
      error: errors.find(({ field }) => field === name)?.text ?? '',
    }
  })
}

/** The limits as the form shows them; an empty one is no limit. */
export function countryValues(settings: Settings): Values {
  const pairs = countriesOf(settings).map(({ prefix, textsADay }) => [fieldOf(prefix), String(textsADay ?? '')])
  return Object.fromEntries(pairs)
}

/** The limits from the form, with one for another prefix if it was filled in; or what is wrong with them. */
export function readCountries(
  values: Values,
  settings: Settings,
  { countries: say, desk }: Words,
): { countries: CountrySetting[]; errors: FieldError[] } {
  const errors: FieldError[] = []
  const own = new Map(settings.countries.map((entry) => [entry.prefix, entry]))
  const limit = (prefix: string, name: string) => {
    const typed = textOf(values[name])
    if (values[name] === undefined) return
    if (typed !== '' && !/^[1-9]\d{0,2}$/.test(typed)) errors.push({ field: name, text: say.limitBad })
    const { textsADay: _, ...rest } = own.get(prefix) ?? { prefix }
    own.set(prefix, typed === '' ? rest : { ...rest, textsADay: Number(typed) })
  }
  for (const { prefix } of countriesOf(settings)) limit(prefix, fieldOf(prefix))
  const added = textOf(values['newPrefix'])
  if (added !== '' && !/^\+?[1-9]\d{0,6}$/.test(added)) errors.push({ field: 'newPrefix', text: say.prefixBad })
  else if (added !== '' && textOf(values['newLimit']) === '') errors.push({ field: 'newLimit', text: desk.numberBad })
  else if (added !== '') limit(`+${added.replace('+', '')}`, 'newLimit')
  const countries = [...own.values()].filter((entry) => Object.keys(entry).length > 1)
  return { countries, errors }
}

function fieldOf(prefix: string): string {
  return `textsADay${prefix.slice(1)}`
}

function textOf(typed: string | undefined): string {
  return (typed ?? '').normalize('NFKC').trim()
}
