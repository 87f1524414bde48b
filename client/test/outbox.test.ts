import { expect, test } from '@jest/globals';
import { ParleyError } from '../src/errors.js';
import type { OutboxOptions } from '../src/outbox/outbox-options.js';
import { MemoryOutboxStorage, type Outgoing } from '../src/outbox/outbox-storage.js';
import { OutboxHub } from './support/outbox-hub.js';
import { message, uuid } from './support/room-history.js';
import { until } from './support/until.js';

const outbox = (options?: OutboxOptions) => new OutboxHub(options);

function outgoing(number: number, roomId = 'tea'): Outgoing {
  return { clientId: uuid(number), roomId, message: `text ${number}`, queuedAt: number };
}

const timeout = new ParleyError('timeout', 'No answer.', true, 'unknown');
const offline = new ParleyError('offline', 'Not connected.', true);
const refused = new ParleyError('not_a_member', 'Join first.', false);

test('the next message of a room waits until the one before it is stored', async () => {
  const box = outbox();
  const [first, second] = [box.add(outgoing(1)), box.add(outgoing(2))];
  (await box.attempt(0)).stored(1);
  expect((await first).seq).toBe(1);
  (await box.attempt(1)).stored(2);
  expect((await second).seq).toBe(2);
  expect(box.attempts.map((one) => one.outgoing.clientId)).toEqual([uuid(1), uuid(2)]);
});

test('rooms do not wait for each other', async () => {
  const box = outbox();
  box.add(outgoing(1, 'tea'));
  box.add(outgoing(2, 'milk'));
  expect((await box.attempt(1)).outgoing.roomId).toBe('milk');
});

test('an attempt without an answer is repeated with the same clientId, before anything written later', async () => {
  const box = outbox();
  const done = box.add(outgoing(1));
  box.add(outgoing(2));
  (await box.attempt(0)).fails(timeout);
  (await box.attempt(1)).fails(timeout);
  (await box.attempt(2)).stored(1);
  await done;
  await box.attempt(3);
  expect(box.attempts.map((one) => one.outgoing.clientId)).toEqual([uuid(1), uuid(1), uuid(1), uuid(2)]);
});

test('without a connection messages wait, and go in order when it is back', async () => {
  const box = outbox();
  box.add(outgoing(1));
  (await box.attempt(0)).fails(offline);
  box.add(outgoing(2));
  // Another room tries again and again meanwhile: time enough to see that this one does not.
  box.add(outgoing(3, 'milk'));
  for (let index = 1; index < 8; index += 1) (await box.attempt(index)).fails(timeout);
  expect(box.attempts.filter((one) => one.outgoing.roomId === 'tea')).toHaveLength(1);
  box.discard(outgoing(3, 'milk'));
  const before = box.attempts.length;
  box.reconnect();
  (await box.attempt(before)).stored(1);
  (await box.attempt(before + 1)).stored(2);
  await until(() => box.waitingIn('tea').length === 0, 'nothing waits');
  expect(box.attempts.slice(before).map((one) => one.outgoing.clientId)).toEqual([uuid(1), uuid(2)]);
});

test('a refused message fails with its code, lets the next one pass, and may be sent again as the same', async () => {
  const box = outbox();
  const done = box.add(outgoing(1));
  box.add(outgoing(2));
  (await box.attempt(0)).fails(refused);
  await expect(done).rejects.toMatchObject({ code: 'not_a_member' });
  expect(box.failed).toEqual(['not_a_member']);
  (await box.attempt(1)).stored(1);
  const again = box.retry(outgoing(1));
  const second = await box.attempt(2);
  expect(second.outgoing.clientId).toBe(uuid(1));
  second.stored(2);
  expect((await again).seq).toBe(2);
});

test('a message that was heard from the room is settled, though its answer never comes', async () => {
  const box = outbox();
  box.openRoom('tea');
  const done = box.add(outgoing(1));
  await box.attempt(0);
  box.hear({ ...message(7, 7), clientId: uuid(1) });
  expect((await done).seq).toBe(7);
  box.add(outgoing(2));
  expect((await box.attempt(1)).outgoing.clientId).toBe(uuid(2));
});

test('a withdrawn message is not sent', async () => {
  const box = outbox();
  box.add(outgoing(1));
  const withdrawn = box.add(outgoing(2));
  box.discard(outgoing(2));
  await expect(withdrawn).rejects.toBeInstanceOf(ParleyError);
  box.add(outgoing(3));
  (await box.attempt(0)).stored(1);
  await box.attempt(1);
  expect(box.attempts.map((one) => one.outgoing.clientId)).toEqual([uuid(1), uuid(3)]);
});

test('a message is stored before its first attempt, and the next run takes up what is not settled', async () => {
  const storage = new MemoryOutboxStorage();
  const before = outbox({ storage });
  const done = before.add(outgoing(1));
  before.add(outgoing(2));
  const first = await before.attempt(0);
  expect((await storage.load()).map(({ clientId }) => clientId)).toContain(uuid(1));
  first.stored(1);
  await done;
  await before.attempt(1);
  const after = outbox({ storage });
  await after.load();
  expect(after.waitingIn('tea')).toEqual([outgoing(2)]);
  expect((await after.attempt(0)).outgoing.clientId).toBe(uuid(2));
});

test('a wide outbox has several messages of a room on their way, and no more', async () => {
  const box = outbox({ width: 3 });
  for (const number of [1, 2, 3, 4, 5]) box.add(outgoing(number));
  await box.attempt(2);
  expect(box.attempts).toHaveLength(3);
  (await box.attempt(1)).stored(1);
  await box.attempt(3);
  expect(box.attempts).toHaveLength(4);
});

test('what an earlier run left is sent once, however often it is taken up', async () => {
  const storage = new MemoryOutboxStorage();
  await storage.put(outgoing(1));
  const box = outbox({ storage, width: 2 });
  await box.load();
  await box.load();
  await box.attempt(0);
  expect(box.attempts).toHaveLength(1);
});

test('a message is noted before anything else happens, and counted until it is settled', async () => {
  const noted: string[] = [];
  const storage = Object.assign(new MemoryOutboxStorage(), {
    note: ({ clientId }: Outgoing) => void noted.push(clientId),
  });
  const box = outbox({ storage });
  const done = box.add(outgoing(1));
  expect(noted).toEqual([uuid(1)]);
  (await box.attempt(0)).stored(1);
  await done;
  expect(box.counts).toEqual([1, 0]);
});

test('what is written while an earlier run is being taken up goes after it', async () => {
  const storage = new MemoryOutboxStorage();
  await storage.put(outgoing(1));
  const box = outbox({ storage });
  const loaded = box.load();
  box.add(outgoing(2));
  await loaded;
  (await box.attempt(0)).stored(1);
  await box.attempt(1);
  expect(box.attempts.map((one) => one.outgoing.clientId)).toEqual([uuid(1), uuid(2)]);
});
