import { ParleyError } from '@parley/client';

/** A failure in words for a person. */
export function explain(error: unknown): string {
  if (!(error instanceof ParleyError)) return 'Something went wrong. Try again.';
  switch (error.code) {
    case 'unreachable':
      return 'The server cannot be reached. Try again in a moment.';
    case 'offline':
      return 'You are offline. Try again when the connection is back.';
    case 'disconnected':
    case 'timeout':
      return 'The server did not answer. Try again.';
    default:
      return error.message;
  }
}
