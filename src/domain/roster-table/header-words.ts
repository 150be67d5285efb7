import type { Role } from '../book/book.ts'
import { squeezed } from './plain-words.ts'

/** What a column of an office's table holds. `person`: names; `role`: in each row, which of the two roles it is about. */
export type ColumnKind =
  | 'date'
  | 'weekday'
  | 'hours'
  | 'site'
  | 'code'
  | 'unit'
  | 'role'
  | 'person'
  | 'phone'
  | 'position'
  | 'note'

export type Heading = { kind: ColumnKind; role: Role | null }

// Offices of both scripts, and English. The order decides: 值班电话 is a phone, 值班日期 a date, 值班领导 a lead.
const kinds: readonly (readonly [ColumnKind, RegExp])[] = [
  ['note', /备注|備註|说明|說明|序号|序號|编号|編號|^(no|#|notes?|remarks?)$/i],
  ['code', /标识码|標識碼|^(site)?code$/i],
  ['phone', /电话|電話|手机|手機|号码|號碼|联系方式|聯繫方式|聯絡方式|联络方式|移动|短号|座机|phone|mobile|tel/i],
  ['position', /职务|職務|职位|職位|职级|職級|职称|頭銜|position|title/i],
  ['weekday', /星期|周几|週幾|礼拜|禮拜|weekday|^day$/i],
  [
    'hours',
    /班次|班别|班別|时段|時段|班时|起止|时间段|時間段|几点|^(值班|上班)?时间$|^(值班|上班)?時間$|^(hours|shift|time)$/i,
  ],
  ['date', /日期|日子|^(值班)?(时日|時日)$|月日|^date$/i],
  [
    'site',
    /^(值班|责任|責任|所属|所屬|负责|負責)?(网站|網站|站点|站點|平台)(名称|名稱|名|全称|全稱|简称|簡稱)?$|^(web)?sites?$/i,
  ],
  [
    'unit',
    /^(值班|主办|主辦|所在|责任|責任|所属|所屬|主管)?(单位|單位|部门|部門|机构|機構|科室|处室|處室)(名称|名稱)?$|^(unit|department|office)$/i,
  ],
  ['role', /^(值班)?(类别|類別|类型|類型|角色|岗位|崗位|职责|職責|层级|role|duty)$/i],
]
const leadWords = /带班|帶班|领导|領導|总值班|總值班|值班长|值班長|^lead$|lead/i
const staffWords = /值班|值守|当班|當班|在岗|在崗|工作人员|工作人員|经办|經辦|staff|onduty/i
const personWords = /姓名|人员|人員|名单|名單|^name$/i

/** What a heading says of its column; null when it is no word of a duty table. */
export function headingOf(text: string): Heading | null {
  const word = squeezed(text).replace(/[（(][^）)]*[）)]$/u, '')
  if (word === '' || word.length > 16) return null
  const role = roleIn(word)
  const kind = kinds.find(([, pattern]) => pattern.test(word))?.[0]
  if (kind) return { kind, role }
  // A title such as 国庆节值班安排表 is no column.
  return (role && !/表$/.test(word)) || personWords.test(word) ? { kind: 'person', role } : null
}

/** The role a word names; 带班 wins, since both words stand in 值班带班领导. */
export function roleIn(text: string): Role | null {
  if (leadWords.test(text)) return 'lead'
  return staffWords.test(text) ? 'staff' : null
}
