import { ParleyError } from '@parley/client';
import { explain, wordsFor } from '../../lib/requests/explain.js';
import { waitText } from '../../lib/requests/wait-text.js';
import type { Way } from './ways.js';

/** Why one did not get in, and at which field to say it; `form`: at none. */
export interface Fault {
  at: 'name' | 'password' | 'form';
  text: string;
}

export function faultOf(error: unknown, way: Way): Fault {
  if (!(error instanceof ParleyError)) return { at: 'form', text: explain(error) };
  switch (error.code) {
    case 'bad_credentials':
      return { at: 'password', text: 'The name or the password is wrong.' };
    case 'name_taken':
      return { at: 'name', text: 'Somebody has that name already. Choose another one.' };
    case 'guests_off':
      return { at: 'form', text: 'This server takes no guests. Log in, or register.' };
    case 'rate_limited':
      return { at: 'form', text: waitText(error.retryAfterMs) };
    case 'bad_request':
      return badForm(error.message, way);
    default:
      return { at: 'form', text: explain(error) };
  }
}

function badForm(message: string, way: Way): Fault {
  if (message.startsWith('password')) return { at: 'password', text: 'Use 8 to 256 characters.' };
  if (!message.startsWith('username')) return { at: 'form', text: wordsFor('bad_request', message) };
  const text =
    way === 'guest'
      ? 'Use 1 to 50 visible characters, each word in one alphabet.'
      : 'Use letters, digits, dot, dash and underscore of one alphabet, 32 at most, a letter or digit first.';
  return { at: 'name', text };
}

/** Why one is asked to sign in again. A sign-out in another tab of this browser erases the drafts. */
export function endText(code: string, withDrafts: boolean): string {
  if (code === 'session_ended')
    return withDrafts ? 'You were signed out. What you had begun to write is kept.' : 'You were signed out.';
  if (code === 'token_expired') return 'You were away for long. Sign in again to go on.';
  return 'Your session has ended. Sign in again to go on.';
}
