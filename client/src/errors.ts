import { type ErrorCode, errors, type WireError } from '@parley/protocol';

/** What this side finds wrong, beside the server's own codes. */
export type LocalCode =
  /** Nothing was sent: there is no connection. */
  | 'offline'
  /** It was sent, and the connection ended before an answer. */
  | 'disconnected'
  /** It was sent, and no answer came in time. */
  | 'timeout'
  /** The server could not be reached over HTTP, or something else answered in its place. */
  | 'unreachable'
  /** The answer does not have the documented shape. */
  | 'malformed'
  /** It was withdrawn before its end: by `discard`, or an aborted signal. It may have happened. */
  | 'withdrawn'
  /** There is no session to act for. */
  | 'signed_out'
  /** I was taken out of the room, or left it elsewhere. */
  | 'removed'
  /** The client was closed before it came to an end, or is closed. */
  | 'closed'
  /** An address that is none of `http:` or `https:`. */
  | 'bad_url';

/** Every code a `ParleyError` may have: the server's, each with its meaning in the protocol's `errors`, and this side's. */
export type ParleyErrorCode = ErrorCode | LocalCode;

/**
 * A request that brought no result. `outcome: 'refused'` means that certainly nothing happened; `'unknown'` that it may
 * have: only what is harmless to repeat may be repeated. `retry`: the same request may succeed later, unchanged.
 */
export class ParleyError extends Error {
  constructor(
    readonly code: ParleyErrorCode,
    message: string,
    readonly retry: boolean,
    readonly outcome: 'refused' | 'unknown' = 'refused',
    /** When trying again makes sense, ms; null where it is not known. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
    this.name = 'ParleyError';
  }

  static fromWire(error: WireError): ParleyError {
    // A server that failed inside cannot say how far it came.
    const outcome = error.code === 'internal' || error.code === 'unavailable' ? 'unknown' : 'refused';
    return new ParleyError(error.code, error.message, error.retry, outcome, error.retryAfterMs ?? null);
  }

  /** The connection will not come back by itself. */
  static ended(code: ParleyErrorCode): ParleyError {
    const means = isServers(code) ? errors[code].means : 'The connection has ended.';
    return new ParleyError(code, means, false);
  }

  static removed(): ParleyError {
    return new ParleyError('removed', 'You are no longer in this room.', false);
  }

  static roomClosed(): ParleyError {
    return new ParleyError('withdrawn', 'The room was closed.', false);
  }

  static closed(outcome: 'refused' | 'unknown' = 'refused'): ParleyError {
    return new ParleyError('closed', 'The client is closed.', false, outcome);
  }

  static from(error: unknown): ParleyError {
    if (error instanceof ParleyError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new ParleyError('unreachable', message, true, 'unknown');
  }
}

function isServers(code: ParleyErrorCode): code is ErrorCode {
  return Object.hasOwn(errors, code);
}
