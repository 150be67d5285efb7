import type { BookProblem, ProblemName } from './book-check.ts'
import type { Language } from './language.ts'

type Values = Record<string, string>
type Sentences = Record<ProblemName, (values: Values) => string>

const zhHans: Sentences = {
  missing: () => '没有填',
  wrong_type: ({ value, expected }) => `是 ${value}，类型不对，要 ${expected}`,
  not_one_of: ({ value, expected }) => `是 ${value}，只能是 ${expected}`,
  unknown_field: () => '不认识这一项，请核对拼写',
  bad_schema: ({ value }) => `是 ${value}，要写 zhishou.book/1`,
  bad_id: ({ value }) => `编号“${value}”只能用小写字母、数字和 -，1 到 64 位`,
  bad_name: () => '要填 1 到 120 个字',
  bad_date: ({ value }) => `“${value}”不是日期，要写成 2026-10-01`,
  bad_moment: ({ value }) => `“${value}”不是时刻，要写成 2026-10-01T08:30:00+08:00`,
  bad_clock_time: ({ value }) => `“${value}”不是钟点，要写成 08:30`,
  not_positive: ({ value }) => `是 ${value}，要大于 0`,
  negative: ({ value }) => `是 ${value}，不能小于 0`,
  above_one: ({ value }) => `是 ${value}，不能大于 1`,
  too_large: ({ value }) => `是 ${value}，太大了，不能超过 1000000`,
  empty: () => '至少要有一项',
  bad_timezone: ({ value }) => `没有“${value}”这个时区，例如 Asia/Shanghai`,
  bad_reference: ({ value }) => `“${value}”不能用来自检，要写成 https://… 或 tcp://主机:端口`,
  bad_mobile: ({ value }) => `手机号“${value}”不对，要写成 +86 加 11 位号码，如 +8613800000001`,
  bad_phone: ({ value }) => `电话“${value}”不对，只能有数字、空格和 -`,
  bad_url: ({ value }) => `网址“${value}”不对，要以 http:// 或 https:// 开头，不带用户名`,
  bad_status: ({ value }) => `状态码 ${value} 不对，要在 100 到 599 之间`,
  duplicate_id: ({ value }) => `编号“${value}”用了两次`,
  duplicate_mobile: ({ value, other }) => `手机号 ${value} 和${other}的相同`,
  unknown_unit: ({ value }) => `没有编号为“${value}”的单位`,
  unknown_person: ({ value }) => `没有编号为“${value}”的人员`,
  unknown_site: ({ value }) => `没有编号为“${value}”的网站`,
  unknown_period: ({ value }) => `没有编号为“${value}”的值班期`,
  reversed: ({ from, to }) => `结束 ${to} 不晚于开始 ${from}`,
  two_leads: ({ other, from, to }) => `与 ${other} 重叠：${from} 到 ${to} 一个网站有两位带班`,
  two_places: ({ other, person, from, to }) => `与 ${other} 重叠：${from} 到 ${to} ${person}同时值两个单位的网站`,
  both_roles: ({ other, person, from, to }) => `与 ${other} 重叠：${from} 到 ${to} ${person}又带班又值班`,
  twice_at_once: ({ other, person, from, to }) => `与 ${other} 重叠：${from} 到 ${to} ${person}在同一个岗上排了两次`,
  invalid: ({ value }) => `“${value}”不对`,
}

