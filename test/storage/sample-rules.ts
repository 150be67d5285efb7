import { day, minute } from '../../src/domain/instant.ts'
import type { SampleRules } from '../../src/storage/ports.ts'

/** As a small office keeps history: looks for a week, hours for a quarter, a look a minute. */
export function rulesOf(rules: Partial<SampleRules> = {}): SampleRules {
  return { keepLooksMs: 7 * day, keepHoursMs: 100 * day, intervalMsOf: () => minute, ...rules }
}
