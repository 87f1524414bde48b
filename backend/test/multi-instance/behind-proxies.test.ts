import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { SignedIn } from '@parley/protocol';
import { eventually } from '../support/eventually.js';
import { Follower } from '../support/follower.js';
import { keepUntilTestEnds } from '../support/keep.js';
import { PlainTalker } from '../support/plain-talker.js';
import { PROXIES, type ReverseProxy, startProxy } from '../support/reverse-proxy.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { register, Talker } from '../support/talker.js';

const cluster = sharedCluster({
  instances: 3,
  redis: true,
  env: { TRUST_PROXY: 'loopback', RATE_LIMITS: 'off' },
});
let ann: SignedIn;

beforeAll(async () => {
  ann = await register(cluster.url, 'ann');
});

const keep = keepUntilTestEnds();
let proxy: ReverseProxy | undefined;

afterEach(async () => {
  await proxy?.stop();
  proxy = undefined;
});

const urls = () => cluster.instances.map(({ url }) => url);

const instanceOf = (talker: Talker) => talker.all('server_info')[0]?.instance;

describe.each(Object.keys(PROXIES) as (keyof typeof PROXIES)[])('behind %s, as deploy/ has it', (name) => {
  test.each([1, 3])('every way in works with %i instances', async (count) => {
    proxy = await startProxy(name, urls().slice(0, count));
    const { url } = proxy;
    const polling = await Promise.all(
      Array.from({ length: 12 }, () => Talker.connect(url, ann, ['polling']).then(keep)),
    );
    const rising = keep(await Talker.connect(url, ann, ['polling', 'websocket']));
    const sockets = await Promise.all(
      Array.from({ length: 6 }, () => Talker.connect(url, ann, ['websocket']).then(keep)),
    );
    // Nothing is heard of it: `until` would look once.
    await eventually(
      () => rising.socket.io.engine.transport.name,
      (transport) => transport === 'websocket',
    );
    expect(new Set(sockets.map(instanceOf)).size).toBe(count);

    const plain = keep(await PlainTalker.with(url, ann.accessToken));
    await plain.subscribe(1);
    const follower = await Follower.open(url, '1', ann);
    const everybody = [...polling, rising, ...sockets];
    await Promise.all(everybody.map((talker) => talker.do('join_room', { roomId: '1' })));
    await everybody[0]?.do('send_message', { roomId: '1', message: `hello by ${name}, ${count}` });
    const isHello = (text: unknown) => text === `hello by ${name}, ${count}`;
    for (const talker of everybody)
      await talker.hear('message', ({ message }: { message: string }) => isHello(message));
    await plain.hear('MESSAGE', ({ message }) => isHello(message));
    await follower.until(
      () => follower.all('message').some(({ message }) => isHello(message)),
      'the message',
    );
    follower.close();
  });

  test('an instance that dies is passed over', async () => {
    proxy = await startProxy(name, urls());
    const { url } = proxy;
    const first = keep(await Talker.connect(url, ann, ['polling']));
    const at = cluster.instances.findIndex(({ url }) => `i${new URL(url).port}` === instanceOf(first));
    await cluster.instances[at]?.kill();
    try {
      for (const transport of ['polling', 'websocket'])
        expect(instanceOf(keep(await Talker.connect(url, ann, [transport])))).not.toBe(instanceOf(first));
    } finally {
      await cluster.restart(at);
    }
  });
});
