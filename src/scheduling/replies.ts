import type { ActionDeps } from '../actions/deps.ts'
import { receiveText } from '../actions/incident/receive-text.ts'
import type { Channel } from '../paging/channel.ts'
import type { Clock } from './clock.ts'

export type RepliesDeps = {
  actions: ActionDeps
  clock: Clock
  channels: Iterable<Channel>
  /** A provider could not be asked for replies; it is asked again in a minute. */
  onPollFailure(error: unknown): void
}

/** Acts on the texts that providers took for us in the last `reachMs`: those that came while we were down, or got lost. */
export async function pollReplies(deps: RepliesDeps, reachMs: number): Promise<void> {
  const { actions, clock } = deps
  for (const channel of deps.channels) {
    try {
      for (const text of await channel.received(clock.now() - reachMs)) await receiveText(actions, text, clock.now())
    } catch (error) {
      deps.onPollFailure(error)
    }
  }
}
