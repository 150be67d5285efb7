import type { countries as countriesModel } from './zh-hans-texts.ts'

/** What texts may say and hold: countries, the words of each text, why one did not arrive. */
export const countries: typeof countriesModel = {
  title: '各國家和地區的短信',
  hint: '同一個號碼 24 小時內最多收幾條，到了就換別的通道；空著是不限。運營商拒收時再填，例如 4。',
  perDay: (prefix) => `${prefix} 每天最多幾條`,
  names: {
    '+86': '中國內地',
    '+91': '印度',
    '+84': '越南',
    '+502': '危地馬拉',
    '+506': '哥斯達黎加',
    '+507': '巴拿馬',
    '+852': '香港',
    '+853': '澳門',
    '+886': '台灣',
  },
  answers: '可以回覆',
  noAnswers: '不能回覆',
  urls: '可以帶網址',
  noUrls: '不能帶網址和電話號碼',
  mostCharacters: (n) => `最長 ${n} 字`,
  another: '另一個國家或地區號',
  anotherLimit: '它每天最多幾條',
  limitBad: '要寫 1 到 999 的整數，或者空著',
  prefixBad: '國家或地區號不對，要寫成 +86',
}
