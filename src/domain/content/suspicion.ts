import type { PersonRef } from '../incident/incident.ts'
import type { Instant } from '../instant.ts'
import type { RecordBody } from '../shift-work/record.ts'
import type { Finding } from './findings.ts'
import type { PageFeatures } from './page-features.ts'

/** How a site's page looks when it is as it should be. `id` is the site's. `first_look`: nobody has confirmed it yet. */
export type Baseline = RecordBody & {
  state: 'first_look' | 'approved'
  features: PageFeatures
  by: PersonRef | null
}

/**
 * 内容异常: a page that changed as no article changes it. `open` nobody has it; `taken` somebody looks; `real` a person
 * says that it was tampered with; `harmless` a person made it the new baseline; `gone` it looks as before again.
 */
export type Suspicion = RecordBody & {
  state: 'open' | 'taken' | 'real' | 'harmless' | 'gone'
  siteName: string
  findings: Finding[]
  features: PageFeatures
  /** How many rungs were told: duty staff, the lead, the office. */
  told: number
  takenAt: Instant | null
  takenBy: PersonRef | null
  judgedAt: Instant | null
  judgedBy: PersonRef | null
  note: string
}

/** Those that still need a person: one that is `real` until the page is as it was. */
export const unsettled = ['open', 'taken', 'real'] as const satisfies readonly Suspicion['state'][]
