import { expect, test } from '@jest/globals';
import { lastStates } from '../../src/chat/changes/change-states.js';
import { anEvent } from '../support/an-event.js';

const message = (seq: number, rev: number, text: string) => ({ seq, rev, message: text });
const member = (userId: string, rev: number, is: boolean) => ({ userId, rev, member: is });

const settings = (rev: number, name: string) => ({ roomId: 'general', rev, name, topic: '', slowSeconds: 0 });

test('[C2] of a while only last states are left: new messages by seq, changed ones and memberships by rev', () => {
  const states = lastStates([
    anEvent('message', message(5, 11, 'five')),
    anEvent('message_updated', message(2, 12, 'two, edited')),
    anEvent('member_updated', member('ann', 13, true)),
    anEvent('message_updated', message(1, 14, '')),
    anEvent('member_updated', member('bob', 15, false)),
    anEvent('message', message(6, 16, 'six')),
    anEvent('message_updated', message(5, 17, 'five, edited')),
    anEvent('message_updated', message(2, 18, '')),
    anEvent('member_updated', member('ann', 19, false)),
    anEvent('room_updated', settings(20, 'Tea')),
    anEvent('room_updated', settings(21, 'Coffee')),
  ]);
  expect(states).toEqual([
    { event: 'member_updated', row: member('bob', 15, false) },
    { event: 'member_updated', row: member('ann', 19, false) },
    { event: 'room_updated', row: settings(21, 'Coffee') },
    { event: 'message_updated', row: message(1, 14, '') },
    { event: 'message_updated', row: message(2, 18, '') },
    { event: 'message', row: message(5, 17, 'five, edited') },
    { event: 'message', row: message(6, 16, 'six') },
  ]);
});
