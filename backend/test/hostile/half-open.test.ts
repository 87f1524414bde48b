import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { expect, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { WebSocket } from 'ws';
import { eventually } from '../support/eventually.js';
import { Poller } from '../support/poller.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { register, Talker } from '../support/talker.js';

const PER_ADDRESS = 4;

const cluster = sharedCluster({
  env: {
    TRUST_PROXY: 'loopback',
    CONNECTIONS_PER_ADDRESS: String(PER_ADDRESS),
    LOG_LEVEL: 'info',
  },
});

let addresses = 0;
const elsewhere = () => {
  addresses += 1;
  return { 'x-forwarded-for': `198.51.100.${addresses}` };
};

/** Engine.IO by websocket, packet by packet. */
async function openWebSocket(): Promise<{ socket: WebSocket; closed: Promise<unknown>; heard: string[] }> {
  const address = `${cluster.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address, { headers: elsewhere() });
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  const closed = once(socket, 'close');
  await once(socket, 'message');
  return { socket, closed, heard };
}

test('[A4] who leaves the namespace is off, by websocket and by polling, and does not come back to it', async () => {
  const { socket, closed } = await openWebSocket();
  socket.send('40');
  await once(socket, 'message');
  socket.send('41');
  await closed;

  const poller = await Poller.open(cluster.url, { headers: elsewhere() });
  await poller.send('40');
  await poller.poll();
  await poller.send('41');
  expect(await poller.poll()).toContain('1');
  expect((await poller.send('40')).status).toBe(400);
});

test('[A2] [A4] who is refused is off, behind the word of it', async () => {
  const { socket, closed, heard } = await openWebSocket();
  socket.send('40{"token":"x"}');
  await closed;
  expect(heard.at(-1)).toMatch(/^44\{"message":"bad_token"/);

  const poller = await Poller.open(cluster.url, { headers: elsewhere() });
  await poller.send('40{"token":"x"}');
  const [refused] = await poller.pollAll();
  expect(refused).toMatch(/^44\{"message":"bad_token"/);
  expect((await poller.send('40')).status).toBe(400);
});

test('[A4] who asks for the namespace twice in one breath is one and not two', async () => {
  const poller = await Poller.open(cluster.url, { headers: elsewhere() });
  await poller.send('40', '40', '40');
  const told = await poller.pollAll();
  expect(told.filter((packet) => packet.startsWith('40')).length).toBeLessThan(2);
});

test('[A4] who never enters the namespace, or asks for another, is closed in the time that nobody has', async () => {
  const begun = Date.now();
  const [silent, astray] = await Promise.all([openWebSocket(), openWebSocket()]);
  astray.socket.send('40/admin,{}');
  await Promise.all([silent.closed, astray.closed]);
  expect(astray.heard.at(-1)).toMatch(/^44\/admin,/);
  expect(Date.now() - begun).toBeGreaterThan(LIMITS.anonymousMs - 1_000);
  expect(Date.now() - begun).toBeLessThan(LIMITS.anonymousMs + 3_000);
}, 15_000);

test('[B10] connections that never enter the namespace are bounded for an address, too', async () => {
  const headers = elsewhere();
  const opened = await Promise.allSettled(
    Array.from({ length: PER_ADDRESS * 2 + 3 }, () => Poller.open(cluster.url, { headers })),
  );
  expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(PER_ADDRESS * 2);
  const [refused] = opened.filter((each) => each.status === 'rejected');
  expect(String(refused?.reason)).toMatch(/403.*rate_limited/);
  // A neighbour does not notice.
  await Poller.open(cluster.url, { headers: elsewhere() });
});

test('[M13] one that polls and is cut off leaves its TCP connection to those a proxy has given it to', async () => {
  // As between a proxy and us: one connection, whoever it is for.
  const proxy = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = elsewhere();
  const [ann, bob] = [await register(cluster.url, 'ann'), await Talker.register(cluster.url, 'bob')];
  const away = await Poller.open(cluster.url, { agent: proxy, headers });
  await away.send(`40${JSON.stringify({ token: ann.accessToken })}`);
  await away.poll();
  await away.send('42["join_room",{"roomId":"general"}]');
  await bob.do('join_room', { roomId: 'general' });

  const events = get(`${cluster.url}/api/chat/general/events`, {
    agent: proxy,
    headers: { ...headers, authorization: `Bearer ${bob.signedIn?.accessToken}` },
  });
  const [answer] = (await once(events, 'response')) as [IncomingMessage];
  let followed = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    followed += chunk;
  });
  answer.on('error', () => undefined);
  const aborted = once(answer, 'close').then(() => 'aborted');

  const message = 'x'.repeat(LIMITS.messageLength);
  for (let sent = 0; sent < LIMITS.unreadBytes * 1.2; sent += 20 * message.length) {
    await Promise.all(
      Array.from({ length: 20 }, () => bob.do('send_message', { roomId: 'general', message })),
    );
  }
  await eventually(
    () => cluster.instances[0]?.output(),
    (output) => output?.includes('cut off') === true,
  );
  const last = await bob.do('send_message', { roomId: 'general', message: 'still here?' });
  const heard = (async () => {
    while (!followed.includes(`"id":"${last.id}"`)) await once(answer, 'data');
    return 'heard';
  })();
  expect(await Promise.race([heard, aborted])).toBe('heard');
  bob.close();
  events.destroy();
  proxy.destroy();
}, 30_000);
