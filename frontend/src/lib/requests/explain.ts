import { ParleyError, type ParleyErrorCode } from '@parley/client';

const SOMETHING = 'Something went wrong. Try again.';

/** A failure in words for a person. */
export function explain(error: unknown): string {
  return error instanceof ParleyError ? wordsFor(error.code, error.message) : SOMETHING;
}

/** What a code means to a person. What the server says beside it is shown only where that is written for people, too. */
export function wordsFor(code: ParleyErrorCode, said: string): string {
  const words = WORDS[code];
  return words === FOR_PEOPLE ? said : words === BY_FIELD ? fieldWords(said) : words;
}

const FOR_PEOPLE = Symbol('the sentence of the server');
const BY_FIELD = Symbol('by the field that is named');

const WORDS: Record<ParleyErrorCode, string | typeof FOR_PEOPLE | typeof BY_FIELD> = {
  unreachable: 'The server cannot be reached. Try again in a moment.',
  offline: 'You are offline. Try again when the connection is back.',
  disconnected: 'The server did not answer. Try again.',
  timeout: 'The server did not answer. Try again.',
  malformed: 'The answer of the server was not understood. Reload the page: it may be of another version.',
  unknown_command: 'The server does not know how. Reload the page: it may be of another version.',
  withdrawn: 'It was withdrawn.',
  signed_out: 'You are signed out. Sign in again.',
  removed: 'You are no longer in this room.',
  closed: SOMETHING,
  bad_url: SOMETHING,
  unauthenticated: 'You are signed out. Sign in again.',
  already_authenticated: SOMETHING,
  bad_token: 'Your session has ended. Sign in again.',
  token_expired: 'Your session has ended. Sign in again.',
  session_ended: 'Your session has ended. Sign in again.',
  bad_credentials: 'The name or the password is wrong.',
  account_disabled: FOR_PEOPLE,
  rights_changed: 'What you may do has changed just now. Try again.',
  guests_off: 'This server takes no guests.',
  foreign_origin: 'The server does not let this page talk to it.',
  forbidden: FOR_PEOPLE,
  banned: 'You are banned from this room.',
  muted: 'You may read here, but not write for now.',
  not_a_member: 'You are not in this room. Join it first.',
  not_found: 'It is not there any more, or not yours to see.',
  name_taken: 'That name is taken. Choose another one.',
  conflict: SOMETHING,
  too_long: 'It is too long.',
  empty_text: FOR_PEOPLE,
  bad_request: BY_FIELD,
  too_many: FOR_PEOPLE,
  slow_mode: 'The room is in slow mode. Wait a moment.',
  rate_limited: 'Too fast. Wait a moment, then try again.',
  overloaded: 'The server is busy. Try again in a moment.',
  unavailable: 'The server cannot keep anything just now. Try again in a moment.',
  shutting_down: 'The server is restarting. Try again in a moment.',
  internal: 'Something went wrong on the server. Try again.',
};

/** A request of the wrong form names the field in terms of the protocol, which are for programs. */
function fieldWords(said: string): string {
  const field = /^(\w+):/.exec(said)?.[1];
  return BY_NAME[field ?? ''] ?? 'The server cannot take that. Check what you wrote.';
}

const BY_NAME: Readonly<Record<string, string>> = {
  name: 'Use visible characters for the name, 64 at most, on one line.',
  topic: 'Use visible characters for the topic, 250 at most, on one line.',
  reason: 'Use visible characters for the reason, 200 at most, on one line.',
  username: 'That is not a name this server can take.',
  roomId: 'That is no link to a room. Check it, or ask for it again.',
  message: 'The server cannot take that text.',
  id: 'Choose a name with letters or digits in it.',
};
