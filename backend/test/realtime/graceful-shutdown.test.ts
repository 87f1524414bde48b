import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Connection } from '../../src/realtime/connection/connection.js';
import { Frame } from '../../src/realtime/connection/frame.js';
import { WriteScheduler } from '../../src/realtime/connection/write-scheduler.js';
import { FanOut } from '../../src/realtime/delivery/fan-out.js';
import { SubscriptionRegistry } from '../../src/realtime/delivery/subscription-registry.js';
import { GracefulShutdown } from '../../src/realtime/lifecycle/graceful-shutdown.js';

/** A line whose client takes nothing, and never goes. */
class Stuck extends Connection {
  readonly open = true;
  readonly unread = 0;

  protected override send(): void {}
  protected override end(): void {}
  protected override cut(): void {}
}

let shutdown: GracefulShutdown;
beforeEach(() => {
  jest.useFakeTimers();
  const fanOut = new FanOut(new SubscriptionRegistry(), (error) => {
    throw error;
  });
  shutdown = new GracefulShutdown(fanOut);
});
afterEach(() => {
  jest.useRealTimers();
});

const endless = {
  exclusive: false,
  input: null,
  run: () => new Promise<void>(() => undefined),
  refuse: () => undefined,
};
const encoder = { encode: () => new Frame('goodbye', Buffer.from) };

function admit(count: number): Stuck[] {
  const all = Array.from(
    { length: count },
    () => new Stuck(randomUUID(), '127.0.0.1', encoder, new WriteScheduler(), () => undefined),
  );
  for (const each of all) shutdown.admit(each);
  return all;
}

test.each([
  ['takes what it is told', 1, false],
  ['has a command under way', 1, true],
  ['is told when its turn comes', 2_000, false],
])('[A12] a client that %s is waited for, and not once somebody hurries', async (_, count, busy) => {
  const [first] = admit(count);
  if (busy) first?.commands.push(endless);
  let hurry: () => void = () => undefined;
  const run = shutdown.run(
    new Promise<void>((resolve) => {
      hurry = resolve;
    }),
  );
  let ended = false;
  void run.then(() => {
    ended = true;
  });
  await jest.advanceTimersByTimeAsync(1_000);
  expect(ended).toBe(false);
  hurry();
  // All that needs no time.
  await jest.advanceTimersByTimeAsync(0);
  expect(ended).toBe(true);
});
