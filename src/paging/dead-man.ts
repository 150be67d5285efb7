/** Longer than any healthy answer takes. */
const timeoutMs = 10_000

/**
 * One beat to an address outside that raises the alarm when no beat comes: the only one who can tell that this whole
 * machine is gone. Answers whether it was taken; never throws, and names the address nowhere, since it is a key.
 */
export function createBeat(url: string): () => Promise<boolean> {
  return async () => {
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
      await response.body?.cancel()
      return response.ok
    } catch {
      return false // unreachable: what that means is for whoever waits for the beat
    }
  }
}
