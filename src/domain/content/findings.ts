import type { PageFeatures } from './page-features.ts'

/** Why a page looks as if somebody else had written it, the gravest first. */
export const findingKinds = ['words', 'hidden', 'embedded', 'title', 'text_gone', 'linked'] as const
export type FindingKind = (typeof findingKinds)[number]
/** `values`: the words or hosts that are new, or the title that stands there now. */
export type Finding = { kind: FindingKind; values: string[] }

/** Below this share of what a reader used to see, and below so many characters, the page counts as emptied. */
const emptiedShare = 0.2
const fewestCharacters = 300
/** A page that has kept less than this share of its menus is another page. Fewer menus than that prove nothing. */
const keptShare = 0.3
const fewestLandmarks = 10

/** Hosts that may be linked to and run anywhere, by their endings: `gov.cn` is every government site. */
export type Trust = { linked: readonly string[]; embedded: readonly string[] }

/**
 * What changed since the baseline that a human should look at (页面篡改, 暗链). Without a baseline only what is odd by
 * itself counts: words of the list, and links that nobody sees. News come and go: neither text nor links to
 * trusted hosts are findings. The judgement stays a person's (DOMAIN §1.1).
 */
export function findingsOf(page: PageFeatures, baseline: PageFeatures | null, trust: Trust): Finding[] {
  const strange = (
    hosts: readonly string[],
    known: readonly string[] = [],
    endings: readonly string[] = trust.linked,
  ) => hosts.filter((host) => !known.includes(host) && !endings.some((ending) => isUnder(host, ending)))
  const newWords = page.words.filter((word) => !baseline?.words.includes(word))
  const found: Record<FindingKind, string[]> = {
    words: newWords,
    hidden: strange(page.hidden, baseline?.hidden),
    embedded: baseline ? strange(page.embedded, baseline.embedded, trust.embedded) : [],
    title: baseline && page.title !== baseline.title ? [page.title] : [],
    text_gone: baseline && isReplaced(page, baseline) ? [String(page.textLength)] : [],
    linked: baseline ? strange(page.linked, [...baseline.linked, ...page.hidden]) : [],
  }
  return findingKinds.flatMap((kind) => (found[kind].length > 0 ? [{ kind, values: found[kind] }] : []))
}

/** What both of them found: what only one of them saw came or went in between. */
export function seenTwice(first: readonly Finding[], second: readonly Finding[]): Finding[] {
  return second.flatMap(({ kind, values }) => {
    const before = first.find((finding) => finding.kind === kind)
    const kept = kind === 'text_gone' ? values : values.filter((value) => before?.values.includes(value))
    return before && kept.length > 0 ? [{ kind, values: kept }] : []
  })
}

function isReplaced(now: PageFeatures, before: PageFeatures): boolean {
  if (now.textLength < fewestCharacters && now.textLength < emptiedShare * before.textLength) return true
  const kept = before.landmarks.filter((landmark) => now.landmarks.includes(landmark)).length
  return before.landmarks.length >= fewestLandmarks && kept < keptShare * before.landmarks.length
}

function isUnder(host: string, ending: string): boolean {
  return host === ending || host.endsWith(`.${ending}`)
}