const zhHant: Sentences = {
  missing: () => '沒有填',
  wrong_type: ({ value, expected }) => `是 ${value}，類型不對，要 ${expected}`,
  not_one_of: ({ value, expected }) => `是 ${value}，只能是 ${expected}`,
  unknown_field: () => '不認識這一項，請核對拼寫',
  bad_schema: ({ value }) => `是 ${value}，要寫 zhishou.book/1`,
  bad_id: ({ value }) => `編號“${value}”只能用小寫字母、數字和 -，1 到 64 位`,
  bad_name: () => '要填 1 到 120 個字',
  bad_date: ({ value }) => `“${value}”不是日期，要寫成 2026-10-01`,
  bad_moment: ({ value }) => `“${value}”不是時刻，要寫成 2026-10-01T08:30:00+08:00`,
  bad_clock_time: ({ value }) => `“${value}”不是鐘點，要寫成 08:30`,
  not_positive: ({ value }) => `是 ${value}，要大於 0`,
  negative: ({ value }) => `是 ${value}，不能小於 0`,
  above_one: ({ value }) => `是 ${value}，不能大於 1`,
  too_large: ({ value }) => `是 ${value}，太大了，不能超過 1000000`,
  empty: () => '至少要有一項',
  bad_timezone: ({ value }) => `沒有“${value}”這個時區，例如 Asia/Shanghai`,
  bad_reference: ({ value }) => `“${value}”不能用來自檢，要寫成 https://… 或 tcp://主機:埠`,
  bad_mobile: ({ value }) => `手機號“${value}”不對，要寫成 +86 加 11 位號碼，如 +8613800000001`,
  bad_phone: ({ value }) => `電話“${value}”不對，只能有數字、空格和 -`,
  bad_url: ({ value }) => `網址“${value}”不對，要以 http:// 或 https:// 開頭，不帶使用者名稱`,
  bad_status: ({ value }) => `狀態碼 ${value} 不對，要在 100 到 599 之間`,
  duplicate_id: ({ value }) => `編號“${value}”用了兩次`,
  duplicate_mobile: ({ value, other }) => `手機號 ${value} 和${other}的相同`,
  unknown_unit: ({ value }) => `沒有編號為“${value}”的單位`,
  unknown_person: ({ value }) => `沒有編號為“${value}”的人員`,
  unknown_site: ({ value }) => `沒有編號為“${value}”的網站`,
  unknown_period: ({ value }) => `沒有編號為“${value}”的值班期`,
  reversed: ({ from, to }) => `結束 ${to} 不晚於開始 ${from}`,
  two_leads: ({ other, from, to }) => `與 ${other} 重疊：${from} 到 ${to} 一個網站有兩位帶班`,
  two_places: ({ other, person, from, to }) => `與 ${other} 重疊：${from} 到 ${to} ${person}同時值兩個單位的網站`,
  both_roles: ({ other, person, from, to }) => `與 ${other} 重疊：${from} 到 ${to} ${person}又帶班又值班`,
  twice_at_once: ({ other, person, from, to }) => `與 ${other} 重疊：${from} 到 ${to} ${person}在同一個崗上排了兩次`,
  invalid: ({ value }) => `“${value}”不對`,
}

const en: Sentences = {
  missing: () => 'is missing',
  wrong_type: ({ value, expected }) => `is ${value}, which is not a ${expected}`,
  not_one_of: ({ value, expected }) => `is ${value}; it can only be ${expected}`,
  unknown_field: () => 'is not known; check its spelling',
  bad_schema: ({ value }) => `is ${value}; write zhishou.book/1`,
  bad_id: ({ value }) => `"${value}" may only have lower-case letters, digits and -, 1 to 64 of them`,
  bad_name: () => 'needs 1 to 120 characters',
  bad_date: ({ value }) => `"${value}" is no date; write it as 2026-10-01`,
  bad_moment: ({ value }) => `"${value}" is no moment; write it as 2026-10-01T08:30:00+08:00`,
  bad_clock_time: ({ value }) => `"${value}" is no time of day; write it as 08:30`,
  not_positive: ({ value }) => `is ${value}; it must be above 0`,
  negative: ({ value }) => `is ${value}; it cannot be below 0`,
  above_one: ({ value }) => `is ${value}; it cannot be above 1`,
  too_large: ({ value }) => `is ${value}, which is too large; 1000000 is the most`,
  empty: () => 'needs at least one entry',
  bad_timezone: ({ value }) => `there is no time zone "${value}"; Asia/Shanghai is one`,
  bad_reference: ({ value }) => `"${value}" is no reference; write https://… or tcp://host:port`,
  bad_mobile: ({ value }) => `"${value}" is no mobile number; write +86 and 11 digits, such as +8613800000001`,
  bad_phone: ({ value }) => `"${value}" is no telephone number; only digits, spaces and - belong there`,
  bad_url: ({ value }) => `"${value}" is no web address; it begins with http:// or https:// and names no user`,
  bad_status: ({ value }) => `${value} is no status; it lies between 100 and 599`,
  duplicate_id: ({ value }) => `the id "${value}" is used twice`,
  duplicate_mobile: ({ value, other }) => `the mobile ${value} is also ${other}'s`,
  unknown_unit: ({ value }) => `there is no unit with the id "${value}"`,
  unknown_person: ({ value }) => `there is no person with the id "${value}"`,
  unknown_site: ({ value }) => `there is no site with the id "${value}"`,
  unknown_period: ({ value }) => `there is no period with the id "${value}"`,
  reversed: ({ from, to }) => `the end ${to} is not after the start ${from}`,
  two_leads: ({ other, from, to }) => `overlaps ${other}: two leads for one site from ${from} to ${to}`,
  two_places: ({ other, person, from, to }) =>
    `overlaps ${other}: ${person} at sites of two units from ${from} to ${to}`,
  both_roles: ({ other, person, from, to }) =>
    `overlaps ${other}: ${person} is lead and staff at once from ${from} to ${to}`,
  twice_at_once: ({ other, person, from, to }) =>
    `overlaps ${other}: ${person} is put on the same duty twice from ${from} to ${to}`,
  invalid: ({ value }) => `"${value}" is not valid`,
}

const sentences: Record<Language, Sentences> = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }

/** What is wrong and what to write instead, without the path. */
export function describeProblem({ problem, with: values }: BookProblem, language: Language): string {
  return sentences[language][problem](values)
}
