import type { channels as channelsModel } from './zh-hans-channels.ts'

/** The ways to tell people, and the choice among them. */
export const channels: typeof channelsModel = {
  field: '通知走哪條通道',
  email: '郵箱',
  emailHint: '有郵件通道時用；簽收碼也寫在郵件裡，請填本人的郵箱',
  ofPerson: '按位次一條一條試，送不到就換下一條。都選“不用”，就按其單位的。群裡的通知沒有簽收碼。',
  ofUnit: '本單位的人沒有另選時按這裡。都選“不用”，就按“設置 · 通道”。群裡的通知沒有簽收碼。',
  ofAll: '個人和單位都沒有另選時按這裡。都選“不用”，就按上面列出的次序全用。群裡的通知沒有簽收碼。',
  unused: '不用',
  place: (n) => `第 ${n}`,
  twice: (first, second) => `“${first}”和“${second}”位次相同，請分出先後`,
  title: '通道',
  there: '已配置',
  fromNumber: (number) => `已配置，從 ${number} 發出`,
  bySender: '已配置，由服務商的發送組選號碼',
  callsFrom: (number) => `已配置，從 ${number} 打出`,
  shownInOutbox: '不發出，只顯示在發件箱',
  missing: (names) => `沒有配置。設置 ${names} 後重啟`,
}
