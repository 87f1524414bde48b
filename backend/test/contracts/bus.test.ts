import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { MemoryBus } from '../../src/adapters/memory/memory-bus.js';
import { RedisConnections } from '../../src/adapters/redis/connections.js';
import { type BusRouting, RedisBus } from '../../src/adapters/redis/redis-bus.js';
import { EnvelopeCodec } from '../../src/chat/envelope.js';
import type { Bus, BusListener, Notice, RoomSignal } from '../../src/chat/ports/bus.js';
import { encodeEvent, type RoomChanges } from '../../src/chat/room-changes.js';
import { RedisServer } from '../support/redis.js';
import { eventually } from './eventually.js';

const SECRET = 'the secret of the deployment under test';
const EPOCH = '0190a0b0-0000-7000-8000-00000000000e';
const BEN = '0190a0b0-0000-7000-8000-0000000000be';

/** Longer than `eventually` waits, whose message says more. */
jest.setTimeout(30_000);

/** One application instance: what it says on the bus and what it hears. */
class Instance implements BusListener {
  readonly heard: (RoomChanges | RoomSignal | Notice)[] = [];
  readonly links: boolean[] = [];
  constructor(
    readonly bus: Bus,
    readonly close: () => void = () => {},
    readonly logged: string[] = [],
  ) {
    bus.listen(this);
  }
  changes(changes: RoomChanges): void {
    this.heard.push(changes);
  }
  signal(signal: RoomSignal): void {
    this.heard.push(signal);
  }
  notice(notice: Notice): void {
    this.heard.push(notice);
  }
  link(up: boolean): void {
    this.links.push(up);
  }
  hears(count: number): Promise<unknown> {
    return eventually(
      () => this.heard.length,
      (length) => length >= count,
    );
  }
}

let server: RedisServer;
let instances: Instance[] = [];

beforeAll(async () => {
  server = await RedisServer.start();
});

afterEach(() => {
  for (const instance of instances) instance.close();
  instances = [];
});

afterAll(() => server.kill());

function onRedis(routing: BusRouting): Instance {
  const logged: string[] = [];
  const log = (line: string) => logged.push(line);
  const connections = new RedisConnections({ url: server.url }, () => {});
  const bus = new RedisBus({ connections, routing, secret: SECRET, log });
  const close = () => {
    bus.close();
    connections.close();
  };
  const instance = new Instance(bus, close, logged);
  instances.push(instance);
  return instance;
}

async function linked(routing: BusRouting): Promise<Instance> {
  const instance = onRedis(routing);
  await eventually(
    () => instance.bus.up,
    (up) => up,
  );
  return instance;
}

function changesOf(roomId: string, rev: number): RoomChanges {
  const events = [encodeEvent('message', { message: `message ${rev} – “grüße”`, rev })];
  return { roomId, epoch: EPOCH, from: rev, to: rev, lastSeq: rev, events };
}

const typing: RoomSignal = {
  roomId: 'general',
  ...encodeEvent('user_typing', { userId: BEN }),
  exceptUserId: BEN,
};
const ended: Notice = { about: 'session_ended', sessionId: BEN };

async function redisSays(...command: [string, ...string[]]): Promise<unknown> {
  const connections = new RedisConnections({ url: server.url }, () => {});
  await connections.ready(5_000);
  const answer = await connections.commands.call(...command);
  connections.close();
  return answer;
}

