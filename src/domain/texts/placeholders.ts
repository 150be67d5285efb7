import { hour, minute } from '../instant.ts'
import type { Language } from '../language.ts'
import { dictionaries } from './dictionary.ts'
import { limitWords, spanWords } from './span-words.ts'

/** What a text is filled with, as the message sheet calls it: `t` since, `t2` at, `who` the person, `who2` the lead. */
export type Placeholder =
  | ('mark' | 'site' | 'sites' | 'code' | 't' | 't2' | 'why' | 'dur' | 'min')
  | ('who' | 'who2' | 'n' | 'N' | 'rest' | 'shared')
  | ('per' | 'unit' | 'd' | 't3' | 't4' | 'duty' | 'verb' | 'times' | 'found')
export type Values = Partial<Record<Placeholder, string>>

/** Those whose values are names, the others are words and figures of ours. The mark is put in by itself. */
type Names = Record<'site' | 'sites' | 'who' | 'who2' | 'per' | 'unit', string>

const chineseNames: Names = {
  site: '鞍山市铁东区人民政府门户网站',
  sites: '鞍山市铁东区人民政府门户网站、鞍山市人力资源和社会保障局',
  who: '欧阳海涛',
  who2: '司马静怡',
  per: '国庆节',
  unit: '铁东区政府办公室',
}
const latinNames: Names = {
  site: 'Tiedong District Government Portal',
  sites: 'Tiedong District Government Portal, Anshan Labour Bureau',
  who: 'Ouyang Haitao',
  who2: 'Sima Jingyi',
  per: 'National Day',
  unit: 'Tiedong District Office',
}

/** What a book takes for a name at most, and the longest name a person has (a transcription). */
const longestName = '鞍山市铁东区人民政府门户网站'.repeat(9).slice(0, 120)
const longestPerson = '阿卜杜热合曼·阿卜杜克热木·买买提艾力吐尔逊'
const longestNames: Names = {
  site: longestName,
  sites: longestName,
  who: longestPerson,
  who2: longestPerson,
  per: longestName,
  unit: longestName,
}

type Rest = Record<Exclude<Placeholder, keyof Names | 'mark'>, string>

/** Every placeholder filled as on an ordinary night; names as `language` readers have them, or in Chinese for all. */
export function ordinaryValues(language: Language, names: 'own' | 'chinese'): Values {
  const { why, duty, takes, found, tomorrow } = dictionaries[language]
  const rest: Rest = {
    ...{ code: 'K7QM', t: '02:57', t2: '03:41', t3: '08:30', t4: `${tomorrow}08:30` },
    ...{ why: why.connect_timeout, dur: spanWords(44 * minute, language), min: limitWords(5 * minute, language) },
    ...{ n: '3', N: '5', rest: '1', d: language === 'en' ? '3 Oct' : '10月3日', times: 'twice' },
    ...{ duty: duty.staff, verb: takes.staff, found: found.no_answer, shared: '' },
  }
  return { ...rest, ...(language === 'en' && names === 'own' ? latinNames : chineseNames) }
}

/** Every placeholder filled with the longest there can be. */
export function longestValues(language: Language): Values {
  const { why, duty, takes, found, neglect, odd, shared } = dictionaries[language]
  const day = language === 'en' ? '23 Sept' : '12月31日'
  const moment = (clock: string) => (language === 'en' ? `${day} ${clock}` : `${day}${clock}`)
  const longest = (texts: readonly string[]) => texts.toSorted((a, b) => b.length - a.length)[0] ?? ''
  const span = spanWords(24 * 90 * hour + 23 * hour, language)
  const rest: Rest = {
    ...{ code: 'K7QM', t: moment('22:41'), t2: moment('22:41'), t3: '08:30', t4: moment('08:30') },
    ...{ why: longest(Object.values(why)), dur: span, min: span },
    ...{ n: '14300', N: '14300', rest: '120', d: day, times: '14300 times' },
    ...{ duty: longest(Object.values(duty)), verb: longest(Object.values(takes)) },
    found: longest([...Object.values(found), ...Object.values(neglect), ...Object.values(odd)]),
    shared: longest(Object.values(shared)),
  }
  return { ...rest, ...longestNames }
}
