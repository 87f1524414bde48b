import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Door } from '../support/door.js';
import { startCluster } from '../support/instances.js';
import { keepUntilTestEnds } from '../support/keep.js';
import { register, Talker } from '../support/talker.js';

const keep = keepUntilTestEnds();
/** As one finds it, but quicker: nothing in the page of such a client waits for what it says of its connection. */
const STOCK = { reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 200 };

const isBack = (one: Talker) => one.until(() => one.socket.connected, 'to be back');

test.each([[['websocket']], [['polling']], [['polling', 'websocket']]])(
  '[A12] a stock client by %j comes back by itself to an instance that was stopped and started again',
  async (transports) => {
    const cluster = await startCluster({ instances: 1, redis: false });
    try {
      const { accessToken } = await register(cluster.url, 'ann');
      const ann = keep(Talker.open(cluster.url, { ...STOCK, transports, auth: { token: accessToken } }));
      await ann.hear('server_info');
      await cluster.instances[0]?.stop();
      await ann.hear('goodbye', ({ code }: { code: string }) => code === 'shutting_down');
      await cluster.restart(0);
      await isBack(ann);
      expect(await ann.ask('join_room', { roomId: 'general' })).toMatchObject({ ok: true });
    } finally {
      await cluster.stop();
    }
  },
  60_000,
);

test('[A12] who polls is told goodbye, though it comes for it a moment after the instance began to stop', async () => {
  const cluster = await startCluster({ instances: 1, redis: false });
  try {
    const { accessToken } = await register(cluster.url, 'ann');
    const address = `${cluster.url}/socket.io/?EIO=4&transport=polling`;
    const opened = await (await fetch(address)).text();
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
    const poll = async () => (await fetch(`${address}&sid=${sid}`)).text();
    await fetch(`${address}&sid=${sid}`, {
      method: 'POST',
      body: `40${JSON.stringify({ token: accessToken })}`,
    });
    while (!(await poll()).includes('server_info'));
    const stopped = cluster.instances[0]?.stop();
    await sleep(500);
    expect(await poll()).toContain('"shutting_down"');
    await stopped;
  } finally {
    await cluster.stop();
  }
}, 60_000);

test('[A2] a stock client comes in by itself as soon as the server can tell again who it is', async () => {
  const door = await Door.to(Number(process.env.TEST_DATABASE_PORT));
  const cluster = await startCluster({ instances: 1, redis: false, env: { DB_PORT: `${door.port}` } });
  try {
    const { accessToken } = await register(cluster.url, 'ann');
    door.cut();
    const ann = keep(Talker.open(cluster.url, { ...STOCK, auth: { token: accessToken } }));
    await ann.hear('disconnect');
    // It goes on trying.
    expect(ann.socket.active).toBe(true);
    door.open();
    await isBack(ann);
    expect(await ann.ask('join_room', { roomId: 'general' })).toMatchObject({ ok: true });
  } finally {
    await cluster.stop();
    door.close();
  }
}, 60_000);

test('[A11] a stock client whose session has ended stays away', async () => {
  const cluster = await startCluster({ instances: 1, redis: false });
  try {
    const signedIn = await register(cluster.url, 'ann');
    const ann = keep(Talker.open(cluster.url, { ...STOCK, auth: { token: signedIn.accessToken } }));
    await ann.hear('server_info');
    const { status } = await fetch(`${cluster.url}/api/auth/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${signedIn.accessToken}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(status).toBe(204);
    await ann.hear('disconnect', (reason: string) => reason === 'io server disconnect');
    expect(ann.socket.active).toBe(false);
  } finally {
    await cluster.stop();
  }
}, 60_000);
