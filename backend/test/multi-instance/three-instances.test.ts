import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Message, Room, RoomUser } from '@parley/protocol';
import { Redis } from 'ioredis';
import { startCluster, type TestCluster } from '../support/instances.js';
import { call, Talker } from '../support/talker.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const freshRoom = () => `room-${randomUUID().slice(0, 8)}`;

describe.each(['shared', 'rooms'] as const)('three instances with BUS_ROUTING=%s', (routing) => {
  let cluster: TestCluster;
  let people: Talker[];
  let urls: string[];

  beforeAll(async () => {
    cluster = await startCluster({ instances: 3, redis: true, env: { BUS_ROUTING: routing } });
    urls = cluster.instances.map(({ url }) => url);
    people = await Promise.all(urls.map((url, i) => Talker.register(url, `person${i}`)));
  }, 60_000);
  afterAll(async () => {
    for (const person of people) person.close();
    await cluster.stop();
  });

  const eachOf = <T>(task: (person: Talker, i: number) => Promise<T>) => Promise.all(people.map(task));

  test('[D1] 600 messages sent at once from three instances are all acknowledged and heard by all once, each step +1', async () => {
    const roomId = freshRoom();
    await eachOf((person) => person.do('join_room', { roomId }));
    const sent = await eachOf((person, i) =>
      Promise.all(upTo(200).map((n) => person.do('send_message', { roomId, message: `${i}:${n}` }))),
    );
    const bySeq = sent.flat().sort((a, b) => a.seq - b.seq);
    expect(bySeq.map(({ seq }) => seq)).toEqual(upTo(600));
    for (const person of people) {
      await person.until(() => person.seqs(roomId).length >= 600, 'for 600 messages');
      expect(person.seqs(roomId)).toEqual(upTo(600));
    }
    // Each sender's own order holds.
    for (const [i, own] of sent.entries()) {
      const heard = people[0]
        ?.all('message')
        .filter((m) => m.roomId === roomId && m.userId === people[i]?.id);
      expect(heard?.map(({ message }) => message)).toEqual(own.map(({ message }) => message));
    }
    const { body } = await call(
      urls[1] ?? '',
      'GET',
      `/api/chat/${roomId}/history?limit=100&before=551`,
      people[2]?.signedIn ?? null,
    );
    expect((body as { messages: Message[] }).messages.map(({ seq }) => seq)).toEqual(upTo(550).slice(-100));
  }, 30_000);

  test('[D2] the hot list in Redis holds the newest 100, also after a storm from all instances', async () => {
    const roomId = freshRoom();
    await eachOf((person) => person.do('join_room', { roomId }));
    await eachOf((person) =>
      Promise.all(upTo(60).map((n) => person.do('send_message', { roomId, message: `m${n}` }))),
    );
    const redis = new Redis(cluster.redis?.url ?? '');
    try {
      let seqs: number[] = [];
      for (let i = 0; i < 100 && seqs.at(-1) !== 180; i++) {
        seqs = (await redis.lrange(`chat:history:${roomId}`, 0, -1)).map((json) => JSON.parse(json).seq);
        if (seqs.at(-1) !== 180) await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(seqs).toEqual(upTo(180).slice(-100));
    } finally {
      redis.disconnect();
    }
  });

  test('[D3] who joins, who is there, who types and who leaves is known on all instances', async () => {
    const roomId = freshRoom();
    const [ann, bob, eve] = people as [Talker, Talker, Talker];
    const isIt = (event: { roomId: string; userId: string }) =>
      event.roomId === roomId && event.userId === bob.id;
    await ann.do('join_room', { roomId });
    await bob.do('join_room', { roomId });
    await ann.hear('user_joined', isIt);
    await eve.do('join_room', { roomId });
    const [users, { total }] = (await eve.hear(
      'room_users',
      (_: unknown, at: { roomId: string }) => at.roomId === roomId,
    )) as [RoomUser[], { total: number }];
    expect(users.map(({ username }) => username).sort()).toEqual(['person0', 'person1', 'person2']);
    expect(total).toBe(3);
    await bob.do('typing', { roomId, isTyping: true });
    await ann.hear('user_typing', isIt);
    await bob.do('leave_room', { roomId });
    await ann.hear('user_left', isIt);
    expect(ann.all('user_left').filter(isIt)).toHaveLength(1);
    expect(ann.all('user_joined').filter(isIt)).toHaveLength(1);
  });

  test('[D4] a room made on one instance is known on the others at once, and its activity is told where it is not open', async () => {
    const [ann, bob] = people as [Talker, Talker, Talker];
    const { body } = await call(urls[0] ?? '', 'POST', '/api/rooms', ann.signedIn, {
      kind: 'direct',
      userIds: [bob.id],
    });
    const room = body as Room;
    await bob.hear('room_added', (added: Room) => added.id === room.id && added.name === 'person0');
    await ann.do('join_room', { roomId: room.id });
    await ann.do('send_message', { roomId: room.id, message: 'psst' });
    await bob.hear(
      'room_activity',
      (a: { roomId: string; lastSeq: number }) => a.roomId === room.id && a.lastSeq === 1,
    );
    expect(bob.seqs(room.id)).toEqual([]);
  });

  test('[D5] two tabs of one person on two instances both hear everything, and a closed tab shows nobody leaving', async () => {
    const roomId = freshRoom();
    const [ann, bob] = people as [Talker, Talker, Talker];
    const tab = await Talker.connect(urls[1] ?? '', ann.signedIn as NonNullable<typeof ann.signedIn>);
    for (const talker of [ann, bob, tab]) await talker.do('join_room', { roomId });
    await bob.do('send_message', { roomId, message: 'to both' });
    for (const talker of [ann, tab]) await talker.hear('message', (m: Message) => m.roomId === roomId);
    await tab.do('unwatch_room', { roomId });
    await bob.do('send_message', { roomId, message: 'still one tab' });
    await ann.until(() => ann.seqs(roomId).length === 2, 'for the second message');
    expect(tab.seqs(roomId)).toEqual([1]);
    expect(bob.all('user_left').filter((left) => left.roomId === roomId)).toEqual([]);
    tab.close();
  });

  if (routing === 'rooms') {
    test("[D6] an instance takes a room's channel with its first watcher and drops it behind the last", async () => {
      const roomId = freshRoom();
      const redis = new Redis(cluster.redis?.url ?? '');
      const channels = async () => (await redis.call('PUBSUB', 'SHARDCHANNELS', `*${roomId}*`)) as string[];
      try {
        await people[0]?.do('join_room', { roomId });
        expect(await channels()).toEqual([`chat_events:{${roomId}}`]);
        await people[0]?.do('unwatch_room', { roomId });
        for (let i = 0; i < 100 && (await channels()).length > 0; i++)
          await new Promise((r) => setTimeout(r, 20));
        expect(await channels()).toEqual([]);
      } finally {
        redis.disconnect();
      }
    });
  }
});
