import { type ErrorCode, errors } from '@parley/protocol';

/** A request that was understood and declined. Whatever else is thrown is a bug and is told as `internal`. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  /** When trying again makes sense, ms. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string = errors[code].means, retryAfterMs?: number) {
    // A refusal is an answer, and where it was made is not looked for. To find that out would cost more than to answer.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'Refusal';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

export function refuse(code: ErrorCode, message?: string, retryAfterMs?: number): never {
  throw new Refusal(code, message, retryAfterMs);
}
