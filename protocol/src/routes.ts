import * as z from 'zod/mini';
import { HistoryPage, MemberList, RoomList, SignedIn, UserList } from './answers.js';
import { RoomId, Uuid } from './ids.js';
import { rest } from './rest.js';
import type { Route } from './route.js';
import { Message, Room, User } from './shapes.js';

const ofRoom = z.object({ roomId: RoomId });
const ofMember = z.object({ roomId: RoomId, userId: Uuid });
const done = { 204: { means: 'Done.' } };
const signedIn = { means: 'Signed in.', body: SignedIn };
const COOKIE =
  'With `session: "cookie"` the refresh token goes into an httpOnly cookie and is not in the answer.';

/** That an instance lives. `uptime` in seconds. */
export const Health = z.object({
  status: z.literal('ok'),
  service: z.literal('chat-service'),
  instance: z.string(),
  version: z.string(),
  uptime: z.int(),
});

/** What an instance needs, by name, and whether it answers. */
export const Readiness = z.object({
  status: z.enum(['ok', 'unavailable', 'stopping']),
  checks: z.record(z.string(), z.enum(['ok', 'failed', 'timeout'])),
});
const anyDocument = z.looseObject({});

/** Every REST route. The documents are made of this table, and a test compares it with the routes that are served. */
export const routes = {
  register: {
    method: 'POST',
    path: '/api/auth/register',
    group: 'Signing in',
    summary: 'Makes an account and signs it in.',
    more: COOKIE,
    auth: 'none',
    body: rest.register,
    answers: { 201: signedIn },
    refusals: ['name_taken', 'rate_limited'],
  },
  login: {
    method: 'POST',
    path: '/api/auth/login',
    group: 'Signing in',
    summary: 'Signs an account in.',
    more: COOKIE,
    auth: 'none',
    body: rest.login,
    answers: { 200: signedIn },
    refusals: ['bad_credentials', 'account_disabled', 'rate_limited'],
  },
  guest: {
    method: 'POST',
    path: '/api/auth/guest',
    group: 'Signing in',
    summary: 'Makes a guest and signs it in, where guests are allowed.',
    more: COOKIE,
    auth: 'none',
    body: rest.guest,
    answers: { 201: signedIn },
    refusals: ['guests_off', 'name_taken', 'rate_limited'],
  },
  refresh: {
    method: 'POST',
    path: '/api/auth/refresh',
    group: 'Signing in',
    summary: 'Gives new tokens for a refresh token.',
    more: 'The refresh token stands in the body or in its cookie; the next one goes where this one was. Each serves once: its reuse ends the session.',
    auth: 'none',
    body: rest.refresh,
    answers: { 200: signedIn },
    refusals: ['unauthenticated', 'session_ended'],
  },
  logout: {
    method: 'POST',
    path: '/api/auth/logout',
    group: 'Signing in',
    summary: 'Ends the session and its sockets.',
    more: 'The bearer token, the refresh token in the body, or the one in its cookie: one of them is enough.',
    auth: 'either',
    body: rest.refresh,
    answers: done,
    refusals: [],
  },
  me: {
    method: 'GET',
    path: '/api/me',
    group: 'People',
    summary: 'Who I am.',
    auth: 'bearer',
    answers: { 200: { means: 'My user.', body: User } },
    refusals: [],
  },
  users: {
    method: 'GET',
    path: '/api/users',
    group: 'People',
    summary: 'Finds people by a part of their name.',
    auth: 'bearer',
    query: rest.users,
    answers: { 200: { means: 'Those found.', body: UserList } },
    refusals: [],
  },
  rooms: {
    method: 'GET',
    path: '/api/rooms',
    group: 'Rooms',
    summary: 'My rooms, or the public ones.',
    more: '`scope` is `mine` unless told otherwise; `query` is a part of a name or an id.',
    auth: 'bearer',
    query: rest.rooms,
    answers: { 200: { means: 'The rooms, with how far I have read each.', body: RoomList } },
    refusals: [],
  },
  create_room: {
    method: 'POST',
    path: '/api/rooms',
    group: 'Rooms',
    summary: 'Makes a room with me in it, or finds the direct room of two people.',
    auth: 'bearer',
    body: rest.createRoom,
    answers: { 201: { means: 'The room.', body: Room } },
    refusals: ['not_found', 'name_taken', 'rate_limited'],
  },
  room: {
    method: 'GET',
    path: '/api/rooms/{roomId}',
    group: 'Rooms',
    summary: 'One room I may see.',
    auth: 'bearer',
    params: ofRoom,
    answers: { 200: { means: 'The room.', body: Room } },
    refusals: ['not_found'],
  },
  members: {
    method: 'GET',
    path: '/api/rooms/{roomId}/members',
    group: 'Rooms',
    summary: 'Who belongs to a room, and who of them is online.',
    auth: 'bearer',
    params: ofRoom,
    answers: { 200: { means: 'The members.', body: MemberList } },
    refusals: ['not_found'],
  },
  join: {
    method: 'POST',
    path: '/api/rooms/{roomId}/join',
    group: 'Rooms',
    summary: 'Makes me a member of a public room.',
    more: 'Where rooms are made on demand, a public room that is not there yet is made. A member comes in anywhere.',
    auth: 'bearer',
    params: ofRoom,
    answers: { 200: { means: 'The room.', body: Room } },
    refusals: ['not_found', 'rate_limited'],
  },
  leave: {
    method: 'POST',
    path: '/api/rooms/{roomId}/leave',
    group: 'Rooms',
    summary: 'Ends my membership, and the watch of all my sockets.',
    auth: 'bearer',
    params: ofRoom,
    answers: done,
    refusals: ['not_found', 'forbidden'],
  },
  invite: {
    method: 'POST',
    path: '/api/rooms/{roomId}/invite',
    group: 'Rooms',
    summary: 'Brings somebody into a room. Any member may.',
    auth: 'bearer',
    params: ofRoom,
    body: rest.invite,
    answers: done,
    refusals: ['not_found', 'not_a_member', 'forbidden'],
  },
  remove_member: {
    method: 'DELETE',
    path: '/api/rooms/{roomId}/members/{userId}',
    group: 'Rooms',
    summary: 'Takes somebody out of a room. Its owner may, and an administrator who can see it.',
    auth: 'bearer',
    params: ofMember,
    answers: done,
    refusals: ['not_found', 'forbidden'],
  },
  history: {
    method: 'GET',
    path: '/api/chat/{roomId}/history',
    group: 'History',
    summary: 'A page of messages, ascending by seq.',
    more: '`before` gives the newest below a seq, `after` the oldest above it, `around` has it in the middle: one of them at most. `since` and later, before `until`: a time in ms or by ISO 8601; not with `around`. `userId`: of that person only. With a tag of an earlier answer in `If-None-Match` an unchanged page is a 304.',
    auth: 'bearer',
    params: ofRoom,
    query: rest.history,
    answers: {
      200: {
        means: 'The page. `Link` names its neighbours.',
        body: HistoryPage,
        headers: {
          ETag: 'The tag of this page.',
          Link: 'The pages before and after, as `rel="prev"` and `rel="next"`.',
          'Parley-Epoch': 'The epoch of the room.',
          'Parley-Rev': 'The rev up to which the page tells.',
        },
      },
      304: { means: 'As it was.' },
    },
    refusals: ['not_found'],
  },
  export: {
    method: 'GET',
    path: '/api/chat/{roomId}/export',
    group: 'History',
    summary: 'A whole room, or a part of it, as lines of JSON.',
    more: 'Above `after`, below `before`, `since` and later, before `until`. Cut at the head of the moment. What ends before `Parley-Last-Seq` was cut off: go on with `after` the last seq one has.',
    auth: 'bearer',
    params: ofRoom,
    query: rest.export,
    answers: {
      200: {
        means: 'Messages, ascending by seq, one a line.',
        type: 'application/x-ndjson',
        body: Message,
        headers: {
          'Parley-Epoch': 'The epoch of the room.',
          'Parley-Rev': 'The rev up to which the lines tell.',
          'Parley-After': 'The lines begin above this seq.',
          'Parley-Last-Seq': 'The last line has this seq.',
          'Parley-Messages': 'How many lines will come.',
        },
      },
    },
    refusals: ['not_found', 'rate_limited', 'overloaded', 'shutting_down'],
  },
  events: {
    method: 'GET',
    path: '/api/chat/{roomId}/events',
    group: 'History',
    summary: 'What happens in a room, as Server-Sent Events.',
    more: 'The `id` of an event is where to go on from, as `after` or in the header `Last-Event-ID`: what was missed comes first. `message`, `message_updated`, `member_updated`, `room_head`, `user_joined`, `user_left`, `user_typing` and `goodbye` have as `data` the argument they have on sockets, `message_history` its two in one.',
    auth: 'bearer',
    params: ofRoom,
    query: rest.events,
    answers: {
      200: { means: 'Events, until either side ends them.', type: 'text/event-stream', body: z.string() },
    },
    refusals: ['not_found'],
  },
  health: {
    method: 'GET',
    path: '/health',
    group: 'Service',
    summary: 'Whether this instance lives. Asks no store.',
    auth: 'none',
    answers: { 200: { means: 'It lives.', body: Health } },
    refusals: [],
  },
  ready: {
    method: 'GET',
    path: '/health/ready',
    group: 'Service',
    summary: 'Whether everything this instance needs answers.',
    auth: 'none',
    answers: {
      200: { means: 'It does.', body: Readiness },
      503: { means: 'Something does not, or it is stopping.', body: Readiness },
    },
    refusals: [],
  },
  openapi: {
    method: 'GET',
    path: '/api/openapi.json',
    group: 'Service',
    summary: 'The REST routes as OpenAPI 3.1.',
    auth: 'documents',
    answers: { 200: { means: 'The document.', body: anyDocument }, 304: { means: 'As it was.' } },
    refusals: [],
  },
  asyncapi: {
    method: 'GET',
    path: '/api/asyncapi.json',
    group: 'Service',
    summary: 'Sockets, their commands and events, as AsyncAPI 3.',
    auth: 'documents',
    answers: { 200: { means: 'The document.', body: anyDocument }, 304: { means: 'As it was.' } },
    refusals: [],
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
