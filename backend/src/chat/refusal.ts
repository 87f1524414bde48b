import { type ErrorCode, errors } from '@parley/protocol';

/** A request that was understood and declined. Whatever else is thrown is a bug and is told as `internal`. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string = errors[code].means,
    /** When trying again makes sense, ms. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

export function refuse(code: ErrorCode, message?: string, retryAfterMs?: number): never {
  throw new Refusal(code, message, retryAfterMs);
}
