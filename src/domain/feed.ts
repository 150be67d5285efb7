import type { RecordBody } from './record.ts'

/** A private calendar address. `id` is the digest of its token; `subject` is the person, site or unit it shows. */
export type Feed = RecordBody & {
  state: 'open' | 'revoked'
  kind: 'person' | 'site' | 'unit'
  personId: string
  lastReadAt: number | null
}
