import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { encodeEvent } from '../../src/chat/room-changes.js';
import { Connection } from '../../src/realtime/connection.js';
import { FanOut } from '../../src/realtime/fan-out.js';
import { Flusher } from '../../src/realtime/flusher.js';
import type { Batch } from '../../src/realtime/frame.js';
import { socketIoDialect } from '../../src/realtime/socket-io/socket-io-dialect.js';
import { Watchers } from '../../src/realtime/watchers.js';

/** A client that reads when it is told to. */
class Sleeper extends Connection {
  readonly frames: string[] = [];
  unread = 0;
  open = true;

  constructor(log: (line: string) => void) {
    super('sleeper', '127.0.0.1', socketIoDialect, new Flusher(), log);
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
  const watchers = new Watchers();
  watchers.add('plans', sleeper, {} as never);
  fanOut = new FanOut(watchers, (error) => {
    throw error;
  });
});
afterEach(() => {
  jest.useRealTimers();
});

function say(bytes: number): void {
  fanOut.deliver('plans', [encodeEvent('message', 'x'.repeat(bytes))], null, { epoch: 'e', rev: 1 });
  sleeper.flush();
}
function type(): void {
  fanOut.signal('plans', encodeEvent('user_typing', {}), null);
  sleeper.flush();
}

test('[M13] who is behind is spared who types, and nothing of what is said', () => {
  type();
  say(LIMITS.unreadPassingBytes);
  type();
  say(10);
  expect(sleeper.frames.map((frame) => frame.slice(3, 7))).toEqual(['user', 'mess', 'mess']);
  sleeper.unread = 0;
  type();
  expect(sleeper.frames.at(-1)).toContain('user_typing');
});

test('[M13] a burst may wait for a while', () => {
  say(LIMITS.unreadBytes + 1);
  jest.advanceTimersByTime(LIMITS.unreadMs - 1);
  sleeper.unread = 0;
  jest.advanceTimersByTime(LIMITS.unreadMs);
  expect(sleeper.open).toBe(true);
  expect(logged).toEqual([]);
});

test('[M13] what waits for longer ends the connection, and says why', () => {
  say(LIMITS.unreadBytes + 1);
  jest.advanceTimersByTime(LIMITS.unreadMs - 1);
  expect(sleeper.open).toBe(true);
  jest.advanceTimersByTime(1);
  expect(sleeper.open).toBe(false);
  expect(logged).toEqual([
    expect.stringMatching(/^127\.0\.0\.1 is cut off: it leaves more than 1048576 bytes unread$/),
  ]);
});

test('[M13] more than that is too much at once', () => {
  say(LIMITS.unreadMostBytes);
  expect(sleeper.open).toBe(false);
  say(1);
  expect(sleeper.frames).toHaveLength(1);
});
