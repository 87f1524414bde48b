import type { Head } from '@parley/protocol';

/** A question for what was missed. */
export interface SyncRequest {
  readonly round: number;
  /** Counts from 0. */
  readonly attempt: number;
  /** After a new connection; or of one room, when something of it is missing. */
  readonly of: { readonly what: 'connection' } | { readonly what: 'gap'; readonly roomId: string };
  /** From where on, by room. A map: a room may be called like a part of every object, as `constructor`. */
  readonly asked: ReadonlyMap<string, { readonly head: Head; readonly visit: number }>;
  /** The rooms to listen to from now on. */
  readonly watch: readonly string[];
}
