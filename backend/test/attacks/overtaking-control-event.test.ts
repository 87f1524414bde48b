import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { EnvelopeCodec } from '../../src/adapters/redis/envelope.js';
import type { ControlEvent } from '../../src/chat/ports/bus.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { Talker } from '../support/talker.js';

const SECRET = 'a secret that serves the test of a control event that comes too early';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ instances: 1, redis: true, env: { JWT_SECRET: SECRET } });
}, 40_000);
afterAll(() => cluster.stop());

test('[M6] a control event of a removal that overtakes what was said before it is not told to who watches the room', async () => {
  const url = cluster.url;
  const ann = await Talker.register(url, 'ann');
  const bob = await Talker.register(url, 'bob');
  if (!bob.signedIn) throw new Error('Bob is nobody.');
  const bobElsewhere = await Talker.connect(url, bob.signedIn);
  const { id: roomId } = await ann.do('create_room', { kind: 'public', name: 'Tea house' });
  await bob.do('join_room', { roomId });

  const redis = new Redis(cluster.redis?.url ?? '');
  const event: ControlEvent = {
    about: 'people',
    userIds: [bob.id],
    event: 'room_removed',
    payload: { roomId },
  };
  await redis.publish('chat_events', new EnvelopeCodec(SECRET).encodeControl(event));
  redis.disconnect();
  await bobElsewhere.hear('room_removed');
  await ann.do('join_room', { roomId });
  await ann.do('send_message', { roomId, message: 'said before' });
  await bob.hear('message');
  expect(bob.all('room_removed')).toEqual([]);

  await ann.do('remove_member', { roomId, userId: bob.id });
  await bob.hear('room_removed');
  await ann.do('send_message', { roomId, message: 'among ourselves' });
  await ann.until(() => ann.seqs(roomId).length === 2, 'for both');
  expect(bob.seqs(roomId)).toEqual([1]);
  for (const talker of [ann, bob, bobElsewhere]) talker.close();
});
