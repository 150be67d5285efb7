import type { Changes, LiveChange } from './deps.ts'

/** Hands each change to whoever listens now. A listener that throws loses its own turn and nobody else's. */
export function createChanges(onListenerError: (error: unknown) => void): Changes {
  const listeners = new Set<(change: LiveChange) => void>()
  return {
    publish(change) {
      for (const listener of listeners) {
        try {
          listener(change)
        } catch (error) {
          onListenerError(error)
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
