import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { unreadOf } from '../src/room-list.js';
import { message, uuid } from './support/room-history.js';
import { openTea, type Tea } from './support/tea.js';
import { until } from './support/until.js';

let tea: Tea;
beforeEach(async () => {
  tea = await openTea(3);
});
afterEach(async () => {
  await tea.stop();
  expect(tea.faults).toEqual([]);
});

const marks = () =>
  tea.peer.commands.filter(({ name }) => name === 'mark_read').map(({ input }) => input.seq);
const unread = () => tea.client.state.rooms?.map(unreadOf)[0];

/** Says something, leaves the room before the server has it, and waits until it is stored. */
async function sayAndGo(): Promise<void> {
  const room = await tea.client.join('tea');
  const { answer } = tea.peer;
  tea.peer.answer = (name, input) => (name === 'send_message' ? 'silence' : answer(name, input));
  const { done } = room.send('from the outbox');
  room.close();
  tea.peer.answer = answer;
  await done;
}

test('what the outbox sends of mine is not unread for me, here and on my other devices', async () => {
  (await tea.client.join('tea')).markRead(3);
  await until(() => unread() === 0, 'all is read');
  await sayAndGo();
  expect(unread()).toBe(0);
  await until(() => marks().includes(4), 'my other devices are told');
});

test('what others said before it stays unread', async () => {
  (await tea.client.join('tea')).markRead(2);
  await until(() => unread() === 1, 'all but one is read');
  await sayAndGo();
  expect(unread()).toBeGreaterThan(0);
  expect(marks()).not.toContain(4);
});

test('what I said on another device is not unread, and what another user said is', async () => {
  const room = await tea.client.join('tea');
  room.markRead(3);
  await until(() => unread() === 0, 'all is read');
  tea.peer.tell('message', { ...message(4, 4, uuid(1)), roomId: 'tea' });
  tea.peer.tell('message', { ...message(5, 5, uuid(2)), roomId: 'tea' });
  await until(() => room.state.history.messages.at(-1)?.seq === 5, 'both are heard');
  expect(unread()).toBe(1);
});
