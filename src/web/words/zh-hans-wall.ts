/** 大屏: what the whole watch sees. */
export const watchWall = {
  title: '大屏',
  census: '网站状态',
  calls: '要处理的',
  more: (n: number) => `还有 ${n} 件，见看板`,
  moreNames: (n: number) => `还有 ${n} 个不正常，见看板`,
  otherUnits: (n: number) => `其余 ${n} 个单位没有列出，见看板`,
  today: '今天事件',
  response: '平均响应',
  nil: '零报告',
  chimeOff: '提示音：关',
  chimeOn: '提示音：开',
  chimeBlocked: '提示音：点一下',
}
