import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { Redis } from 'ioredis';
import { startCluster, type TestCluster } from '../support/instances.js';
import { call, Talker } from '../support/talker.js';

const CANARY = 'the canary sings at noon';

describe.each(['shared', 'rooms'] as const)('edits and deletions with BUS_ROUTING=%s', (routing) => {
  let cluster: TestCluster;
  let redis: Redis;
  let ann: Talker;
  let bob: Talker;
  let eve: Talker;

  beforeAll(async () => {
    cluster = await startCluster({ instances: 3, redis: true, env: { BUS_ROUTING: routing } });
    redis = new Redis(cluster.redis?.url ?? '');
    const [one, two, three] = cluster.instances.map(({ url }) => url);
    ann = await Talker.register(one ?? '', 'ann');
    bob = await Talker.register(two ?? '', 'bob');
    eve = await Talker.register(three ?? '', 'eve');
  }, 60_000);
  afterAll(async () => {
    redis.disconnect();
    for (const talker of [ann, bob, eve]) talker.close();
    await cluster.stop();
  });

  /** A room all three watch, where ann said three things. */
  async function aRoom(): Promise<string> {
    const roomId = `room-${randomUUID().slice(0, 8)}`;
    for (const talker of [ann, bob, eve]) await talker.do('join_room', { roomId });
    for (const message of ['one', CANARY, 'three']) await ann.do('send_message', { roomId, message });
    return roomId;
  }

  const updatesIn = (talker: Talker, roomId: string) =>
    talker.all('message_updated').filter((message) => message.roomId === roomId);

  test('[E1] an edit is heard by all watchers on all instances, once, as the answer has it', async () => {
    const roomId = await aRoom();
    const edited = await ann.do('edit_message', { roomId, seq: 2, message: 'quiet' });
    expect(edited).toMatchObject({ roomId, seq: 2, message: 'quiet', editedAt: expect.any(Number) });
    await ann.do('send_message', { roomId, message: 'next' });
    for (const talker of [ann, bob, eve]) {
      await talker.until(() => talker.seqs(roomId).length === 4, 'for the message after the edit');
      expect(updatesIn(talker, roomId)).toEqual([edited]);
    }
  });

  test('[E5] a deleted text is found nowhere: not in Redis, not in history, not by joining or catching up', async () => {
    const roomId = await aRoom();
    const { epoch, rev } = await bob.do('watch_room', { roomId });
    await ann.do('delete_message', { roomId, seq: 2 });
    for (const talker of [bob, eve])
      await talker.hear('message_updated', (m: Message) => m.roomId === roomId);
    const deadline = Date.now() + 3_000;
    while ((await redis.lrange(`chat:history:${roomId}`, 0, -1)).join().includes(CANARY)) {
      if (Date.now() > deadline) throw new Error('The text is still in Redis.');
    }
    const late = await Talker.register(cluster.instances[1]?.url ?? '', `late-${routing}`);
    await late.do('join_room', { roomId });
    const told: unknown[] = [
      await bob.do('sync', { rooms: { [roomId]: { epoch, rev: rev - 2 } }, watch: [] }),
      await bob.do('sync', { rooms: { [roomId]: { epoch: randomUUID(), rev } }, watch: [] }),
      late.heard,
    ];
    for (const { url } of cluster.instances) {
      told.push(await call(url, 'GET', `/api/chat/${roomId}/history`, ann.signedIn));
      told.push(await call(url, 'GET', `/api/chat/${roomId}/history?after=1`, ann.signedIn));
    }
    late.close();
    for (const each of told) {
      expect(JSON.stringify(each)).not.toContain(CANARY);
      expect(JSON.stringify(each)).toContain('"three"');
    }
  });

  test('[E3] nobody changes what others wrote, and a stranger does not learn what is there', async () => {
    const roomId = await aRoom();
    expect(await bob.ask('edit_message', { roomId, seq: 2, message: 'mine' })).toMatchObject({
      error: { code: 'forbidden', retry: false },
    });
    expect(await bob.ask('delete_message', { roomId, seq: 2 })).toMatchObject({
      error: { code: 'forbidden' },
    });
    const { body } = await call(cluster.url, 'POST', '/api/rooms', ann.signedIn, {
      kind: 'private',
      name: 'ours',
    });
    const hidden = (body as { id: string }).id;
    await ann.do('send_message', { roomId: hidden, message: CANARY });
    for (const elsewhere of [hidden, randomUUID()]) {
      const reply = await bob.ask('delete_message', { roomId: elsewhere, seq: 1 });
      expect(reply).toMatchObject({ error: { code: 'not_found' } });
    }
    await bob.do('leave_room', { roomId });
    expect(await bob.ask('edit_message', { roomId, seq: 2, message: 'x' })).toMatchObject({
      error: { code: 'not_a_member' },
    });
  });

  test.each([
    ['no text', { seq: 2, message: '' }, 'empty_text'],
    ['a text of which nothing is seen', { seq: 2, message: '\u2060\u3164' }, 'empty_text'],
    ['a text that is too long', { seq: 2, message: 'x'.repeat(8_001) }, 'too_long'],
    ['a seq that is none', { seq: -1, message: 'x' }, 'bad_request'],
    ['a message that is not there', { seq: 99, message: 'x' }, 'not_found'],
  ])('[B1] an edit with %s is refused and changes nothing', async (_, input, code) => {
    const roomId = await aRoom();
    expect(await ann.ask('edit_message', { roomId, ...input })).toMatchObject({ error: { code } });
    expect(updatesIn(ann, roomId)).toEqual([]);
  });
});
