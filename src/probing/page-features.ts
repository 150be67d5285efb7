import { Parser } from 'htmlparser2'
import { cleanText } from '../domain/clean-text.ts'
import { mostHosts, mostLandmarks, type PageFeatures, type WordList } from '../domain/content/page-features.ts'

/** Elements whose text no reader sees as text. */
const silent: ReadonlySet<string> = new Set(['script', 'style', 'noscript', 'template', 'title', 'head', 'textarea'])
/** Elements that have no end tag, so that nothing is inside them. */
const single: ReadonlySet<string> = new Set([
  'area',
  'base',
  'br',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'wbr',
])

const longestTitle = 120

type Attributes = Readonly<Record<string, string>>
/** An open element, with what it has from those around it. */
type Element = { name: string; isHidden: boolean; isSilent: boolean; isTitle: boolean; isOutwards: boolean }
const root: Element = { name: '', isHidden: false, isSilent: false, isTitle: false, isOutwards: false }

/** No page is this deep; one that is was made to keep its readers busy, and is read no further. */
const deepest = 1_000
/** How much is read between two looks at the depth. */
const stretch = 4_096

/**
 * What of a page is compared with its baseline. `page` is the address it was found at; hosts under the same
 * registered name are its own. Only text is read: no script runs, and what a script would add is not seen.
 */
export function featuresOf(html: string, page: URL, wordList: WordList): PageFeatures {
  const own = siteName(page.hostname)
  const hosts = { linked: new Set<string>(), hidden: new Set<string>(), embedded: new Set<string>() }
  const open: Element[] = []
  const landmarks = new Set<string>()
  let [title, text, spots, isTitleDone] = ['', '', '', false]
  const note = (set: Set<string>, address: string | undefined) => {
    const host = address === undefined ? null : outsideHost(address, page, own)
    if (host !== null && set.size < mostHosts) set.add(host)
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      const isLinkOut = name === 'a' && outsideHost(attributes['href'] ?? '', page, own) !== null
      const element = { ...within(open.at(-1), name, attributes), ...(isLinkOut ? { isOutwards: true } : {}) }
      if (!single.has(name)) open.push(element)
      if (name === 'a' || name === 'area') note(element.isHidden ? hosts.hidden : hosts.linked, attributes['href'])
      if (name === 'script' || name === 'iframe' || name === 'frame' || name === 'embed')
        note(hosts.embedded, attributes['src'])
      if (name === 'object') note(hosts.embedded, attributes['data'])
      if (name === 'meta') spots += ` ${attributes['content'] ?? ''}`
    },
    ontext(part) {
      const { isTitle, isSilent, isHidden, isOutwards } = open.at(-1) ?? root
      if (isTitle && !isTitleDone) title += part
      if (isSilent) return
      text += part
      if (isHidden || isOutwards) spots += ` ${part}`
      const short = part.trim()
      if (isLandmark(short) && landmarks.size < mostLandmarks) landmarks.add(short)
    },
    onclosetag(name) {
      if (name === 'title' && title !== '') isTitleDone = true
      const at = open.findLastIndex((element) => element.name === name)
      if (at >= 0) open.splice(at)
    },
  })
  for (let at = 0; at < html.length && open.length < deepest; at += stretch) parser.write(html.slice(at, at + stretch))
  parser.end()
  const [seen, inSpots] = [plainText(`${title} ${spots} ${text}`), plainText(`${title} ${spots}`)]
  const isIn = (place: string) => (word: string) => place.includes(word.toLowerCase())
  return {
    title: cleanText(title, longestTitle),
    textLength: plainText(text).length,
    landmarks: [...landmarks],
    ...{ linked: inOrder(hosts.linked), hidden: inOrder(hosts.hidden), embedded: inOrder(hosts.embedded) },
    words: [...wordList.anywhere.filter(isIn(seen)), ...wordList.inSpots.filter(isIn(inSpots))],
  }
}

/** As menus and headings are: two to twelve characters, without figures, which dates and counters are made of. */
function isLandmark(text: string): boolean {
  return text.length >= 2 && text.length <= 12 && !/[\d\s]/.test(text)
}

function within(outer: Element | undefined, name: string, attributes: Attributes): Element {
  return {
    name,
    isHidden: (outer?.isHidden ?? false) || concealed(name, attributes),
    isSilent: (outer?.isSilent ?? false) || silent.has(name),
    isTitle: (outer?.isTitle ?? false) || name === 'title',
    isOutwards: outer?.isOutwards ?? false,
  }
}

function inOrder(hosts: ReadonlySet<string>): string[] {
  return [...hosts].sort()
}

/** Without spaces: words are written apart so as not to be found. */
function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Whether an element keeps what is in it from readers by its own attributes, in the ways that hidden links use. */
function concealed(name: string, attributes: Attributes): boolean {
  if (attributes['hidden'] !== undefined) return true
  if (name === 'marquee' && isTiny(attributes['height'] ?? attributes['width'])) return true
  const style = (attributes['style'] ?? '').toLowerCase().replace(/\s/g, '')
  if (style === '') return false
  return (
    /(?:^|;)(?:display:none|visibility:hidden|opacity:0(?:\.0+)?(?:;|$|!)|font-size:0(?:px|em|rem|%)?(?:;|$|!))/.test(
      style,
    ) ||
    /(?:^|;)(?:text-indent|left|top|margin-left|margin-top):-\d{3,}/.test(style) ||
    (/(?:^|;)overflow:hidden/.test(style) && /(?:^|;)(?:height|width):[01](?:px)?(?:;|$|!)/.test(style))
  )
}

function isTiny(length: string | undefined): boolean {
  return length !== undefined && Number.parseInt(length, 10) <= 2
}

/** The host of a link that leads out of the site; null for its own pages, other schemes and what is no address. */
function outsideHost(address: string, page: URL, own: string): string | null {
  const url = URL.parse(address, page)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null
  return siteName(url.hostname) === own ? null : url.hostname
}

/** Endings under which names are registered one level deeper. */
const deepEndings = /\.(?:gov|com|net|org|edu|ac|mil)\.cn$/

/**
 * The name that was registered: `wanghai.gov.cn` of `www.wanghai.gov.cn`. Addresses are their own. Enough for sites of
 * China; a public-suffix list would be needed elsewhere.
 */
function siteName(host: string): string {
  if (/^[\d.]+$/.test(host) || host.startsWith('[')) return host
  return host
    .split('.')
    .slice(deepEndings.test(`.${host}`) ? -3 : -2)
    .join('.')
}
