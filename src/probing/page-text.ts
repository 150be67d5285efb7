/** How far into a page its own word about its charset is looked for, as browsers do. */
const sniffedBytes = 1024
/** A title lies near the beginning, or nobody sees it. */
const titleWithin = 16 * 1024
/** Nearly every title lies within this: sixteen kilobytes of each page as a string, twice, were most of a look's garbage. */
const titleMostlyWithin = 2 * 1024
const longestTitle = 2_048

/** A page as text, without decoding more of it than is asked for. */
export type PageText = {
  includes(words: string): boolean
  /** As a reader sees it in the tab of a browser, but not cleaned; null without any. */
  title(): string | null
  /** All of it. */
  text(): string
}

/**
 * Reads a page by its byte order mark, else by the charset of its header, else of its `<meta>`, else by what its bytes
 * can be: UTF-8 where they are valid as that, GB18030 otherwise, which GB2312 and GBK are parts of and older government
 * pages are written in.
 */
export function readPageText(body: Buffer, contentType: string | undefined): PageText {
  const charset = charsetOf(body, contentType)
  let decoded: string | null = null
  const text = () => {
    decoded ??= decoderFor(charset).decode(body)
    return decoded
  }
  const isUtf8 = charset === 'utf-8' || charset === 'utf8'
  return {
    // Nearly every page: its bytes can be searched as they are, at a tenth of the cost.
    includes: (words) => (isUtf8 ? body.includes(words) : text().includes(words)),
    title: () => (charset.startsWith('utf-16') ? titleIn(text(), titleWithin, (all) => all) : titleOf(body, charset)),
    text,
  }
}

/** In every charset but UTF-16 a tag is written in ASCII, and no character has its bytes in it: only the title is decoded. */
function titleOf(body: Buffer, charset: string): string | null {
  const decode = (latin1: string) => decoderFor(charset).decode(Buffer.from(latin1, 'latin1'))
  for (const within of [titleMostlyWithin, titleWithin]) {
    const title = titleIn(body.toString('latin1', 0, within), within, decode)
    if (title !== null) return title
  }
  return null
}

/** The title that ends in the first so many characters, or is as long as one gets; at `titleWithin` one that is cut off as well. */
function titleIn(html: string, within: number, decode: (part: string) => string): string | null {
  const lower = html.slice(0, within).toLowerCase()
  const tag = titleTag(lower)
  const from = tag < 0 ? 0 : lower.indexOf('>', tag) + 1
  if (from === 0) return null
  const to = lower.indexOf('</title', from)
  if (to < 0 && within < titleWithin) return null
  const title = html.slice(from, to < 0 ? from + longestTitle : Math.min(to, from + longestTitle))
  return unescaped(decode(title)).replace(/\s+/g, ' ').trim()
}

/** Where what looks like a title is none. */
const skipped: Readonly<Record<string, string>> = { '<!--': '-->', '<script': '</script', '<style': '</style' }

/** Where the first title begins that a browser takes for one; -1 without any. */
function titleTag(html: string): number {
  const opening = /<!--|<script(?=[\s>])|<style(?=[\s>])|<title(?=[\s>])/g
  for (let found = opening.exec(html); found; found = opening.exec(html)) {
    const end = skipped[found[0]]
    if (end === undefined) return found.index
    const at = html.indexOf(end, found.index + found[0].length)
    if (at < 0) return -1
    opening.lastIndex = at + end.length
  }
  return -1
}

const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', middot: '·', mdash: '—', ndash: '–' },
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

function charsetOf(body: Buffer, contentType = ''): string {
  return (
    markOf(body) ??
    charsetIn(contentType) ??
    declaredIn(body.toString('latin1', 0, sniffedBytes)) ??
    (isUtf8(body) ? 'utf-8' : 'gb18030')
  )
}

function markOf(body: Buffer): string | null {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8'
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be'
  return body[0] === 0xff && body[1] === 0xfe ? 'utf-16le' : null
}

/** A page that could be read so far as to find its tag is not written in UTF-16, whatever the tag says (WHATWG). */
function declaredIn(head: string): string | null {
  const charset = charsetIn(head)
  return charset?.startsWith('utf-16') ? 'utf-8' : charset
}

/** The last character may be cut off by the limit of what is read. */
function isUtf8(body: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body, { stream: true })
    return true
  } catch {
    return false // that is the answer
  }
}

/** The word after `charset=`, found without a regular expression over the page. */
function charsetIn(text: string): string | null {
  const lower = text.toLowerCase()
  const at = lower.indexOf('charset=')
  if (at < 0) return null
  const rest = lower.slice(at + 'charset='.length, at + 48)
  return /^["' ]?([a-z0-9_:-]{1,32})/.exec(rest)?.[1] ?? null
}

/** By label. Only labels that are known come in, so that no page makes it grow. */
const decoders = new Map<string, TextDecoder>()

function decoderFor(charset: string): TextDecoder {
  const known = decoders.get(charset)
  if (known) return known
  try {
    const decoder = new TextDecoder(charset)
    decoders.set(charset, decoder)
    return decoder
  } catch {
    return decoderFor('utf-8') // A charset that nobody knows: browsers fall back as well.
  }
}
