import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { Connection } from '../../src/realtime/connection/connection.js';
import type { Batch } from '../../src/realtime/connection/frame.js';
import { WriteScheduler } from '../../src/realtime/connection/write-scheduler.js';
import { FanOut } from '../../src/realtime/delivery/fan-out.js';
import { SubscriptionRegistry } from '../../src/realtime/delivery/subscription-registry.js';
import { socketIoEncoder } from '../../src/realtime/socket-io/socket-io-encoder.js';
import { anEvent } from '../support/an-event.js';

/** A client that reads when it is told to. */
class Sleeper extends Connection {
  readonly frames: string[] = [];
  unread = 0;
  open = true;

  constructor(log: (line: string) => void) {
    super('sleeper', '127.0.0.1', socketIoEncoder, new WriteScheduler(), log);
  }
  protected override send(batch: Batch): void {
    this.frames.push(...batch.frames.map(({ text }) => text));
    this.unread += batch.size;
  }
  protected override end(): void {}
  protected override cut(): void {
    this.open = false;
  }
}

let sleeper: Sleeper;
let fanOut: FanOut;
let logged: string[];

beforeEach(() => {
  jest.useFakeTimers();
  logged = [];
  sleeper = new Sleeper((line) => logged.push(line));
  const registry = new SubscriptionRegistry();
  registry.add('plans', sleeper, {} as never);
  fanOut = new FanOut(registry, (error) => {
    throw error;
  });
});
afterEach(() => {
  jest.useRealTimers();
});

function say(bytes: number): void {
  fanOut.deliver('plans', [anEvent('message', 'x'.repeat(bytes))], null, { epoch: 'e', rev: 1 });
  sleeper.flush();
}
function type(): void {
  fanOut.ephemeral('plans', anEvent('user_typing', {}), null);
  sleeper.flush();
}

test('[M13] who is behind is spared who types, and nothing of what is said', () => {
  type();
  say(LIMITS.unreadDroppableBytes);
  type();
  say(10);
  expect(sleeper.frames.map((frame) => frame.slice(3, 7))).toEqual(['user', 'mess', 'mess']);
  sleeper.unread = 0;
  type();
  expect(sleeper.frames.at(-1)).toContain('user_typing');
});

test('[M13] more unread than a connection may keep at all ends it, and says why', () => {
  say(LIMITS.unreadMostBytes);
  expect(sleeper.open).toBe(false);
  expect(logged).toEqual(['127.0.0.1 is cut off: it leaves more than 8388608 bytes unread']);
  say(1);
  expect(sleeper.frames).toHaveLength(1);
});

test('[M13] what it took is what it was given without what is unread', () => {
  say(10_000);
  const { unread } = sleeper;
  expect([unread > 10_000, sleeper.taken]).toEqual([true, 0]);
  sleeper.unread = 4_000;
  expect(sleeper.taken).toBe(unread - 4_000);
});

test('[M14] a large answer is made when the one before was read, and for a client that has gone none is', async () => {
  const made: string[] = [];
  say(LIMITS.unreadDroppableBytes);
  const [first, second, join] = ['first', 'second', 'join'].map((name) =>
    sleeper.paceOf(async () => {
      made.push(name);
      sleeper.unread = LIMITS.unreadDroppableBytes + 1;
      return name;
    }, name === 'join'),
  );
  const refused = expect(second).rejects.toMatchObject({ code: 'unavailable' });
  await jest.advanceTimersByTimeAsync(1_000);
  expect(made).toEqual([]);
  sleeper.unread = 0;
  await jest.advanceTimersByTimeAsync(1_000);
  expect(made).toEqual(['first']);
  sleeper.open = false;
  await jest.advanceTimersByTimeAsync(1_000);
  expect(await first).toBe('first');
  await refused;
  // What changes something is done all the same, as it would be had it come a moment before.
  expect(await join).toBe('join');
  expect(made).toEqual(['first', 'join']);
});
