import { expect, test } from '@jest/globals';
import { stateOf } from '../../src/chat/feed/state-of.js';
import { encodeEvent } from '../../src/chat/room-changes.js';

const message = (seq: number, rev: number, text: string) => ({ seq, rev, message: text });
const member = (userId: string, rev: number, is: boolean) => ({ userId, rev, member: is });

const settings = (rev: number, name: string) => ({ roomId: 'general', rev, name, topic: '', slowSeconds: 0 });

test('[C2] of a while only last states are left: new messages by seq, changed ones and memberships by rev', () => {
  const state = stateOf([
    encodeEvent('message', message(5, 11, 'five')),
    encodeEvent('message_updated', message(2, 12, 'two, edited')),
    encodeEvent('member_updated', member('ann', 13, true)),
    encodeEvent('message_updated', message(1, 14, '')),
    encodeEvent('member_updated', member('bob', 15, false)),
    encodeEvent('message', message(6, 16, 'six')),
    encodeEvent('message_updated', message(5, 17, 'five, edited')),
    encodeEvent('message_updated', message(2, 18, '')),
    encodeEvent('member_updated', member('ann', 19, false)),
    encodeEvent('room_updated', settings(20, 'Tea')),
    encodeEvent('room_updated', settings(21, 'Coffee')),
  ]);
  expect(state).toEqual({
    messages: [message(5, 17, 'five, edited'), message(6, 16, 'six')],
    updated: [message(1, 14, ''), message(2, 18, '')],
    members: [member('bob', 15, false), member('ann', 19, false)],
    room: settings(21, 'Coffee'),
  });
});
