import type { Language } from '../language.ts'

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']
const places = [
  [10_000, '万', '萬'],
  [1000, '千', '千'],
  [100, '百', '百'],
  [10, '十', '十'],
] as const

/** A whole number from 0 to 99 999 as it is read out; the Chinese of the other script differs in one character. */
export function spokenNumber(value: number, language: Language): string {
  return language === 'en' ? englishNumber(value) : chineseNumber(value, language)
}

/** The same before a counted thing, where two is 两 and not 二. */
export function spokenCount(value: number, language: Language): string {
  if (value === 2 && language !== 'en') return language === 'zh-Hant' ? '兩' : '两'
  return spokenNumber(value, language)
}

function chineseNumber(value: number, language: 'zh-Hans' | 'zh-Hant'): string {
  if (value < 10) return digits[value] ?? String(value)
  // 十二, and not 一十二, where nothing stands before it.
  if (value < 20) return `十${value % 10 === 0 ? '' : digits[value % 10]}`
  const place = places.find(([size]) => value >= size)
  if (!place) return String(value)
  const [size, hans, hant] = place
  const rest = value % size
  const head = `${chineseNumber(Math.floor(value / size), language)}${language === 'zh-Hant' ? hant : hans}`
  if (rest === 0) return head
  const gap = rest < size / 10 ? '零' : ''
  return `${head}${gap}${rest >= 10 && rest < 20 ? '一' : ''}${chineseNumber(rest, language)}`
}

const small = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
]
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']

/** Words up to 99; a voice reads greater figures well enough by itself. */
function englishNumber(value: number): string {
  if (value < 20) return small[value] ?? String(value)
  if (value >= 100) return String(value)
  const rest = value % 10
  return `${tens[Math.floor(value / 10)]}${rest === 0 ? '' : `-${small[rest]}`}`
}
