import { longestValues, ordinaryValues, type Values } from './placeholders.ts'
import type { Clock } from './render-context.ts'
import { type Filling, type MarkKind, type PersonName, renderTemplate } from './render-template.ts'
import type { TemplateKey } from './templates.ts'

/** How long the names of an example are: as most are, or the longest that a book takes. */
export type ExampleNames = 'ordinary' | 'longest'

/** A text as it would be sent in these words, with made-up facts: what an office sees before it keeps its own words. */
export function exampleText(key: TemplateKey, template: string, names: ExampleNames, clock: Clock): string {
  const values = names === 'longest' ? longestValues(clock.language) : ordinaryValues(clock.language, 'own')
  const { site = '' } = values
  const sites = names === 'longest' ? [site] : [values.sites ?? site]
  const filling: Filling = {
    key,
    mark: markOf(key),
    siteForms: template.includes('{sites}') ? sites : [site],
    valuesFor: (person) => withPeople(values, person),
  }
  return renderTemplate(filling, { ...clock, texts: { ...clock.texts, [key]: template } })
}

/** Sites are named by the renderer, people as far as there is room. */
function withPeople({ site: _site, sites: _sites, ...values }: Values, person: PersonName): Values {
  const { who = '', who2 = '', per = '', unit = '' } = values
  return { ...values, who: person(who), who2: person(who2), per: person(per), unit: person(unit) }
}

function markOf(key: TemplateKey): MarkKind {
  if (key.startsWith('drill')) return 'markDrill'
  return key.includes('resend') ? 'markResent' : 'mark'
}