describe.each<[string, () => Promise<Instance>]>([
  ['in process', async () => new Instance(new MemoryBus())],
  ['on Redis, shared', () => linked('shared')],
  ['on Redis, a channel for each room', () => linked('rooms')],
])('the bus %s', (_, start) => {
  test('brings an instance what it published itself, byte for byte', async () => {
    const ada = await start();
    await ada.bus.follow('general');
    const changes: RoomChanges = { ...changesOf('general', 1), to: 2 };
    changes.events.push({ name: 'message', json: Buffer.from([0, 10, 13, 255, 0xc3, 0x28]) });
    ada.bus.publishChanges(changes);
    ada.bus.publishSignal(typing);
    await ada.hears(2);
    expect(ada.heard).toEqual([changes, typing]);
    ada.bus.publishNotice(ended);
    await ada.hears(3);
    expect(ada.heard[2]).toEqual(ended);
  });

  test('delivers nothing before the publisher has moved on', async () => {
    const ada = await start();
    await ada.bus.follow('general');
    ada.bus.publishChanges(changesOf('general', 1));
    ada.bus.publishNotice(ended);
    expect(ada.heard).toEqual([]);
    await ada.hears(2);
  });

  test('keeps the order of one instance in one room', async () => {
    const ada = await start();
    await ada.bus.follow('general');
    const all = Array.from({ length: 300 }, (_, at) => changesOf('general', at + 1));
    for (const changes of all) ada.bus.publishChanges(changes);
    await ada.hears(all.length);
    expect(ada.heard).toEqual(all);
  });

  test('is up, and says nothing of a link that was never lost', async () => {
    const ada = await start();
    await ada.bus.follow('general');
    expect(ada.bus.up).toBe(true);
    ada.bus.publishChanges(changesOf('general', 1));
    await ada.hears(1);
    expect(ada.links).toEqual([]);
  });
});

