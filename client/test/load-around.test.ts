import { afterEach, expect, test } from '@jest/globals';
import { message, RoomHistory, uuid } from './support/room-history.js';
import { openTea, type Tea } from './support/tea.js';
import { until } from './support/until.js';

const LAST = 140;
const history = new RoomHistory(Array.from({ length: LAST }, () => ({ kind: 'message', person: 2 })));

let tea: Tea;
afterEach(async () => {
  await tea.stop();
  expect(tea.faults).toEqual([]);
});

/** The server reads all of them, whatever it told. Returns the pages around a seq that were asked for so far. */
function readAll(seq: number): () => number {
  const route = `GET /api/chat/tea/history?around=${seq}&limit=100`;
  const { messages, hasOlder } = history.around(seq, LAST, 100);
  const ends = { before: messages[0]?.seq ?? 0, after: messages.at(-1)?.seq ?? 0 };
  const body = { success: true, messages, hasMore: false, hasOlder, hasNewer: false, ...ends };
  tea.peer.routes[route] = () => ({ status: 200, body });
  return () => tea.peer.requests.filter((request) => request === route).length;
}

/** Commands of this kind have no answer until it is called. */
function stall(...names: string[]): () => void {
  const { answer } = tea.peer;
  tea.peer.answer = (name, input) => (names.includes(name) ? 'silence' : answer(name, input));
  return () => {
    tea.peer.answer = answer;
  };
}

/** Many turns of the loop: a request and its answer take fewer. */
async function pass(): Promise<void> {
  for (let times = 0; times < 20; times += 1) await fetch(`${tea.peer.url}/nothing`);
}

test('a message that the room has not heard of is asked for once, and waited for until the room has caught up', async () => {
  tea = await openTea(100);
  const room = await tea.client.join('tea');
  stall('sync', 'watch_room');
  tea.loseWhile(40);
  await until(() => tea.peer.sockets.length === 2, 'the connection is back');
  await until(() => room.state.history.syncState === 'stale', 'the room is behind');

  const pages = readAll(LAST);
  const found = room.loadAround(LAST);
  await until(() => pages() > 0, 'a page is asked for');
  await pass();
  expect(pages()).toBe(1);
  tea.peer.tell('message_history', history.page(LAST).messages, { roomId: 'tea', ...history.head(LAST) });
  expect(await found).toBe(true);
  expect(room.state.history).toMatchObject({ syncState: 'live', view: { kind: 'latest' } });
  expect(pages()).toBe(1);
});

test('a message in a hole before one of mine is asked for once, and waited for', async () => {
  tea = await openTea(100);
  const room = await tea.client.join('tea');
  tea.rev = LAST - 1;
  await room.send('Is the kettle on?').done;
  expect(room.state.history.messages.at(-1)?.seq).toBe(LAST);

  const pages = readAll(120);
  const found = room.loadAround(120);
  await until(() => pages() > 0, 'a page is asked for');
  await pass();
  expect(pages()).toBe(1);
  for (let seq = 101; seq < LAST; seq += 1) tea.peer.tell('message', message(seq, seq, uuid(2)));
  expect(await found).toBe(true);
  expect(pages()).toBe(1);
});

test('a message of a room whose first page has not come is waited for, and is not said to be missing', async () => {
  tea = await openTea(100);
  stall('join_room', 'watch_room');
  const room = tea.client.open('tea');
  const pages = readAll(90);
  const found = room.loadAround(90);
  await until(() => pages() > 0, 'a page is asked for');
  await pass();
  tea.peer.tell('message_history', history.page(100).messages, { roomId: 'tea', ...history.head(100) });
  expect(await found).toBe(true);
  expect(room.messageAt(90)?.message).toBe('text 90');
});

test('a caller that waits for a message is told when it waits in vain', async () => {
  tea = await openTea(100);
  const room = await tea.client.join('tea');
  const pages = readAll(LAST);
  const overtaken = room.loadAround(LAST);
  await until(() => pages() === 1, 'a page is asked for');
  await pass();
  room.showLatest();
  await expect(overtaken).rejects.toMatchObject({ code: 'withdrawn' });
  const closed = room.loadAround(LAST);
  await until(() => pages() === 2, 'a page is asked for');
  await pass();
  room.close();
  await expect(closed).rejects.toThrow('closed');
});

test('a message that the room no longer holds when it has heard it is asked for again', async () => {
  tea = await openTea(100, { maxMessages: 10 });
  const room = await tea.client.join('tea');
  const pages = readAll(120);
  const found = room.loadAround(120);
  await until(() => pages() === 1, 'a page is asked for');
  await pass();
  // All forty in one answer, of which the room holds the newest ten.
  const { answer } = tea.peer;
  tea.peer.answer = (name, input) =>
    name === 'sync'
      ? { ok: true, data: { rooms: { tea: history.delta(100, LAST) }, mine: [] } }
      : answer(name, input);
  tea.peer.tell('message', message(LAST, LAST, uuid(2)));
  expect(await found).toBe(true);
  expect(room.state.history.view).toMatchObject({ kind: 'latest' });
  expect(room.messageAt(120)?.message).toBe('text 120');
  expect(pages()).toBe(2);
});
