import type { Role } from '../book/book.ts'
import { roleIn } from './header-words.ts'
import { looksLikeHours } from './hours.ts'

/** A person as a cell names one. `hint`: what stood in brackets after the name, a unit or a position. */
export type NamedPerson = { name: string; hint: string | null; phone: string | null; hours: string | null }
/** What a cell holds. `strange`: the part that is neither a name nor anything that goes with one; null when all is. */
type NamesReading = { people: NamedPerson[]; strange: string | null }

const ranks =
  '(?:常务|常務|一级|一級|二级|二級|三级|三級|四级|四級)?(?:副|总|總)?(?:主任|局长|局長|科长|科長|处长|處長|书记|書記|区长|區長|县长|縣長|市长|市長|主席|部长|部長|院长|院長|校长|校長|组长|組長|站长|站長|所长|所長|秘书长|秘書長|股长|股長|队长|隊長|调研员|調研員|主任科员|主任科員|科员|科員|经理|經理|专员|專員|干事|幹事|工程师|工程師|同志|老师|老師)'
const isRank = new RegExp(`^${ranks}$`, 'u')
const withRank = new RegExp(`^(\\p{sc=Han}{2,4}?)${ranks}$`, 'u')
const onlySurname = new RegExp(`^\\p{sc=Han}${ranks}$`, 'u')
/** Words of the trade that stand where a name should. */
const noName =
  /人员|人員|全体|全體|轮流|輪流|值班|带班|帶班|网站|網站|电话|電話|单位|單位|科室|办公室|辦公室|休息|放假|星期/u

/** A mobile as people group its digits, masked or not; else any run of digits, an extension or a landline. */
const figures = /(?:\+?86[- ]?)?1[3-9]\d[- ]?[\d*]{4}[- ]?\d{4}(?!\d)|\+?\d[\d*]{2,}(?:-[\d*]{3,})*/g
/** A number by its place in the list of numbers (private characters mark it), a bracket, a word, what parts, a label’s colon. */
const tokens =
  /\ue000(\d+)\ue001|[（(【[]([^）)】\]]*)[）)】\]]|([\p{L}\p{M}·•・.'’-]+)|([、,;/|&\n\r\t]+)|:(?=\s*\ue000)|(:)|(\s+)|[*★☆△▲●○◎#√✓]+|(.)/gsu

/** Reads the people of a cell: 周敏、陈海涛; 周敏 陈海涛; 王　洁; 周敏13800000001; 王洁（教育局）; 1.周敏 2.陈海涛. */
export function readNames(text: string): NamesReading {
  const phones: string[] = []
  const plain = withoutInertMark(text)
    .normalize('NFKC')
    .replace(/[\ue000\ue001]/gu, '')
    .replace(/(^|[\s、,;])\d{1,2}\s*(?:[.、)]|(?=\p{sc=Han}))/gu, '$1')
    .replace(wideSet, closedUp)
    .replace(figures, (phone) => `\ue000${phones.push(phone) - 1}\ue001`)
  const scan: Scan = { people: [], isApart: true, strange: null }
  for (const token of plain.matchAll(tokens)) take(scan, token, phones)
  const people = scan.people.map((person) => ({ ...person, name: person.name.replace(withRank, '$1') }))
  const wrong = people.find(({ name }) => !isName(name))
  return { people, strange: scan.strange ?? wrong?.name ?? null }
}

type Scan = { people: NamedPerson[]; isApart: boolean; strange: string | null }

function take(
  scan: Scan,
  [, phone, bracket, word, divider, colon, space, other]: RegExpExecArray,
  phones: readonly string[],
): void {
  const last = scan.people.at(-1)
  if (word !== undefined) takeWord(scan, word)
  else if (phone !== undefined) {
    if (last) last.phone = phones[Number(phone)] ?? null
    scan.isApart = true
  } else if (bracket !== undefined && last) takeBracket(last, bracket, phones)
  else if (divider !== undefined) scan.isApart = true
  // What stands before a colon is a label: 主班：周敏.
  else if (colon !== undefined) scan.people.pop()
  else if (space === undefined && other !== undefined) scan.strange ??= other
}

/** Single characters with spaces between: 陈 海 涛, 王 洁, and 张 三 李 四 for two. */
const wideSet = /(?<!\p{sc=Han})\p{sc=Han}(?:[ \t]+\p{sc=Han})+(?!\p{sc=Han})/gu

function closedUp(run: string): string {
  const letters = run.split(/[ \t]+/)
  const length = letters.length % 3 === 0 ? 3 : 2
  return letters.map((letter, i) => (i > 0 && i % length === 0 ? ` ${letter}` : letter)).join('')
}

/** What is no Chinese name goes on over spaces. */
function takeWord(scan: Scan, word: string): void {
  const last = scan.people.at(-1)
  if (last && isRank.test(word)) return
  const goesOn = last && !scan.isApart && last.phone === null && last.hint === null
  const isForeign = goesOn && /^[\p{sc=Latin}\s.'-]+$/u.test(last.name) && /^[\p{sc=Latin}.'’-]+$/u.test(word)
  if (last && isForeign) last.name += ` ${word}`
  else scan.people.push({ name: word, hint: null, phone: null, hours: null })
  scan.isApart = false
}

function takeBracket(last: NamedPerson, text: string, phones: readonly string[]): void {
  const phone = /\ue000(\d+)\ue001/.exec(text)?.[1]
  const rest = text.replace(/\ue000\d+\ue001/g, '').trim()
  if (phone !== undefined && !looksLikeHours(text)) last.phone = phones[Number(phone)] ?? null
  if (looksLikeHours(rest)) last.hours = rest
  else if (rest !== '' && !isRank.test(rest)) last.hint = rest
}

function isName(name: string): boolean {
  if (noName.test(name) || onlySurname.test(name)) return false
  return /^\p{sc=Han}[\p{sc=Han}·•・]{1,14}$/u.test(name) || /^[\p{sc=Latin}\p{M}\s.'’-]{2,60}$/u.test(name)
}

/** Every number in a cell of numbers, as it stands there, in order. */
export function readPhones(text: string): string[] {
  return withoutInertMark(text).normalize('NFKC').match(figures) ?? []
}

/** Our own files put an apostrophe before what a spreadsheet might take for a formula. */
function withoutInertMark(text: string): string {
  return text.replace(/^['’](?=[=+\-@\t\r＝＋－＠])/u, '')
}

/** A cell for both roles, 带班：周敏 值班：陈海涛, cut at their names; one part without a role when there are none. */
export function rolesIn(text: string): { role: Role | null; text: string }[] {
  const labels = [
    ...text.matchAll(/((?:带班|帶班|值班|值守)(?:领导|領導|人员|人員|员|員)?|领导|領導|lead|staff)\s*[:：]/giu),
  ]
  if (labels.length === 0) return [{ role: null, text }]
  return labels.map((label, i) => ({
    role: roleIn(label[1] ?? ''),
    text: text.slice(label.index + label[0].length, labels[i + 1]?.index ?? text.length),
  }))
}
