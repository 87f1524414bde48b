import { MemberList, RoomList } from '../answers.js';
import { rest } from '../rest.js';
import type { Route } from '../route.js';
import { aRoom, done, theRoom } from './parts.js';

const mine = { group: 'Rooms', auth: 'bearer' } as const;
const ofRoom = { ...mine, params: aRoom } as const;

export const rooms = {
  rooms: {
    ...mine,
    method: 'GET',
    path: '/api/rooms',
    summary: 'My rooms, or the public ones.',
    more: '`scope` is `mine` unless told otherwise; `query` is a part of a name or an id. Of public rooms the exact one comes first, then those that begin with the query. `cursor` of an answer leads to the next page.',
    query: rest.rooms,
    answers: { 200: { means: 'The rooms, with how far I have read each.', body: RoomList } },
    refusals: ['rate_limited'],
  },
  create_room: {
    ...mine,
    method: 'POST',
    path: '/api/rooms',
    summary: 'Makes a room with me in it, or finds the direct room of two people.',
    body: rest.createRoom,
    answers: { 201: theRoom },
    refusals: ['not_found', 'name_taken', 'rate_limited'],
  },
  room: {
    ...ofRoom,
    method: 'GET',
    path: '/api/rooms/{roomId}',
    summary: 'One room I may see.',
    answers: { 200: theRoom },
    refusals: ['not_found', 'banned'],
  },
  members: {
    ...ofRoom,
    method: 'GET',
    path: '/api/rooms/{roomId}/members',
    summary: 'Who belongs to a room, and who of them is online.',
    more: '`query` is a part of a name. `cursor` of an answer leads to the next page.',
    query: rest.members,
    answers: { 200: { means: 'The members.', body: MemberList } },
    refusals: ['not_found', 'banned'],
  },
  join: {
    ...ofRoom,
    method: 'POST',
    path: '/api/rooms/{roomId}/join',
    summary: 'Makes me a member of a public room.',
    more: 'Where rooms are made on demand, a public room that is not there yet is made. A member comes in anywhere.',
    answers: { 200: theRoom },
    refusals: ['not_found', 'banned', 'rate_limited'],
  },
  leave: {
    ...ofRoom,
    method: 'POST',
    path: '/api/rooms/{roomId}/leave',
    summary: 'Ends my membership, and the watch of all my sockets.',
    answers: done,
    refusals: ['not_found', 'banned', 'forbidden'],
  },
  invite: {
    ...ofRoom,
    method: 'POST',
    path: '/api/rooms/{roomId}/invite',
    summary: 'Brings a user into a room. Any member may.',
    body: rest.invite,
    answers: done,
    refusals: ['not_found', 'banned', 'not_a_member', 'forbidden'],
  },
} as const satisfies Record<string, Route>;
