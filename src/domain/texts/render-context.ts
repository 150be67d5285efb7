import type { Settings } from '../book/settings.ts'
import type { Instant } from '../instant.ts'
import type { Language } from '../language.ts'
import { countryOf } from '../phone-country.ts'
import type { TemplateKey } from './templates.ts'

/** What a text depends on besides what it says: its reader's language and country, the moment, the office's own words. */
export type Clock = {
  language: Language
  now: Instant
  zone: string
  signature: string
  /** The reader's carrier lets a text hold web addresses and telephone numbers. */
  mayHoldUrl: boolean
  /** The office's own words in this language, where it wrote any. */
  texts: Partial<Record<TemplateKey, string>>
}

/** `code`: the reader's own for this incident. `resent`: an earlier try may have arrived, and the text says so. */
export type RenderContext = Clock & { code: string | null; resent: boolean }

/** Who reads a text: in which language, at which number (E.164). */
export type TextReader = { language: Language; to: string }

/** The context of a text to one reader, as the settings have it. */
export function clockFor(settings: Settings, { language, to }: TextReader, now: Instant): Clock {
  const { timezone: zone, signature, texts } = settings
  return { language, now, zone, signature, mayHoldUrl: countryOf(to, settings).url, texts: texts[language] ?? {} }
}
