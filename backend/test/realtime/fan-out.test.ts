import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import type { RoomStream } from '../../src/chat/feed/room-stream.js';
import { encodeEvent } from '../../src/chat/room-changes.js';
import { Connection } from '../../src/realtime/connection.js';
import type { Dialect } from '../../src/realtime/dialect.js';
import { FanOut } from '../../src/realtime/fan-out.js';
import { Flusher } from '../../src/realtime/flusher.js';
import { type Batch, Frame } from '../../src/realtime/frame.js';
import { Watchers } from '../../src/realtime/watchers.js';
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
let watchers: Watchers;
let fanOut: FanOut;

beforeEach(() => {
  wrapped = [];
  watchers = new Watchers();
  fanOut = new FanOut(watchers, (error) => {
    throw error;
  });
});

function speaking(name: string, knows: readonly string[]): Dialect {
  return {
    frame(event, args) {
      wrapped.push(`${name} ${event}`);
      return knows.includes(event) ? new Frame(`${name} ${event} ${args.join()}`, Buffer.from) : null;
    },
  };
}

function watcher(dialect: Dialect): Paper {
  const paper = new Paper(randomUUID(), '127.0.0.1', dialect, new Flusher(), () => undefined);
  paper.standing = { state: 'known', me: callerOf({ id: randomUUID(), username: 'ann' }) };
  watchers.add('plans', paper, {} as RoomStream);
  return paper;
}

test('[M2] each event is wrapped once for each dialect, however many watch, and all hear them in order', () => {
  const [loud, soft] = [speaking('loud', ['message', 'member_updated']), speaking('soft', ['message'])];
  const [ann, bob, eve, max] = [watcher(loud), watcher(soft), watcher(loud), watcher(soft)];
  const events = [encodeEvent('message', 1), encodeEvent('member_updated', 2), encodeEvent('message', 3)];
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
  // What a dialect does not speak of is not written.
  const heardSoft = ['soft message 1', 'soft message 3'];
  expect([bob.lines, max.lines]).toEqual([heardSoft, heardSoft]);
});

test('[M10] a signal reaches all who watch, in every dialect, but the person it is about', () => {
  const [ann, bob] = [watcher(speaking('loud', ['user_typing'])), watcher(speaking('soft', ['user_typing']))];
  fanOut.signal('plans', encodeEvent('user_typing', {}), ann.caller?.id ?? null);
  for (const connection of [ann, bob]) connection.flush();
  expect([ann.lines, bob.lines]).toEqual([[], ['soft user_typing {}']]);
});

test('[V2] each change of a room is told with its place, those of a catch-up with the place they end at alone', () => {
  const told: unknown[] = [];
  watcher({
    frame(event, _args, at) {
      told.push([event, at?.rev ?? null]);
      return null;
    },
  });
  const events = [encodeEvent('message', 1), encodeEvent('member_updated', 2)];
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
