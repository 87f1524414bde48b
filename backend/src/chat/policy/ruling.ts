import type { ErrorCode } from '@parley/protocol';
import { refuse } from '../refusal.js';

/** Why somebody may not. */
export interface No {
  code: ErrorCode;
  /** In other words than the code's own. */
  message?: string | undefined;
  /** When they may, ms. */
  retryAfterMs?: number | undefined;
}

/** What a policy says of one wish: yes, or why not. */
export type Ruling = 'may' | No;

export function no(code: ErrorCode, message?: string, retryAfterMs?: number): No {
  return { code, message, retryAfterMs };
}

/** Goes on where somebody may, else refuses as the ruling says. */
export function demand(ruling: Ruling): void {
  if (ruling !== 'may') refuseAs(ruling);
}

export function refuseAs({ code, message, retryAfterMs }: No): never {
  return refuse(code, message, retryAfterMs);
}
