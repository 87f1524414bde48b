import { afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Room, SignedIn } from '@parley/protocol';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, register, Talker } from '../support/talker.js';

const cluster = sharedCluster({ instances: 2, redis: true });
let here: string;
let there: string;
const people: Talker[] = [];

beforeAll(async () => {
  [here = '', there = ''] = cluster.instances.map(({ url }) => url);
});

afterEach(async () => {
  for (const person of people.splice(0)) person.close();
  if (!cluster.redis?.running) await cluster.redis?.restart();
});

const connect = async (url: string, signedIn: SignedIn) => {
  const talker = await Talker.connect(url, signedIn);
  people.push(talker);
  return talker;
};

test('[A11] a session that ended while Redis was away ends its sockets once Redis is back, and no others', async () => {
  const [ann, bob] = [await register(here, 'ann'), await register(here, 'bob')];
  const [phone, other] = [await connect(there, ann), await connect(there, bob)];
  await cluster.redis?.kill();
  await call(here, 'POST', '/api/auth/logout', ann, {});
  await cluster.redis?.restart();
  await phone.hear('goodbye', ({ code }: { code: string }) => code === 'session_ended');
  await phone.hear('disconnect');
  expect(await other.ask('join_room', { roomId: 'general' })).toMatchObject({ ok: true });
}, 30_000);

test('[A11] with Redis away a session ends its sockets within 60 s', async () => {
  const ann = await register(here, 'eve');
  const [phone, laptop] = [await connect(there, ann), await connect(here, ann)];
  await cluster.redis?.kill();
  await call(here, 'POST', '/api/auth/logout', ann, {});
  const dismissed = (talker: Talker) => talker.heard.some(({ name }) => name === 'disconnect');
  for (const talker of [phone, laptop])
    await talker.until(() => dismissed(talker), 'to be sent away', 60_000);
}, 90_000);

test('[M8] of rooms one was taken from and brought to while Redis was away one hears once it is back', async () => {
  const [ann, bob] = [await register(here, 'zoe'), await register(here, 'max')];
  const rooms: string[] = [];
  for (const name of ['old', 'new']) {
    const { body } = await call(here, 'POST', '/api/rooms', ann, { kind: 'private', name });
    rooms.push((body as Room).id);
  }
  const [old = '', fresh = ''] = rooms;
  await call(here, 'POST', `/api/rooms/${old}/invite`, ann, { userId: bob.user.id });
  const talker = await connect(there, bob);
  await cluster.redis?.kill();
  await call(here, 'DELETE', `/api/rooms/${old}/members/${bob.user.id}`, ann);
  await call(here, 'POST', `/api/rooms/${fresh}/invite`, ann, { userId: bob.user.id });
  await cluster.redis?.restart();
  await talker.hear('room_removed', ({ roomId }: { roomId: string }) => roomId === old);
  await talker.hear('room_added', ({ id }: Room) => id === fresh);
}, 30_000);
