import { once } from 'node:events';
import { request } from 'node:http';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { sharedCluster } from '../support/shared-cluster.js';
import { register } from '../support/talker.js';

const FRIEND = 'https://friend.example';
const cluster = sharedCluster({ env: { CORS_ORIGIN: FRIEND } });
let authorization: string;

beforeAll(async () => {
  authorization = `Bearer ${(await register(cluster.url, 'ann')).accessToken}`;
});

type Headers = Record<string, string | string[]>;

/** The status of an answer. `fetch` would not send two Origins. */
async function ask(path: string, headers: Headers): Promise<number | undefined> {
  const asked = request(cluster.url + path, { headers });
  asked.end();
  const [response] = await once(asked, 'response');
  response.destroy();
  return response.statusCode;
}

async function upgrade(path: string, headers: Headers): Promise<number | undefined> {
  const socket = new WebSocket(cluster.url.replace('http', 'ws') + path, { headers });
  socket.on('error', () => undefined);
  const status = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]) => response.statusCode),
  ]);
  socket.terminate();
  return status;
}

/** Every way in, the status of who is let in and of who is not. */
const DOORS: [string, number, number, (headers: Headers) => Promise<number | undefined>][] = [
  [
    'a websocket of Socket.IO',
    101,
    400,
    (headers) => upgrade('/socket.io/?EIO=4&transport=websocket', headers),
  ],
  ['polling', 200, 403, (headers) => ask('/socket.io/?EIO=4&transport=polling', headers)],
  ['/ws', 101, 403, (headers) => upgrade('/ws', headers)],
  ['REST', 200, 403, (headers) => ask('/api/me', { ...headers, authorization })],
  [
    'Server-Sent Events',
    200,
    403,
    (headers) => ask('/api/chat/general/events', { ...headers, authorization }),
  ],
];

const host = () => new URL(cluster.url).host;
const port = () => new URL(cluster.url).port;
/** Each as its kind, and what a page of it would send. */
const FORGED: [string, () => string | string[]][] = [
  ['another site', () => 'http://evil.example'],
  ['no site: a sandbox, a file, a redirect', () => 'null'],
  ['nothing', () => ''],
  ['our name as a beginning', () => `${cluster.url}.evil.example`],
  ['our name as an end', () => `http://evil-${host()}`],
  ['our name as a subdomain', () => `http://${host()}.evil.example`],
  ['our name as a user', () => `http://${host()}@evil.example`],
  ['our name as a path', () => `http://evil.example/${cluster.url}`],
  ['another port', () => 'http://127.0.0.1:1'],
  ['a port with a digit more', () => `${cluster.url}0`],
  ['no port', () => 'http://127.0.0.1'],
  ['another scheme', () => `ws://${host()}`],
  ['an extension', () => 'chrome-extension://abcdefghijklmnop'],
  ['a file', () => 'file://'],
  ['capitals', () => cluster.url.toUpperCase()],
  ['a slash behind', () => `${cluster.url}/`],
  ['a dot behind the name', () => `${FRIEND}.`],
  ['an allowed name without its TLS', () => FRIEND.replace('https', 'http')],
  ['a letter of another alphabet', () => 'https://xn--frend-q4a.example'],
  ['a subdomain of an allowed name', () => 'https://a.friend.example'],
  ['another name of this machine', () => `http://localhost:${port()}`],
  ['the same machine by another protocol', () => `http://[::1]:${port()}`],
  ['two names', () => `${FRIEND} http://evil.example`],
  ['a list of names', () => `${FRIEND}, http://evil.example`],
  ['two headers', () => [FRIEND, 'http://evil.example']],
  ['a wildcard', () => '*'],
];

describe.each(DOORS)('%s', (_door, inside, outside, knock) => {
  test.each(FORGED)('[A9] is closed to a page of %s', async (_kind, origin) => {
    expect(await knock({ origin: origin() })).toBe(outside);
  });

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    '[A9] is closed to a page whose name was given this machine’s address: %s',
    async (name) => {
      const named = `${name}:${port()}`;
      expect(await knock({ origin: `http://${named}`, host: named })).toBe(outside);
    },
  );

  test('[A10] is open to our own page, to a page that CORS_ORIGIN names, and to programs', async () => {
    expect(await knock({ origin: cluster.url })).toBe(inside);
    expect(await knock({ origin: FRIEND })).toBe(inside);
    expect(await knock({})).toBe(inside);
  });
});

test('[A10] a cookie opens no socket: without a token a program stays nobody', async () => {
  const signedIn = await fetch(`${cluster.url}/api/auth/guest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'Guest', session: 'cookie' }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(cookie).toContain('parley_refresh');
  const socket = new WebSocket(`${cluster.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    headers: { cookie },
  });
  const frames: string[] = [];
  socket.on('message', (frame) => {
    frames.push(String(frame));
    if (frames.length === 1) socket.send('40{}');
    if (frames.length === 2) socket.send('420["join_room",{"roomId":"general"}]');
  });
  const answered = () => frames.find((frame) => frame.startsWith('430'));
  while (answered() === undefined) await once(socket, 'message');
  socket.terminate();
  expect(answered()).toContain('unauthenticated');
});