describe.each<BusRouting>(['shared', 'rooms'])('the bus on Redis with the routing "%s"', (routing) => {
  test('brings every instance what one of them published', async () => {
    const [ada, ben] = [await linked(routing), await linked(routing)];
    await Promise.all([ada.bus.follow('general'), ben.bus.follow('general')]);
    ada.bus.publishChanges(changesOf('general', 1));
    await Promise.all([ada.hears(1), ben.hears(1)]);
    ben.bus.publishNotice(ended);
    await Promise.all([ada.hears(2), ben.hears(2)]);
    expect(ben.heard).toEqual([changesOf('general', 1), ended]);
    expect(ada.heard).toEqual(ben.heard);
  });

  test('drops and logs what was not signed with the secret, and goes on', async () => {
    const ada = await linked(routing);
    await ada.bus.follow('general');
    const forged = new EnvelopeCodec('a guessed secret').encodeChanges(changesOf('general', 1));
    const channel = routing === 'shared' ? 'chat_events' : 'chat_events:{general}';
    const publish = routing === 'shared' ? 'PUBLISH' : 'SPUBLISH';
    for (const bytes of [forged.toString(), '', '{"about":"session_ended"}', '\0'.repeat(1_000)]) {
      await redisSays(publish, channel, bytes);
    }
    ada.bus.publishChanges(changesOf('general', 2));
    await ada.hears(1);
    expect(ada.heard).toEqual([changesOf('general', 2)]);
    expect(ada.logged).toEqual([expect.stringContaining('forged')]);
  });

  test('survives a listener that throws, and logs it', async () => {
    const ada = await linked(routing);
    await ada.bus.follow('general');
    const bug = new Error('a bug in the listener');
    const push = ada.heard.push.bind(ada.heard);
    ada.heard.push = () => {
      ada.heard.push = push;
      throw bug;
    };
    ada.bus.publishNotice(ended);
    await eventually(
      () => ada.logged.length,
      (lines) => lines === 1,
    );
    expect(ada.logged[0]).toContain(bug.stack);
    ada.bus.publishChanges(changesOf('general', 1));
    await ada.hears(1);
  });

  test('tells when its subscriptions were killed and when all are back, and hears again', async () => {
    const ada = await linked(routing);
    await Promise.all(['general', 'two', 'three'].map((room) => ada.bus.follow(room)));
    await redisSays('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await eventually(
      () => ada.links,
      (links) => links.length === 2,
    );
    expect(ada.links).toEqual([false, true]);
    expect(ada.bus.up).toBe(true);
    for (const room of ['general', 'two', 'three']) ada.bus.publishChanges(changesOf(room, 1));
    await ada.hears(3);
  });

  test('comes back after Redis was killed and started again, and nothing throws in between', async () => {
    const ada = await linked(routing);
    await ada.bus.follow('general');
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    await server.kill();
    await eventually(
      () => ada.bus.up,
      (up) => !up,
    );
    for (let rev = 1; rev <= 100; rev++) ada.bus.publishChanges(changesOf('general', rev));
    ada.bus.publishSignal(typing);
    ada.bus.publishNotice(ended);
    await ada.bus.follow('entered-meanwhile');
    await eventually(
      () => ada.logged.length,
      (lines) => lines === 1,
    );
    expect(ada.links).toEqual([false]);

    await server.restart();
    await eventually(
      () => ada.links,
      (links) => links.at(-1) === true,
    );
    expect(ada.links).toEqual([false, true]);
    expect(ada.heard).toEqual([]);
    await eventually(
      () => {
        ada.bus.publishChanges(changesOf('general', 101));
        ada.bus.publishChanges(changesOf('entered-meanwhile', 1));
        return new Set(ada.heard.map((one) => ('roomId' in one ? one.roomId : '')));
      },
      (rooms) => rooms.size === 2,
    );
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  test('notices a Redis that keeps its connections and answers nothing', async () => {
    const ada = await linked(routing);
    await ada.bus.follow('general');
    server.freeze();
    try {
      await eventually(
        () => ada.links,
        (links) => links.length === 1,
      );
      await ada.bus.follow('two');
    } finally {
      server.thaw();
    }
    await eventually(
      () => ada.links,
      (links) => links.at(-1) === true,
    );
    expect(ada.links).toEqual([false, true]);
  });

  test('says once the first link is up if somebody began to follow before', async () => {
    const ada = onRedis(routing);
    await ada.bus.follow('general');
    expect(ada.bus.up).toBe(false);
    await eventually(
      () => ada.links,
      (links) => links.length > 0,
    );
    expect(ada.links).toEqual([true]);
    expect(ada.bus.up).toBe(true);
  });
});

describe('the bus on Redis with a channel for each room', () => {
  const roomChannels = () => redisSays('PUBSUB', 'SHARDCHANNELS');

  test('hears a room from the first follower on, until the last one leaves', async () => {
    const [ada, ben] = [await linked('rooms'), await linked('rooms')];
    await ada.bus.follow('general');
    expect(await roomChannels()).toEqual(['chat_events:{general}']);
    ada.bus.publishChanges(changesOf('general', 1));
    await ada.hears(1);

    ada.bus.unfollow('general');
    await eventually(roomChannels, (channels) => Array.isArray(channels) && channels.length === 0);
    ben.bus.publishChanges(changesOf('general', 2));
    ben.bus.publishNotice(ended);
    await Promise.all([ada.hears(2), ben.hears(1)]);
    expect(ada.heard).toEqual([changesOf('general', 1), ended]);
    expect(ben.heard).toEqual([ended]);
  });

  test('ends subscribed when a room is left and entered at once, again and again', async () => {
    const ada = await linked('rooms');
    for (let round = 0; round < 50; round++) {
      await ada.bus.follow('general');
      ada.bus.unfollow('general');
      void ada.bus.follow('general');
      ada.bus.unfollow('general');
    }
    await ada.bus.follow('general');
    expect(await roomChannels()).toEqual(['chat_events:{general}']);
    ada.bus.publishChanges(changesOf('general', 1));
    await ada.hears(1);
    expect(ada.links).toEqual([]);
  });

  test('does not take up again after a reconnect what was left meanwhile', async () => {
    const ada = await linked('rooms');
    await Promise.all([ada.bus.follow('general'), ada.bus.follow('left')]);
    await server.kill();
    await eventually(
      () => ada.bus.up,
      (up) => !up,
    );
    ada.bus.unfollow('left');
    await server.restart();
    await eventually(
      () => ada.bus.up,
      (up) => up,
    );
    expect(await roomChannels()).toEqual(['chat_events:{general}']);
  });
});
