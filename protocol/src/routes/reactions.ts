import * as z from 'zod/mini';
import { Emoji } from '../emoji.js';
import { RoomId } from '../ids.js';
import { wholeNumber } from '../query.js';
import type { Route } from '../route.js';
import { Reaction, ReactionList } from '../shapes.js';

const seq = wholeNumber(1, Number.MAX_SAFE_INTEGER);
const ofMessage = { group: 'History', auth: 'bearer' } as const;
const path = '/api/chat/{roomId}/messages/{seq}/reactions';
const refusals = [
  'not_a_member',
  'not_found',
  'banned',
  'muted',
  'forbidden',
  'too_many',
  'rate_limited',
  'overloaded',
  'shutting_down',
] as const;
const answers = { 200: { means: 'The reaction as it stands then.', body: Reaction } };

export const reactions = {
  reactions: {
    ...ofMessage,
    method: 'GET',
    path,
    params: z.object({ roomId: RoomId, seq }),
    summary: 'The reactions to a message, and the users who made them.',
    answers: { 200: { means: 'In the order in which they were first made.', body: ReactionList } },
    refusals: ['not_found', 'banned'],
  },
  add_reaction: {
    ...ofMessage,
    method: 'PUT',
    path: `${path}/{emoji}`,
    params: z.object({ roomId: RoomId, seq, emoji: Emoji }),
    summary: 'Reacts to a message with an emoji.',
    more: 'Doing it again changes nothing. A message has 50 kinds of reactions at most.',
    answers,
    refusals,
  },
  remove_reaction: {
    ...ofMessage,
    method: 'DELETE',
    path: `${path}/{emoji}`,
    params: z.object({ roomId: RoomId, seq, emoji: Emoji }),
    summary: 'Takes my reaction back.',
    more: 'Doing it again changes nothing.',
    answers,
    refusals,
  },
} as const satisfies Record<string, Route>;
