import * as z from 'zod/mini';
import { HistoryPage } from '../answers.js';
import { rest } from '../rest.js';
import type { Route } from '../route.js';
import { Message } from '../shapes.js';
import { aRoom } from './parts.js';

const ofRoom = { group: 'History', auth: 'bearer', params: aRoom } as const;

export const history = {
  history: {
    ...ofRoom,
    method: 'GET',
    path: '/api/chat/{roomId}/history',
    summary: 'A page of messages, ascending by seq.',
    more: '`before` gives the newest below a seq, `after` the oldest above it, `around` has it in the middle: one of them at most. `since` and later, before `until`: a time in ms or by ISO 8601; not with `around`. `userId`: of that person only. With a tag of an earlier answer in `If-None-Match` an unchanged page is a 304.',
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
    refusals: ['not_found', 'banned'],
  },
  export: {
    ...ofRoom,
    method: 'GET',
    path: '/api/chat/{roomId}/export',
    summary: 'A whole room, or a part of it, as lines of JSON.',
    more: 'Above `after`, below `before`, `since` and later, before `until`. Cut at the head of the moment. What ends before `Parley-Last-Seq` was cut off: go on with `after` the last seq one has.',
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
    refusals: ['not_found', 'banned', 'rate_limited', 'overloaded', 'shutting_down'],
  },
  events: {
    ...ofRoom,
    method: 'GET',
    path: '/api/chat/{roomId}/events',
    summary: 'What happens in a room, as Server-Sent Events.',
    more: 'The `id` of an event is where to go on from, as `after` or in the header `Last-Event-ID`: what was missed comes first. `message`, `message_updated`, `member_updated`, `room_updated`, `reaction_updated`, `room_head`, `user_joined`, `user_left`, `user_typing` and `goodbye` have as `data` the argument they have on sockets, `message_history` its two in one.',
    query: rest.events,
    answers: {
      200: { means: 'Events, until either side ends them.', type: 'text/event-stream', body: z.string() },
    },
    refusals: ['not_found', 'banned'],
  },
} as const satisfies Record<string, Route>;
