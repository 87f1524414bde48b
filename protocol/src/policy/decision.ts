import type { ErrorCode } from '../errors.js';

/** What a policy says of one operation: it is allowed, or why not. */
export type Decision = { readonly allowed: true } | Denial;

export interface Denial {
  readonly allowed: false;
  readonly code: ErrorCode;
  /** In other words than the code's own. */
  readonly message?: string | undefined;
  /** When it will be allowed, ms from now. */
  readonly retryAfterMs?: number | undefined;
}

export const ALLOWED: Decision = { allowed: true };

export function deny(code: ErrorCode, message?: string, retryAfterMs?: number): Denial {
  return { allowed: false, code, message, retryAfterMs };
}
