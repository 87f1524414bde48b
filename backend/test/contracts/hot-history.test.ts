import { describe, expect, test } from '@jest/globals';
import { MemoryHotHistory } from '../../src/adapters/memory/memory-hot-history.js';
import { RedisHotHistory } from '../../src/adapters/redis/redis-hot-history.js';
import type { RoomChanges } from '../../src/chat/changes/room-changes.js';
import type { HotHistory, HotPage } from '../../src/chat/ports/hot-history.js';
import { anEvent } from '../support/an-event.js';
import { RedisFixture } from './redis-fixture.js';

const EPOCH = '0190a0b0-0000-7000-8000-00000000000e';
const OTHER_EPOCH = '0190a0b0-0000-7000-8000-00000000000f';
const redis = new RedisFixture();

/** What a message looks like as JSON. Where every change is a message, its seq is its rev. */
function textOf(seq: number, rev = seq): string {
  return JSON.stringify({ seq, rev, message: `“grüße” ${rev}\n` });
}

/** A message that was edited or deleted at this rev. */
function changed(seq: number, rev: number): RoomChanges {
  const events = [anEvent('message_updated', JSON.parse(textOf(seq, rev)))];
  return { roomId: 'general', epoch: EPOCH, from: rev, to: rev, lastSeq: rev - 1, events };
}

/** Consecutive changes, each of them a message. */
function messages(from: number, to: number = from, more: Partial<RoomChanges> = {}): RoomChanges {
  const events = revs(from, to).map((rev) => anEvent('message', JSON.parse(textOf(rev))));
  return { roomId: 'general', epoch: EPOCH, from, to, lastSeq: to, events, ...more };
}

function page(from: number, to: number, epoch = EPOCH): HotPage {
  return { head: { epoch, rev: to }, messages: revs(from, to).map((rev) => textOf(rev)), annexes: [] };
}

