const columns = ['要闻动态', '政务公开', '办事服务', '互动交流', '数据开放', '走进本市']
/** Of about 145 bytes each. */
const entries = 136

/** A home page like a government's, in Chinese, about 20 KB, with `text` in its title and heading. */
export function sitePage(text: string, charset = 'utf-8'): string {
  const head = `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="${charset}"><title>${text}</title></head>`
  const lines: string[] = []
  for (let n = 0; n < entries; n += 1) {
    const column = columns[n % columns.length]
    lines.push(`<li><a href="/art/2026/10/${n}.html">${column}：关于做好第${n}批便民服务事项公开工作的通知</a>`)
    lines.push('<span>2026-10-01</span></li>')
  }
  return `${head}<body><h1>${text}</h1><ul>${lines.join('\n')}</ul><p>主办：本站编辑部</p></body></html>`
}

/** `text` in GBK, which Node can read but not write: the decoder is asked for every two-byte character once. */
export function toGbk(text: string): Buffer {
  gbk ??= gbkTable()
  const bytes: number[] = []
  for (const character of text) {
    const code = gbk.get(character)
    if (code === undefined) bytes.push(character.charCodeAt(0) & 0x7f)
    else bytes.push(code >> 8, code & 0xff)
  }
  return Buffer.from(bytes)
}

let gbk: Map<string, number> | undefined

function gbkTable(): Map<string, number> {
  const decoder = new TextDecoder('gbk')
  const table = new Map<string, number>()
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const character = decoder.decode(Uint8Array.of(high, low))
      if (character.length === 1 && character !== '\ufffd') table.set(character, (high << 8) | low)
    }
  }
  return table
}
