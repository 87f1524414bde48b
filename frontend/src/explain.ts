import { ParleyError } from '@parley/client';

/** A failure in words for a person. */
export function explain(error: unknown): string {
  if (!(error instanceof ParleyError)) return 'Something went wrong. Try again.';
  if (error.code === 'unreachable') return 'The server cannot be reached. Try again in a moment.';
  return error.message;
}
