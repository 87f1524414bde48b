import type { ParleyError, ParleyErrorCode } from '../errors.js';

/** What to do about a connection that was refused or ended. */
export type ReconnectDecision =
  /** Get a new token, then come back at once. */
  | { act: 'renew' }
  /** Come back, to the same instance or the next one, not before `afterMs`. */
  | { act: 'reconnect'; elsewhere: boolean; afterMs: number }
  | { act: 'end'; code: ParleyErrorCode };

/** With the token comes who one is, and what one may. */
const NEW_TOKEN = new Set<ParleyErrorCode>(['bad_token', 'token_expired', 'rights_changed']);

/** `error` is null when the network broke and the server said nothing. */
export function decideReconnect(
  error: Pick<ParleyError, 'code' | 'retry'> | null,
  afterMs = 0,
): ReconnectDecision {
  if (!error) return { act: 'reconnect', elsewhere: true, afterMs };
  if (NEW_TOKEN.has(error.code)) return { act: 'renew' };
  if (error.retry) return { act: 'reconnect', elsewhere: true, afterMs };
  return { act: 'end', code: error.code };
}
