import { describe, expect, test } from '@jest/globals';
import { MemoryBus } from '../../src/adapters/memory/memory-bus.js';
import { EnvelopeCodec } from '../../src/adapters/redis/envelope.js';
import type { BusRouting } from '../../src/adapters/redis/redis-bus.js';
import type { RoomChanges } from '../../src/chat/changes/room-changes.js';
import { eventually } from '../support/eventually.js';
import { BusFixture, changesOf, ended, Instance, typing } from './bus-instance.js';

const redis = new BusFixture();

describe.each<[string, () => Promise<Instance>]>([
  ['in process', async () => new Instance(new MemoryBus(() => undefined))],
  ['on Redis, shared', () => redis.linked('shared')],
  ['on Redis, a channel for each room', () => redis.linked('rooms')],
])('the bus %s', (_, start) => {
  test('brings an instance what it published itself, byte for byte', async () => {
    const ada = await start();
    await ada.bus.follow('general');
    const changes: RoomChanges = { ...changesOf('general', 1), to: 2 };
    changes.events.push({ name: 'message', json: Buffer.from([0, 10, 13, 255, 0xc3, 0x28]) });
    ada.bus.publishChanges([changes]);
    ada.bus.publishEphemeral(typing);
    await ada.hears(2);
    expect(ada.heard).toEqual([changes, typing]);
    ada.bus.publishControl(ended);
    await ada.hears(3);
    expect(ada.heard[2]).toEqual(ended);
  });

  test('delivers nothing before the publisher has moved on', async () => {
    const ada = await start();
    await ada.bus.follow('general');
    ada.bus.publishChanges([changesOf('general', 1)]);
    ada.bus.publishControl(ended);
    expect(ada.heard).toEqual([]);
    await ada.hears(2);
  });

  test('keeps the order of one instance in one room, ephemeral events among changes', async () => {
    const ada = await start();
    await ada.bus.follow('general');
    const all = Array.from({ length: 300 }, (_, at) => changesOf('general', at + 1));
    for (const changes of all) {
      ada.bus.publishChanges([changes]);
      ada.bus.publishEphemeral(typing);
    }
    await ada.hears(2 * all.length);
    expect(ada.heard).toEqual(all.flatMap((changes) => [changes, typing]));
  });

  test('[I2] tells of a room that is not followed that there is something new, and no more', async () => {
    const ada = await start();
    await ada.bus.follow('general');
    await ada.bus.follow('left');
    ada.bus.unfollow('left');
    const changes = ['left', 'general', 'never'].map((room) => changesOf(room, 7));
    ada.bus.publishChanges(changes);
    ada.bus.publishEphemeral({ ...typing, roomId: 'left' });
    ada.bus.publishControl(ended);
    await ada.hears(2);
    expect(ada.heard).toEqual([changes[1], ended]);
    expect(ada.heardElsewhere).toEqual(['left', 'never'].map((roomId) => ({ roomId, lastSeq: 7 })));
  });

  test('is up, and says nothing of a link that was never lost', async () => {
    const ada = await start();
    await ada.bus.follow('general');
    expect(ada.bus.up).toBe(true);
    ada.bus.publishChanges([changesOf('general', 1)]);
    await ada.hears(1);
    expect(ada.links).toEqual([]);
  });
});

