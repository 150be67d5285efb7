import type { watchWall as model } from './zh-hans-wall.ts'

/** 大屏: what the whole watch sees. */
export const watchWall: typeof model = {
  title: '大屏',
  census: '網站狀態',
  calls: '要處理的',
  more: (n) => `還有 ${n} 件，見看板`,
  moreNames: (n) => `還有 ${n} 個不正常，見看板`,
  otherUnits: (n) => `其餘 ${n} 個單位沒有列出，見看板`,
  today: '今天事件',
  response: '平均響應',
  nil: '零報告',
  chimeOff: '提示音：關',
  chimeOn: '提示音：開',
  chimeBlocked: '提示音：點一下',
}
