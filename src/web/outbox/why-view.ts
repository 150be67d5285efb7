import type { IncidentEvent } from '../../domain/incident/incident.ts'
import type { Page } from '../../domain/incident/page.ts'
import { second } from '../../domain/instant.ts'
import type { Words } from '../words.ts'

/**
 * Why this message went to this person at that moment: the rung of the ladder that fired, with its reason, or the turn
 * of the incident that it belongs to. Read from the step it was planned in and from the incident's own record.
 */
export function whySent(words: Words, page: Page, events: readonly IncidentEvent[]): string {
  const { message: say, watch, incident } = words
  const role = watch.role[page.audience]
  const [head = '', kind = ''] = page.step.split('.')
  if (page.step.includes('.again.')) return say.because(role, say.steps.again)
  if (head === 'bundle') return say.because(role, say.steps.bundle)
  if (page.incidentId === null) return say.steps.watch
  if (!/^\d+$/.test(kind)) return say.because(role, isStep(say.steps, kind) ? say.steps[kind] : say.steps.rung)
  const escalated = events.find(
    (event) =>
      event.kind === 'escalated' &&
      event.level === Number(kind) &&
      Math.abs(event.at - page.plannedAt) < second &&
      event.to.some(({ id }) => id === page.personId),
  )
  const why = escalated?.kind === 'escalated' ? incident.why[escalated.why] : say.steps.rung
  return say.because(role, words.frame.listOf([say.rung(Number(kind) + 1), why]))
}

function isStep(steps: Words['message']['steps'], kind: string): kind is keyof Words['message']['steps'] {
  return Object.hasOwn(steps, kind)
}
