import { squeezed } from '../roster-table/plain-words.ts'

/** What a column of a list of sites can say. */
export const siteColumns = [
  'siteCode',
  'name',
  'shortName',
  'url',
  'unit',
  'group',
  'contacts',
  'hosting',
  'status',
] as const
export type SiteColumn = (typeof siteColumns)[number]
/** Which column of the file says what; null: it is not read. */
export type ColumnMap = readonly (SiteColumn | null)[]

/** How offices and 全国政府网站信息报送系统 head their columns; the first that fits wins. */
const headings: readonly (readonly [SiteColumn, RegExp])[] = [
  ['siteCode', /标识码|標識碼|网站编码|sitecode|^code$/i],
  ['shortName', /简称|簡稱|shortname/i],
  ['status', /状态|狀態|运行情况|status/i],
  ['contacts', /联系人|聯繫人|负责人|責任人|责任人|管理员|contact/i],
  ['url', /网址|網址|域名|地址|链接|url|domain|website/i],
  ['unit', /主办|主辦|单位|單位|机构|unit|organi[sz]/i],
  ['group', /分组|分組|地区|地區|区划|省份|市州|类型|類型|类别|group|type/i],
  ['hosting', /托管|託管|机房|接入|hosting/i],
  ['name', /网站名|網站名|站点名|^名称$|^名稱$|^网站$|^網站$|^name$|sitename/i],
]

/** Headings that hold a word of another column: a telephone, an e-mail or an ICP number is none of ours. */
const never = /电话|電話|手机|手機|邮箱|郵箱|备案|備案|传真|phone|mobile|mail|序号|序號/i

/** What each heading seems to mean; no meaning is given twice, the first column has it. */
export function guessColumns(heads: readonly string[]): ColumnMap {
  const given = new Set<SiteColumn>()
  return heads.map((head) => {
    const text = squeezed(head)
    if (text === '' || never.test(text)) return null
    const found = headings.find(([column, words]) => !given.has(column) && words.test(text))
    if (!found) return null
    given.add(found[0])
    return found[0]
  })
}

const mostHeadRows = 20

/** The row that heads the table: of the first rows the one of which most is understood; -1 in an empty table. */
export function headRow(rows: readonly (readonly string[])[]): number {
  let best = { row: rows.findIndex((cells) => cells.some((cell) => cell !== '')), known: 0 }
  for (const [row, cells] of rows.slice(0, mostHeadRows).entries()) {
    const known = guessColumns(cells).filter((column) => column !== null).length
    if (known > best.known) best = { row, known }
  }
  return best.row
}
