export type SiteLineProblem = 'no_url' | 'no_name' | 'bad_url' | 'twice' | 'known'

/** One pasted line as it was understood: `名称 网址 单位`, in that order, the unit optional. */
export type SiteLine = {
  n: number
  text: string
  name: string
  url: string
  unit: string
  problem: SiteLineProblem | null
}

/** Reads a pasted list. Empty lines count for the numbering, as the reader's own editor counts them. */
export function readSiteLines(pasted: string, knownUrls: ReadonlySet<string>): SiteLine[] {
  const seen = new Set<string>()
  return pasted.split(/\r\n|\r|\n/).flatMap((text, index) => {
    const words = text
      .normalize('NFKC')
      .split(/[\s,;，；、]+/)
      .filter(Boolean)
    if (words.length === 0) return []
    const line = { n: index + 1, text: text.trim(), ...partsOf(words) }
    const problem = problemOf(line, seen, knownUrls)
    seen.add(line.url)
    return [{ ...line, problem }]
  })
}

function partsOf(words: readonly string[]): { name: string; url: string; unit: string } {
  const at = words.findIndex((word) => /^https?:\/\//i.test(word))
  if (at < 0) return { name: words.join(' '), url: '', unit: '' }
  return { name: words.slice(0, at).join(' '), url: addressOf(words[at] ?? ''), unit: words.slice(at + 1).join(' ') }
}

/** The address as a browser would open it; what cannot be read stays as it was typed. */
function addressOf(typed: string): string {
  return URL.canParse(typed) ? new URL(typed).href : typed
}

function problemOf(
  { name, url }: { name: string; url: string },
  seen: ReadonlySet<string>,
  known: ReadonlySet<string>,
): SiteLineProblem | null {
  if (url === '') return 'no_url'
  if (name === '') return 'no_name'
  if (!URL.canParse(url)) return 'bad_url'
  if (seen.has(url)) return 'twice'
  return known.has(url) ? 'known' : null
}
