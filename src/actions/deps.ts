import type { ChannelId } from '../domain/channel.ts'
import type { BookStore, Log } from '../storage/ports.ts'
import type { Tries } from './people/tries.ts'

/** What has just become true, for screens that are open. Facts only: the page decides what to show. */
export type LiveChange =
  | { kind: 'site'; siteId: string }
  | { kind: 'incident'; incidentId: string; siteId: string }
  | { kind: 'page'; pageId: string; incidentId: string | null }
  | { kind: 'book' }
  | { kind: 'notice' }

export interface Changes {
  publish(change: LiveChange): void
  /** Answers a function that ends the subscription. */
  subscribe(listener: (change: LiveChange) => void): () => void
}

/** Randomness, handed in so that a story can be told twice. */
export interface Draw {
  /** Four characters of the code alphabet. */
  code(): string
  /** 256 bits, base64url: links and tokens. */
  token(): string
}

export type ActionDeps = {
  book: BookStore
  log: Log
  /** Channels that exist in this installation. */
  channels: ReadonlySet<ChannelId>
  changes: Changes
  draw: Draw
  /** Wrong codes, counted per address and per phone. */
  tries: Tries
}