function revs(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

async function onRedis(): Promise<[HotHistory, HotHistory]> {
  const [one, two] = [await redis.instance(), await redis.instance()];
  return [new RedisHotHistory(one, () => {}), new RedisHotHistory(two, () => {})];
}

describe.each<[string, () => Promise<[HotHistory, HotHistory]>]>([
  [
    'in process',
    async () => {
      const history = new MemoryHotHistory();
      return [history, history];
    },
  ],
  ['on Redis', onRedis],
])('the hot history %s', (_, start) => {
  test('has no list of a room nothing was said of', async () => {
    const [history] = await start();
    expect(await history.read('general')).toBeNull();
  });

  test('begins with the first change of a room and goes on with each next one, whichever instance stored it', async () => {
    const [ada, ben] = await start();
    expect(await ada.apply(messages(1))).toBe(true);
    expect(await ben.apply(messages(2, 4))).toBe(true);
    expect(await ada.apply(messages(5))).toBe(true);
    expect(await ben.read('general')).toEqual(page(1, 5));
  });

  test('counts changes that are no messages and lists only messages', async () => {
    const [history] = await start();
    const member = anEvent('member_updated', { rev: 1 });
    expect(await history.apply(messages(1, 1, { events: [member] }))).toBe(true);
    expect(await history.read('general')).toEqual({
      head: { epoch: EPOCH, rev: 1 },
      messages: [],
      annexes: [],
    });
    await history.apply(messages(2));
    expect(await history.read('general')).toEqual(page(2, 2));
  });

  test('keeps the newest hundred, oldest first', async () => {
    const [history] = await start();
    await history.apply(messages(1, 60));
    await history.apply(messages(61, 130));
    expect(await history.read('general')).toEqual(page(31, 130));
    await history.apply(messages(131, 300));
    expect(await history.read('general')).toEqual(page(201, 300));
    await history.fill('general', page(301, 450));
    expect(await history.read('general')).toEqual(page(351, 450));
  });

  test.each<[string, RoomChanges]>([
    ['that leave a hole', messages(5)],
    ['it has already', messages(3)],
    ['it has in part', messages(3, 4)],
    ['of another epoch', messages(4, 4, { epoch: OTHER_EPOCH })],
    ['that begin the room anew', messages(1, 1, { epoch: OTHER_EPOCH })],
  ])('drops the list rather than take changes %s', async (_, changes) => {
    const [history] = await start();
    await history.apply(messages(1, 3));
    expect(await history.apply(changes)).toBe(false);
    expect(await history.read('general')).toBeNull();
  });

  test('does not begin a list in the middle of a room', async () => {
    const [history] = await start();
    expect(await history.apply(messages(7))).toBe(false);
    expect(await history.read('general')).toBeNull();
  });

  test('goes on from a page that was put', async () => {
    const [ada, ben] = await start();
    await ada.fill('general', page(3, 9));
    expect(await ben.read('general')).toEqual(page(3, 9));
    expect(await ben.apply(messages(10))).toBe(true);
    expect(await ada.read('general')).toEqual(page(3, 10));
  });

  test('takes a page without messages', async () => {
    const [history] = await start();
    const empty: HotPage = { head: { epoch: EPOCH, rev: 4 }, messages: [], annexes: [] };
    await history.fill('general', empty);
    expect(await history.read('general')).toEqual(empty);
    expect(await history.apply(messages(5))).toBe(true);
  });

  test('never lets a page put later overwrite a list as new or newer', async () => {
    const [history] = await start();
    await history.apply(messages(1, 9));
    await history.fill('general', page(1, 8));
    await history.fill('general', { ...page(1, 9), messages: [], annexes: [] });
    expect(await history.read('general')).toEqual(page(1, 9));
  });

  test('lets a newer page overwrite the list, or one of another epoch whatever its rev', async () => {
    const [history] = await start();
    await history.apply(messages(1, 9));
    await history.fill('general', page(2, 12));
    expect(await history.read('general')).toEqual(page(2, 12));
    await history.fill('general', page(1, 2, OTHER_EPOCH));
    expect(await history.read('general')).toEqual(page(1, 2, OTHER_EPOCH));
  });

  test('puts a message that was changed in the place of what it was', async () => {
    const [ada, ben] = await start();
    await ada.apply(messages(1, 4));
    expect(await ben.apply(changed(2, 5))).toBe(true);
    const { messages: told } = page(1, 4);
    expect(await ada.read('general')).toEqual({
      head: { epoch: EPOCH, rev: 5 },
      messages: [told[0], textOf(2, 5), told[2], told[3]],
      annexes: [],
    });
    const fifth = anEvent('message', JSON.parse(textOf(5, 6)));
    expect(await ada.apply(messages(6, 6, { events: [fifth] }))).toBe(true);
    expect(await ada.apply(changed(1, 7))).toBe(true);
    expect((await ben.read('general'))?.messages[0]).toBe(textOf(1, 7));
  });

  test('counts a change of a message that is older than the list', async () => {
    const [history] = await start();
    await history.apply(messages(1, 130));
    expect(await history.apply(changed(30, 131))).toBe(true);
    expect(await history.read('general')).toEqual({ ...page(31, 130), head: { epoch: EPOCH, rev: 131 } });
    const empty: HotPage = { head: { epoch: EPOCH, rev: 140 }, messages: [], annexes: [] };
    await history.fill('general', empty);
    expect(await history.apply(changed(30, 141))).toBe(true);
    expect((await history.read('general'))?.messages).toEqual([]);
  });

  test('holds no text that was taken away: not when the change leaves a hole, nor by a page that was read before', async () => {
    const [ada, ben] = await start();
    await ada.apply(messages(1, 4));
    expect(await ada.apply(changed(2, 9))).toBe(false);
    expect(await ben.read('general')).toBeNull();
    await ben.fill('general', page(1, 8));
    expect(await ada.read('general')).toBeNull();
    await ben.fill('general', page(1, 9));
    expect(await ada.read('general')).toEqual(page(1, 9));
    expect(await ada.apply(messages(10))).toBe(true);
  });

  test('takes a page of another epoch after a change in the one before', async () => {
    const [history] = await start();
    await history.apply(messages(1, 4));
    await history.apply(changed(2, 5));
    await history.fill('general', page(1, 2, OTHER_EPOCH));
    expect(await history.read('general')).toEqual(page(1, 2, OTHER_EPOCH));
  });
});

describe('the hot history on Redis', () => {
  test('is the list chat:history:<roomId> beside its meta, and both leave Redis a while after the last write', async () => {
    const client = await redis.instance();
    const history = new RedisHotHistory(client, () => {}, 60_000);
    await history.apply(messages(1, 2));
    expect((await client.keys('*')).sort()).toEqual(['chat:history:general', '{chat:history:general}:meta']);
    expect(await client.lrange('chat:history:general', 0, -1)).toEqual([textOf(1), textOf(2)]);
    expect(await client.hget('{chat:history:general}:meta', 'rev')).toBe('2');
    for (const key of await client.keys('*')) {
      expect(await client.pttl(key)).toBeGreaterThan(50_000);
      await client.pexpire(key, 1_000);
    }
    await history.apply(messages(3));
    for (const key of await client.keys('*')) expect(await client.pttl(key)).toBeGreaterThan(50_000);
  });

  test.each(['chat:history:general', '{chat:history:general}:meta'])(
    'does not take what is left for the whole when Redis evicted %s',
    async (evicted) => {
      const client = await redis.instance();
      const history = new RedisHotHistory(client, () => {});
      await history.apply(messages(1, 3));
      await client.del(evicted);
      expect(await history.read('general')).toBeNull();
      expect(await history.apply(messages(4))).toBe(false);
      expect(await client.keys('*')).toEqual([]);
      await history.fill('general', page(1, 4));
      expect(await history.read('general')).toEqual(page(1, 4));
    },
  );

  test('starts over after FLUSHALL, and after a restart that forgot its scripts', async () => {
    const [ada, ben] = await onRedis();
    await ada.apply(messages(1, 3));
    await (await redis.instance()).flushall();
    expect(await ben.apply(messages(4))).toBe(false);
    await (await redis.instance()).script('FLUSH');
    await ada.fill('general', page(1, 4));
    expect(await ben.read('general')).toEqual(page(1, 4));
  });

  test('answers within two seconds while Redis is frozen or gone', async () => {
    const logged: string[] = [];
    const client = await redis.instance();
    const history = new RedisHotHistory(client, (line) => logged.push(line));
    await history.apply(messages(1));
    const allFail = async () => {
      const begin = performance.now();
      const answers = [
        history.apply(messages(2)),
        history.read('general'),
        history.fill('general', page(1, 2)),
      ];
      expect(await Promise.all(answers)).toEqual([false, null, false]);
      expect(performance.now() - begin).toBeLessThan(3_000);
    };
    redis.server.freeze();
    try {
      await allFail();
    } finally {
      redis.server.thaw();
    }
    await redis.server.kill();
    await allFail();
    await redis.server.restart();
    expect(logged.length).toBeGreaterThan(0);
  }, 20_000);
});

describe('the hot history in process', () => {
  test('keeps the rooms used last', async () => {
    const history = new MemoryHotHistory(2);
    await history.apply(messages(1, 1, { roomId: 'one' }));
    await history.apply(messages(1, 1, { roomId: 'two' }));
    await history.read('one');
    await history.apply(messages(1, 1, { roomId: 'three' }));
    expect(await history.read('two')).toBeNull();
    expect(await history.read('one')).toEqual(page(1, 1));
    expect(await history.read('three')).toEqual(page(1, 1));
  });
});
