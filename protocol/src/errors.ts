/** What an error code promises. `retry`: the same request may succeed later, unchanged. */
interface ErrorMeaning {
  readonly status: number;
  readonly retry: boolean;
  readonly means: string;
}

/** Every code a server may answer with, on sockets and over REST alike. */
export const errors = {
  bad_request: { status: 400, retry: false, means: 'The request does not have the documented shape.' },
  too_long: { status: 400, retry: false, means: 'The text is longer than a message may be.' },
  empty_text: { status: 400, retry: false, means: 'The message has nothing in it that can be seen.' },
  unknown_command: { status: 404, retry: false, means: 'There is no such command.' },
  unauthenticated: { status: 401, retry: false, means: 'Sign in first.' },
  already_authenticated: { status: 409, retry: false, means: 'This connection already has an identity.' },
  bad_credentials: { status: 401, retry: false, means: 'The name or the password is wrong.' },
  bad_token: { status: 401, retry: false, means: 'The token is not valid.' },
  token_expired: { status: 401, retry: false, means: 'The token has expired. Renew it.' },
  session_ended: { status: 401, retry: false, means: 'This session has ended. Sign in again.' },
  account_disabled: {
    status: 403,
    retry: false,
    means: 'This account is disabled. The administrator of this server can enable it.',
  },
  rights_changed: {
    status: 409,
    retry: true,
    means: 'What you may do has changed. Come back with a new token.',
  },
  guests_off: { status: 403, retry: false, means: 'This server does not take guests.' },
  foreign_origin: { status: 403, retry: false, means: 'Pages of that origin may not talk to this server.' },
  forbidden: { status: 403, retry: false, means: 'You may not do that.' },
  banned: { status: 403, retry: false, means: 'You are banned from this room.' },
  muted: { status: 403, retry: false, means: 'You may read here, but not write for now.' },
  not_a_member: { status: 403, retry: false, means: 'Join the room first.' },
  not_found: { status: 404, retry: false, means: 'There is no such thing, or it is not yours to see.' },
  name_taken: { status: 409, retry: false, means: 'That name is taken.' },
  conflict: { status: 409, retry: false, means: 'That clientId was used for another text.' },
  too_many: { status: 409, retry: false, means: 'There are as many of these as there may be.' },
  slow_mode: { status: 429, retry: true, means: 'The room is in slow mode. Wait a moment.' },
  rate_limited: { status: 429, retry: true, means: 'Too fast. Wait a moment.' },
  overloaded: { status: 503, retry: true, means: 'The server is busy. Try again.' },
  unavailable: { status: 503, retry: true, means: 'The server cannot use its database now. Try again.' },
  shutting_down: { status: 503, retry: true, means: 'This instance is stopping. Come back in a moment.' },
  internal: { status: 500, retry: true, means: 'Something went wrong on the server.' },
} as const satisfies Record<string, ErrorMeaning>;

export type ErrorCode = keyof typeof errors;

/** Whether it is the server that ails: who asked has nothing to mend, and need only come back. */
export function isServersFault(code: ErrorCode): boolean {
  return errors[code].status >= 500;
}

/** An error as it stands on the wire. `message` is for people, `code` and `retry` for programs. */
export interface WireError {
  code: ErrorCode;
  message: string;
  retry: boolean;
  /** How long to wait before trying again, ms; where it is known. */
  retryAfterMs?: number;
}

export function wireError(
  code: ErrorCode,
  message: string = errors[code].means,
  retryAfterMs?: number,
): WireError {
  const error: WireError = { code, message, retry: errors[code].retry };
  if (retryAfterMs !== undefined) error.retryAfterMs = retryAfterMs;
  return error;
}
