import * as z from 'zod/mini';
import { BanList } from '../answers.js';
import { RoomId, Uuid } from '../ids.js';
import { LED_BY, MODERATING } from '../moderation-words.js';
import { rest } from '../rest.js';
import type { Route } from '../route.js';
import { Member } from '../shapes.js';
import { aRoom, done, theRoom } from './parts.js';

/** What moderates is refused alike; a row that says otherwise says it for itself. */
const ofRoom = {
  group: 'Rooms',
  auth: 'bearer',
  params: aRoom,
  refusals: MODERATING,
} as const;
const ofMember = { ...ofRoom, params: z.object({ roomId: RoomId, userId: Uuid }) } as const;
const moderated = { means: 'The membership as it stands now.', body: Member };

export const moderation = {
  update_room: {
    ...ofRoom,
    method: 'PATCH',
    path: '/api/rooms/{roomId}',
    summary:
      'Changes the name, the topic, the slow mode of a room, and whether clients show who comes and goes.',
    more: 'Its owner, its moderators, and an administrator who can see it. What is left out stays.',
    body: rest.updateRoom,
    answers: { 200: theRoom },
  },
  transfer_room: {
    ...ofRoom,
    method: 'POST',
    path: '/api/rooms/{roomId}/owner',
    summary: 'Gives a room to one of its members; the former owner is a moderator then.',
    more: 'Its owner, and an administrator who can see it.',
    body: rest.transferRoom,
    answers: { 200: moderated },
  },
  set_role: {
    ...ofMember,
    method: 'POST',
    path: '/api/rooms/{roomId}/members/{userId}/role',
    summary: 'Makes a member a moderator, or a moderator a member.',
    more: 'The owner of the room, and an administrator who can see it.',
    body: rest.setRole,
    answers: { 200: moderated },
  },
  remove_member: {
    ...ofMember,
    method: 'DELETE',
    path: '/api/rooms/{roomId}/members/{userId}',
    summary: 'Takes a member out of a room.',
    more: LED_BY,
    answers: done,
  },
  mute_member: {
    ...ofMember,
    method: 'POST',
    path: '/api/rooms/{roomId}/members/{userId}/mute',
    summary: 'Lets a member read and not write, for a while.',
    more: LED_BY,
    body: rest.mute,
    answers: { 200: moderated },
  },
  unmute_member: {
    ...ofMember,
    method: 'DELETE',
    path: '/api/rooms/{roomId}/members/{userId}/mute',
    summary: 'Ends a mute.',
    answers: done,
  },
  bans: {
    ...ofRoom,
    method: 'GET',
    path: '/api/rooms/{roomId}/bans',
    summary: 'Who is banned from a room, until when, and why.',
    more: 'For those who may ban.',
    query: rest.bans,
    answers: { 200: { means: 'The bans that hold.', body: BanList } },
    refusals: ['not_found', 'banned', 'forbidden'],
  },
  ban_member: {
    ...ofRoom,
    method: 'POST',
    path: '/api/rooms/{roomId}/bans',
    summary: 'Takes a user out of a room and keeps them out, member or not.',
    more: `${LED_BY} Without \`forMs\` for good.`,
    body: rest.ban,
    answers: { 200: moderated },
  },
  unban_member: {
    ...ofMember,
    method: 'DELETE',
    path: '/api/rooms/{roomId}/bans/{userId}',
    summary: 'Ends a ban. The user may come again, and is no member yet.',
    answers: done,
  },
} as const satisfies Record<string, Route>;
