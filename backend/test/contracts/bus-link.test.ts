import { describe, expect, jest, test } from '@jest/globals';
import type { BusRouting } from '../../src/adapters/redis/redis-bus.js';
import { eventually } from '../support/eventually.js';
import { BusFixture, changesOf, ended, typing } from './bus-instance.js';

/** Longer than `eventually` waits, whose message says more. */
jest.setTimeout(30_000);

const redis = new BusFixture();

describe.each<BusRouting>(['shared', 'rooms'])('the link of the bus with the routing "%s"', (routing) => {
  test('tells when its subscriptions were killed and when all are back, and hears again', async () => {
    const [ada, ben] = [await redis.linked(routing), await redis.linked(routing)];
    await Promise.all(['general', 'two', 'three'].map((room) => ada.bus.follow(room)));
    await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await ada.told([false, true]);
    expect(ada.bus.up).toBe(true);
    for (const room of ['general', 'two', 'three']) ben.bus.publishChanges([changesOf(room, 1)]);
    await ada.hears(3);
  });

  test('comes back after Redis was killed and started again, and nothing throws in between', async () => {
    const [ada, ben] = [await redis.linked(routing), await redis.linked(routing)];
    await ada.bus.follow('general');
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    await redis.server.kill();
    await ada.linked(false);
    for (let rev = 1; rev <= 100; rev++) ben.bus.publishChanges([changesOf('general', rev)]);
    ben.bus.publishEphemeral(typing);
    ben.bus.publishControl(ended);
    await ada.bus.follow('entered-meanwhile');
    await eventually(
      () => ben.logged.length,
      (lines) => lines === 1,
    );
    expect(ada.links).toEqual([false]);

    await redis.server.restart();
    await ada.told([false, true]);
    expect(ada.heard).toEqual([]);
    await eventually(
      () => {
        ben.bus.publishChanges([changesOf('general', 101), changesOf('entered-meanwhile', 1)]);
        return new Set(ada.heard.map((one) => ('roomId' in one ? one.roomId : '')));
      },
      (rooms) => rooms.size === 2,
    );
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  test('notices a Redis that keeps its connections and answers nothing', async () => {
    const ada = await redis.linked(routing);
    await ada.bus.follow('general');
    redis.server.freeze();
    try {
      await ada.told([false]);
      await ada.bus.follow('two');
    } finally {
      redis.server.thaw();
    }
    await ada.told([false, true]);
  });

  test('says once the first link is up if somebody began to follow before', async () => {
    const ada = redis.instance(routing);
    await ada.bus.follow('general');
    expect(ada.bus.up).toBe(false);
    await ada.told([true]);
    expect(ada.bus.up).toBe(true);
  });
});

describe('the link of the bus with a channel for each room', () => {
  test('does not take up again after a reconnect what was left meanwhile', async () => {
    const ada = await redis.linked('rooms');
    await Promise.all([ada.bus.follow('general'), ada.bus.follow('left')]);
    await redis.server.kill();
    await ada.linked(false);
    ada.bus.unfollow('left');
    await redis.server.restart();
    await ada.linked();
    expect(await redis.command('PUBSUB', 'SHARDCHANNELS')).toEqual(['chat_events:{general}']);
  });
});
