/** A text as tables are compared: one width, no spaces, no full stop or colon at its end. */
export function squeezed(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]+/gu, '')
    .replace(/[:：。.]+$/u, '')
}

/** The signs that offices write where there is nothing to write. */
export function isNothing(text: string): boolean {
  return /^(?:[-—–/\\*×.。]*|无|無|空|空缺|待定|暂缺|暫缺|none|n\/a)$/iu.test(squeezed(text))
}

/** 同上 and the marks that stand for it. */
export function isDitto(text: string): boolean {
  return /^(?:同上|[〃″"”])$/u.test(squeezed(text))
}
