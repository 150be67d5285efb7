import type { history as model } from './zh-hans-history.ts'

/** What is kept of probes, and how it goes out as a file. */
export const history: typeof model = {
  vetoAt: (failures) => `滿 ${failures} 次為否決。`,
  uptime: (share) => `可用率 ${share} %，全部探測都算。`,
  planned: (visits, failures) => `報備期間另有 ${visits} 次，失敗 ${failures} 次，不計入不可訪問率。`,
  byHour: '一週的起點按整點計。',
  noData: (length) => `，無數據 ${length}`,
  meanLabel: (range, mean, failed) => `最近 ${range}響應時間，按階段堆疊：平均 ${mean}，失敗 ${failed} 次`,
  download: '下載這段時間的探測記錄',
  fileName: (site) => `${site} 探測記錄`,
  column: {
    at: '時間',
    result: '結果',
    ms: '總耗時（毫秒）',
    dns: '解析',
    connect: '連接',
    tls: 'TLS',
    firstByte: '等首字節',
    body: '下載',
    status: '狀態碼',
    failure: '失敗原因',
    code: '代碼',
    address: '地址',
    certificate: '證書到期',
    ping: 'Ping',
    planned: '報備',
  },
  good: '正常',
  failed: '失敗',
  isPlanned: '是',
  ping: { yes: '有應答', no: '無應答', unknown: '不明' },
}
