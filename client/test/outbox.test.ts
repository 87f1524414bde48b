import { expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { ParleyError } from '../src/errors.js';
import { Outbox, type OutboxOptions } from '../src/outbox/outbox.js';
import { MemoryOutboxStorage, type Outgoing } from '../src/outbox/outbox-storage.js';
import { message, uuid } from './support/room-history.js';
import { until } from './support/until.js';

const FAST = { baseMs: 1, capMs: 2 };

interface Attempt {
  outgoing: Outgoing;
  stored(seq: number): void;
  fails(error: ParleyError): void;
}

/** An outbox whose every attempt the test decides. */
function outbox(options: OutboxOptions = {}) {
  const attempts: Attempt[] = [];
  const failed: string[] = [];
  const taken: Outgoing[] = [];
  const counts: number[] = [];
  const box = new Outbox(
    {
      send: (outgoing) =>
        new Promise<Message>((resolve, reject) => {
          attempts.push({
            outgoing,
            stored: (seq) => resolve({ ...message(seq, seq), clientId: outgoing.clientId }),
            fails: reject,
          });
        }),
      sent: () => undefined,
      failed: (_, { code }) => void failed.push(code),
      taken: (left) => void taken.push(...left),
      counted: (unsettled) => void counts.push(unsettled),
      onFault: (error) => {
        throw error;
      },
    },
    { backoff: FAST, ...options },
  );
  const attempt = async (index: number): Promise<Attempt> => {
    await until(() => attempts.length > index, `attempt ${index}`);
    const one = attempts[index];
    if (!one) throw new Error('there is one');
    return one;
  };
  return { box, attempts, failed, taken, counts, attempt };
}

function outgoing(number: number, roomId = 'tea'): Outgoing {
  return { clientId: uuid(number), roomId, message: `text ${number}`, queuedAt: number };
}

const timeout = new ParleyError('timeout', 'No answer.', true, 'unknown');
const offline = new ParleyError('offline', 'Not connected.', true);
const refused = new ParleyError('not_a_member', 'Join first.', false);

test('the next message of a room waits until the one before it is stored', async () => {
  const { box, attempts, attempt } = outbox();
  const [first, second] = [box.add(outgoing(1)), box.add(outgoing(2))];
  (await attempt(0)).stored(1);
  expect((await first).seq).toBe(1);
  (await attempt(1)).stored(2);
  expect((await second).seq).toBe(2);
  expect(attempts.map((one) => one.outgoing.clientId)).toEqual([uuid(1), uuid(2)]);
});

test('rooms do not wait for each other', async () => {
  const { box, attempt } = outbox();
  box.add(outgoing(1, 'tea'));
  box.add(outgoing(2, 'milk'));
  expect((await attempt(1)).outgoing.roomId).toBe('milk');
});

test('an attempt without an answer is repeated with the same clientId, before anything written later', async () => {
  const { box, attempts, attempt } = outbox();
  const done = box.add(outgoing(1));
  box.add(outgoing(2));
  (await attempt(0)).fails(timeout);
  (await attempt(1)).fails(timeout);
  (await attempt(2)).stored(1);
  await done;
  await attempt(3);
  expect(attempts.map((one) => one.outgoing.clientId)).toEqual([uuid(1), uuid(1), uuid(1), uuid(2)]);
});

test('without a connection messages wait, and go in order when it is back', async () => {
  const { box, attempts, attempt } = outbox();
  box.add(outgoing(1));
  (await attempt(0)).fails(offline);
  box.add(outgoing(2));
  // Another room tries again and again meanwhile: time enough to see that this one does not.
  box.add(outgoing(3, 'milk'));
  for (let index = 1; index < 8; index += 1) (await attempt(index)).fails(timeout);
  expect(attempts.filter((one) => one.outgoing.roomId === 'tea')).toHaveLength(1);
  box.drop(uuid(3));
  const before = attempts.length;
  box.resume();
  (await attempt(before)).stored(1);
  (await attempt(before + 1)).stored(2);
  await until(() => box.waitingIn('tea').length === 0, 'nothing waits');
  expect(attempts.slice(before).map((one) => one.outgoing.clientId)).toEqual([uuid(1), uuid(2)]);
});

test('a refused message fails with its code, lets the next one pass, and may be sent again as the same', async () => {
  const { box, failed, attempt } = outbox();
  const done = box.add(outgoing(1));
  box.add(outgoing(2));
  (await attempt(0)).fails(refused);
  await expect(done).rejects.toMatchObject({ code: 'not_a_member' });
  expect(failed).toEqual(['not_a_member']);
  (await attempt(1)).stored(1);
  const again = box.retry(uuid(1));
  const second = await attempt(2);
  expect(second.outgoing.clientId).toBe(uuid(1));
  second.stored(2);
  expect((await again)?.seq).toBe(2);
});

test('a message that was heard from the room is settled, though its answer never comes', async () => {
  const { box, attempt } = outbox();
  const done = box.add(outgoing(1));
  await attempt(0);
  box.confirm({ ...message(7, 7), clientId: uuid(1) });
  expect((await done).seq).toBe(7);
  box.add(outgoing(2));
  expect((await attempt(1)).outgoing.clientId).toBe(uuid(2));
});

test('a withdrawn message is not sent', async () => {
  const { box, attempts, attempt } = outbox();
  box.add(outgoing(1));
  const withdrawn = box.add(outgoing(2));
  box.drop(uuid(2));
  await expect(withdrawn).rejects.toBeInstanceOf(ParleyError);
  box.add(outgoing(3));
  (await attempt(0)).stored(1);
  await attempt(1);
  expect(attempts.map((one) => one.outgoing.clientId)).toEqual([uuid(1), uuid(3)]);
});

test('a message is stored before its first attempt, and the next run takes up what is not settled', async () => {
  const storage = new MemoryOutboxStorage();
  const before = outbox({ storage });
  const done = before.box.add(outgoing(1));
  before.box.add(outgoing(2));
  const first = await before.attempt(0);
  expect((await storage.load()).map(({ clientId }) => clientId)).toContain(uuid(1));
  first.stored(1);
  await done;
  await before.attempt(1);
  const after = outbox({ storage });
  await after.box.load();
  expect(after.taken).toEqual([outgoing(2)]);
  expect((await after.attempt(0)).outgoing.clientId).toBe(uuid(2));
});

test('a wide outbox has several messages of a room on their way, and no more', async () => {
  const { box, attempts, attempt } = outbox({ width: 3 });
  for (const number of [1, 2, 3, 4, 5]) box.add(outgoing(number));
  await attempt(2);
  expect(attempts).toHaveLength(3);
  (await attempt(1)).stored(1);
  await attempt(3);
  expect(attempts).toHaveLength(4);
});

test('a message is noted before anything else happens, and counted until it is settled', async () => {
  const noted: string[] = [];
  const storage = Object.assign(new MemoryOutboxStorage(), {
    note: ({ clientId }: Outgoing) => void noted.push(clientId),
  });
  const { box, counts, attempt } = outbox({ storage });
  const done = box.add(outgoing(1));
  expect(noted).toEqual([uuid(1)]);
  (await attempt(0)).stored(1);
  await done;
  expect(counts).toEqual([1, 0]);
});

test('what is written while an earlier run is being taken up goes after it', async () => {
  const storage = new MemoryOutboxStorage();
  await storage.put(outgoing(1));
  const { box, attempts, attempt } = outbox({ storage });
  const loaded = box.load();
  box.add(outgoing(2));
  await loaded;
  (await attempt(0)).stored(1);
  await attempt(1);
  expect(attempts.map((one) => one.outgoing.clientId)).toEqual([uuid(1), uuid(2)]);
});
