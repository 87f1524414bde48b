import type { EventArgs } from '@parley/protocol';
import type { ParleyErrorCode } from './errors.js';

export type ServerInfo = EventArgs<'server_info'>[0];

/** The connection in one of five words. */
export type ConnectionState =
  /** Not asked to connect. */
  | { state: 'idle' }
  | { state: 'connecting' }
  | { state: 'online'; url: string; server: ServerInfo }
  /** Lost, or not reached yet, and tries again. `retryAt`: when the next attempt begins, ms; null while one runs. */
  | { state: 'reconnecting'; retryAt: number | null }
  /** Will not come back by itself: `code` says why. */
  | { state: 'ended'; code: ParleyErrorCode };
