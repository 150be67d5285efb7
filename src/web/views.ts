import { join } from 'node:path'
import { Eta } from 'eta'

export const viewsFolder = join(import.meta.dirname, '../../views')

export type Views = { render(template: string, data: object): string }

/**
 * The templates. They escape what they print; a missing value prints as nothing, never as "undefined", unless
 * `onMissing` says otherwise (tests make it throw).
 */
export function openViews(onMissing: () => string = () => ''): Views {
  const eta = new Eta({
    views: viewsFolder,
    cache: true,
    autoFilter: true,
    filterFunction: (value: unknown) => (value === null || value === undefined ? onMissing() : String(value)),
  })
  return { render: (template, data) => eta.render(template, data) }
}
