import type { trace as model } from './zh-hans-trace.ts'

/** A look that somebody asked for, told step by step. */
export const trace: typeof model = {
  head: '剛才的探測過程',
  none: '本機沒能完成這次探測，與網站無關。',
  good: (ms) => `正常，共 ${ms}。`,
  name: '域名',
  hop: (n) => `第 ${n} 步`,
  noAnswer: '沒有可以探測的地址',
  nameCode: (code) => `沒有結果（${code}）`,
  from: { second: '由第二個域名服務器答覆', hosts: '取自本機 hosts' },
  status: (status) => `狀態碼 ${status}`,
  handshake: { full: '完整握手', resumed: '沿用會話' },
  location: (url) => `跳轉到 ${url}`,
  length: (bytes) => `長度 ${bytes}`,
  title: '頁面標題',
  size: '頁面大小',
  bytes: (bytes) => `${bytes} 字節`,
  subject: '證書',
  issuers: '簽發機構',
  validNames: '證書適用的域名',
  validity: '證書有效期',
  fingerprint: '證書指紋（SHA-256）',
  v6: {
    good: () => 'IPv6 正常',
    bad: (since) => `IPv6 打不開，${since}起（只記錄，不通知）`,
    unknown: () => 'IPv6 沒有結論：本機沒有可用的 IPv6 網絡，或查不到地址',
  },
}
