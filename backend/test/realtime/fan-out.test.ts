import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { RoomStream } from '../../src/chat/feed/room-stream.js';
import { Connection } from '../../src/realtime/connection/connection.js';
import type { Encoder } from '../../src/realtime/connection/encoder.js';
import { type Batch, Frame } from '../../src/realtime/connection/frame.js';
import { WriteScheduler } from '../../src/realtime/connection/write-scheduler.js';
import { FanOut } from '../../src/realtime/delivery/fan-out.js';
import { SubscriptionRegistry } from '../../src/realtime/delivery/subscription-registry.js';
import { anEvent } from '../support/an-event.js';
import { callerOf } from '../support/people.js';

/** A line that keeps what is written to it. */
class Paper extends Connection {
  readonly lines: string[] = [];
  readonly open = true;

  readonly unread = 0;

  protected override send(batch: Batch): void {
    this.lines.push(...batch.frames.map(({ text }) => text));
  }
  protected override end(): void {}
  protected override cut(): void {}
}

let wrapped: string[];
let registry: SubscriptionRegistry;
let fanOut: FanOut;

beforeEach(() => {
  wrapped = [];
  registry = new SubscriptionRegistry();
  fanOut = new FanOut(registry, (error) => {
    throw error;
  });
});

afterEach(() => {
  jest.useRealTimers();
});

function speaking(name: string, knows: readonly string[]): Encoder {
  return {
    encode(event, args) {
      wrapped.push(`${name} ${event}`);
      return knows.includes(event) ? new Frame(`${name} ${event} ${args.join()}`, Buffer.from) : null;
    },
  };
}

function watcher(encoder: Encoder, writes = new WriteScheduler()): Paper {
  const paper = new Paper(randomUUID(), '127.0.0.1', encoder, writes, () => undefined);
  paper.authState = { state: 'known', me: callerOf({ id: randomUUID(), username: 'ann' }) };
  registry.add('plans', paper, {} as RoomStream);
  return paper;
}

test('[M2] each event is wrapped once for each encoder, however many watch, and all hear them in order', () => {
  const [loud, soft] = [speaking('loud', ['message', 'member_updated']), speaking('soft', ['message'])];
  const [ann, bob, eve, max] = [watcher(loud), watcher(soft), watcher(loud), watcher(soft)];
  const events = [anEvent('message', 1), anEvent('member_updated', 2), anEvent('message', 3)];
  fanOut.deliver('plans', events, null, { epoch: randomUUID(), rev: 3 });
  expect(wrapped.sort()).toEqual([
    'loud member_updated',
    'loud message',
    'loud message',
    'soft member_updated',
    'soft message',
    'soft message',
  ]);
  const heardLoud = ['loud message 1', 'loud member_updated 2', 'loud message 3'];
  for (const connection of [ann, bob, eve, max]) connection.flush();
  expect([ann.lines, eve.lines]).toEqual([heardLoud, heardLoud]);
  // What an encoder leaves out is not written.
  const heardSoft = ['soft message 1', 'soft message 3'];
  expect([bob.lines, max.lines]).toEqual([heardSoft, heardSoft]);
});

test('[M10] an ephemeral event reaches all who watch, in every encoder, but the person it is about', () => {
  const [ann, bob] = [watcher(speaking('loud', ['user_typing'])), watcher(speaking('soft', ['user_typing']))];
  fanOut.ephemeral('plans', anEvent('user_typing', {}), ann.caller?.id ?? null);
  for (const connection of [ann, bob]) connection.flush();
  expect([ann.lines, bob.lines]).toEqual([[], ['soft user_typing {}']]);
});

test('[V2] each change of a room is told with its place, those of a catch-up with the place they end at alone', () => {
  const told: unknown[] = [];
  watcher({
    encode(event, _args, at) {
      told.push([event, at?.rev ?? null]);
      return null;
    },
  });
  const events = [anEvent('message', 1), anEvent('member_updated', 2)];
  const epoch = randomUUID();
  fanOut.deliver('plans', events, null, { epoch, rev: 7 });
  fanOut.deliver('plans', events, { epoch, rev: 20 }, { epoch, rev: 20 });
  expect(told).toEqual([
    ['message', 6],
    ['member_updated', 7],
    ['message', null],
    ['member_updated', null],
    ['room_head', null],
  ]);
});

/** What one of so many who watch has heard, each time that much time has passed. */
function heardAfter(watchers: number, tell: readonly (() => void)[], times: readonly number[]): string[][] {
  jest.useFakeTimers();
  const writes = new WriteScheduler();
  const all = ['message', 'member_updated', 'user_typing'];
  const [one] = Array.from({ length: watchers }, () => watcher(speaking('loud', all), writes));
  for (const each of tell) each();
  return times.map((ms) => {
    jest.advanceTimersByTime(ms);
    return one?.lines.splice(0) ?? [];
  });
}

const at = (rev: number) => ({ epoch: randomUUID(), rev });
const member = () => fanOut.deliver('plans', [anEvent('member_updated', 1)], null, at(1));
const message = () => fanOut.deliver('plans', [anEvent('message', 2)], null, at(2));
const typing = () => fanOut.ephemeral('plans', anEvent('user_typing', {}), null);
const [MEMBER, MESSAGE, TYPING] = ['loud member_updated 1', 'loud message 2', 'loud user_typing {}'];

test('a crowd is told together of who comes and who types, and others at once', () => {
  expect(heardAfter(200, [member], [0, 200])).toEqual([[MEMBER], []]);
  expect(heardAfter(201, [member, typing], [0, 99, 2])).toEqual([[], [], [MEMBER, TYPING]]);
});

test('[M2] a message waits for nobody, and takes along what was told before it', () => {
  expect(heardAfter(201, [member, message], [0, 200])).toEqual([[MEMBER, MESSAGE], []]);
  expect(heardAfter(201, [message, typing], [0, 99, 200])).toEqual([[MESSAGE, TYPING], [], []]);
});
