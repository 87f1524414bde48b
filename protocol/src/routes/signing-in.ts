import * as z from 'zod/mini';
import { SessionList, SignedIn } from '../answers.js';
import { Uuid } from '../ids.js';
import { rest } from '../rest.js';
import type { Route } from '../route.js';
import { done } from './parts.js';

const entry = { group: 'Signing in', method: 'POST', auth: 'none' } as const;
const mine = { group: 'Signing in', auth: 'bearer' } as const;
const ofSession = z.object({ sessionId: Uuid });
const signedIn = { means: 'Signed in.', body: SignedIn };
const COOKIE =
  'With `session: "cookie"` the refresh token goes into an httpOnly cookie and is not in the answer.';

export const signingIn = {
  register: {
    ...entry,
    path: '/api/auth/register',
    summary: 'Makes an account and signs it in.',
    more: COOKIE,
    body: rest.register,
    answers: { 201: signedIn },
    refusals: ['name_taken', 'rate_limited'],
  },
  login: {
    ...entry,
    path: '/api/auth/login',
    summary: 'Signs an account in.',
    more: COOKIE,
    body: rest.login,
    answers: { 200: signedIn },
    refusals: ['bad_credentials', 'account_disabled', 'rate_limited'],
  },
  guest: {
    ...entry,
    path: '/api/auth/guest',
    summary: 'Makes a guest and signs it in, where guests are allowed.',
    more: COOKIE,
    body: rest.guest,
    answers: { 201: signedIn },
    refusals: ['guests_off', 'name_taken', 'rate_limited'],
  },
  refresh: {
    ...entry,
    path: '/api/auth/refresh',
    summary: 'Gives new tokens for a refresh token.',
    more: 'The refresh token stands in the body or in its cookie; the next one goes where this one was. Each serves once: its reuse ends the session.',
    body: rest.refresh,
    answers: { 200: signedIn },
    refusals: ['unauthenticated', 'session_ended', 'rate_limited'],
  },
  logout: {
    group: 'Signing in',
    method: 'POST',
    auth: 'either',
    path: '/api/auth/logout',
    summary: 'Ends the session and its sockets.',
    more: 'The bearer token, the refresh token in the body, or the one in its cookie: one of them is enough.',
    body: rest.refresh,
    answers: done,
    refusals: [],
  },
  sessions: {
    ...mine,
    method: 'GET',
    path: '/api/sessions',
    summary: 'Where I am signed in.',
    more: 'The one that asks first, then the one that was used last.',
    answers: { 200: { means: 'My sessions that have not ended.', body: SessionList } },
    refusals: [],
  },
  end_session: {
    ...mine,
    method: 'DELETE',
    path: '/api/sessions/{sessionId}',
    summary: 'Ends one of my sessions and its sockets.',
    params: ofSession,
    answers: done,
    refusals: ['not_found'],
  },
  end_other_sessions: {
    ...mine,
    method: 'DELETE',
    path: '/api/sessions',
    summary: 'Ends all my sessions but the one that asks, and their sockets.',
    answers: done,
    refusals: [],
  },
  change_password: {
    ...mine,
    method: 'POST',
    path: '/api/me/password',
    summary: 'Gives my account another password, and ends all my sessions but the one that asks.',
    body: rest.changePassword,
    answers: done,
    refusals: ['bad_credentials', 'forbidden', 'rate_limited'],
  },
} as const satisfies Record<string, Route>;
