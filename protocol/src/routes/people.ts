import { UserList } from '../answers.js';
import { rest } from '../rest.js';
import type { Route } from '../route.js';
import { User } from '../shapes.js';

const mine = { group: 'People', auth: 'bearer' } as const;

export const people = {
  me: {
    ...mine,
    method: 'GET',
    path: '/api/me',
    summary: 'Who I am.',
    answers: { 200: { means: 'My user.', body: User } },
    refusals: [],
  },
  users: {
    ...mine,
    method: 'GET',
    path: '/api/users',
    summary: 'Finds people by a part of their name.',
    more: 'The exact name comes first, then names that begin with it, then those that contain it; case and accents do not count. `cursor` of an answer leads to the next page.',
    query: rest.users,
    answers: { 200: { means: 'Those found.', body: UserList } },
    refusals: ['rate_limited'],
  },
} as const satisfies Record<string, Route>;