describe.each<BusRouting>(['shared', 'rooms'])('the bus on Redis with the routing "%s"', (routing) => {
  test('brings every instance what one of them published', async () => {
    const [ada, ben] = [await redis.linked(routing), await redis.linked(routing)];
    await Promise.all([ada.bus.follow('general'), ben.bus.follow('general')]);
    ada.bus.publishChanges([changesOf('general', 1)]);
    await Promise.all([ada.hears(1), ben.hears(1)]);
    ben.bus.publishControl(ended);
    await Promise.all([ada.hears(2), ben.hears(2)]);
    expect(ben.heard).toEqual([changesOf('general', 1), ended]);
    expect(ada.heard).toEqual(ben.heard);
  });

  test('[I2] brings what was stored together to each as far as it follows', async () => {
    const [ada, ben] = [await redis.linked(routing), await redis.linked(routing)];
    await Promise.all([ada.bus.follow('one'), ben.bus.follow('two')]);
    ada.bus.publishChanges([changesOf('one', 1), changesOf('two', 5)]);
    await Promise.all([ada.hears(1), ben.hears(1)]);
    expect(ada.heard).toEqual([changesOf('one', 1)]);
    expect(ben.heard).toEqual([changesOf('two', 5)]);
    // On channels of their own nobody hears of a room without following it.
    const elsewhere = routing === 'shared' ? [{ roomId: 'one', lastSeq: 1 }] : [];
    expect(ben.heardElsewhere).toEqual(elsewhere);
  });

  test('[I3] brings an instance what it says itself while Redis is away, and once', async () => {
    const ada = await redis.linked(routing);
    await ada.bus.follow('general');
    await redis.server.kill();
    ada.bus.publishChanges([changesOf('general', 1)]);
    ada.bus.publishControl(ended);
    await ada.hears(2);
    await redis.server.restart();
    await ada.linked();
    ada.bus.publishChanges([changesOf('general', 2)]);
    const ben = await redis.linked(routing);
    ben.bus.publishControl(ended);
    await ada.hears(4);
    expect(ada.heard).toEqual([changesOf('general', 1), ended, changesOf('general', 2), ended]);
  });

  test('[I1] drops and logs what was not signed with the secret, and goes on', async () => {
    const ada = await redis.linked(routing);
    await ada.bus.follow('general');
    const forged = new EnvelopeCodec('a guessed secret').encodeChanges([changesOf('general', 1)]);
    const channel = routing === 'shared' ? 'chat_events' : 'chat_events:{general}';
    const publish = routing === 'shared' ? 'PUBLISH' : 'SPUBLISH';
    for (const bytes of [forged.toString(), '', '{"about":"session_ended"}', '\0'.repeat(1_000)]) {
      await redis.command(publish, channel, bytes);
    }
    ada.bus.publishChanges([changesOf('general', 2)]);
    await ada.hears(1);
    expect(ada.heard).toEqual([changesOf('general', 2)]);
    expect(ada.logged).toEqual([expect.stringContaining('forged')]);
  });

  test('survives a listener that throws, and logs it', async () => {
    const ada = await redis.linked(routing);
    await ada.bus.follow('general');
    const bug = new Error('a bug in the listener');
    const push = ada.heard.push.bind(ada.heard);
    ada.heard.push = () => {
      ada.heard.push = push;
      throw bug;
    };
    ada.bus.publishControl(ended);
    await eventually(
      () => ada.logged.length,
      (lines) => lines === 1,
    );
    expect(ada.logged[0]).toContain(bug.stack);
    ada.bus.publishChanges([changesOf('general', 1)]);
    await ada.hears(1);
  });
});

describe('the bus on Redis with a channel for each room', () => {
  const roomChannels = () => redis.command('PUBSUB', 'SHARDCHANNELS');

  test('hears a room from the first follower on, until the last one leaves', async () => {
    const [ada, ben] = [await redis.linked('rooms'), await redis.linked('rooms')];
    await ada.bus.follow('general');
    expect(await roomChannels()).toEqual(['chat_events:{general}']);
    ada.bus.publishChanges([changesOf('general', 1)]);
    await ada.hears(1);

    ada.bus.unfollow('general');
    await eventually(roomChannels, (channels) => Array.isArray(channels) && channels.length === 0);
    ben.bus.publishChanges([changesOf('general', 2)]);
    ben.bus.publishControl(ended);
    await Promise.all([ada.hears(2), ben.hears(1)]);
    expect(ada.heard).toEqual([changesOf('general', 1), ended]);
    expect(ben.heard).toEqual([ended]);
  });

  test('ends subscribed when a room is left and entered at once, again and again', async () => {
    const ada = await redis.linked('rooms');
    for (let round = 0; round < 50; round++) {
      await ada.bus.follow('general');
      ada.bus.unfollow('general');
      void ada.bus.follow('general');
      ada.bus.unfollow('general');
    }
    await ada.bus.follow('general');
    expect(await roomChannels()).toEqual(['chat_events:{general}']);
    ada.bus.publishChanges([changesOf('general', 1)]);
    await ada.hears(1);
    expect(ada.links).toEqual([]);
  });
});
