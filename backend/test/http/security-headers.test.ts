import { beforeAll, expect, test } from '@jest/globals';
import { startCluster } from '../support/instances.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { register } from '../support/talker.js';

const cluster = sharedCluster({
  env: { WS_PORT: '0', INSTANCE_URLS: 'http://friend.example:3001' },
});
let ownPort: string;
let authorization: string;

beforeAll(async () => {
  ownPort = /Plain WebSockets: ws:\/\/localhost:(\d+)/.exec(cluster.instances[0]?.output() ?? '')?.[1] ?? '';
  authorization = `Bearer ${(await register(cluster.url, 'ann')).accessToken}`;
});

const html = { accept: 'text/html,*/*;q=0.8' };
const evil = { origin: 'http://evil.example' };
const json = { 'content-type': 'application/json' };
const POLLING = '/socket.io/?EIO=4&transport=polling';

/** What is asked, the status it is answered with, and how. A page is 404 where it was not built. */
const ANSWERS: [string, number[], RequestInit?][] = [
  ['/', [200, 404], { headers: html }],
  ['/docs', [200, 404], { headers: html }],
  ['/index.html', [200, 404]],
  ['/icon.svg', [200, 404]],
  ['/nowhere', [200, 404], { headers: html }],
  ['/missing.js', [404]],
  ['/%ff', [404]],
  ['/', [405], { method: 'POST' }],
  ['/', [403], { headers: evil }],
  ['/health', [200]],
  ['/health/ready', [200]],
  ['/api/openapi.json', [200]],
  ['/api/nowhere', [404]],
  ['/api/me', [401]],
  ['/api/me', [403], { headers: evil }],
  ['/api/me', [204], { method: 'OPTIONS', headers: { origin: 'http://friend.example:3001' } }],
  ['/api/auth/login', [400], { method: 'POST', headers: json, body: '{' }],
  ['/api/auth/login', [413], { method: 'POST', headers: json, body: `"${'x'.repeat(300_000)}"` }],
  [POLLING, [200]],
  [POLLING, [403], { headers: evil }],
  [`${POLLING}&sid=unknown`, [400]],
  ['/socket.io/', [400]],
  ['/ws', [404]],
];

test.each(ANSWERS)(
  '%s, answered by %j, has the headers of every answer',
  async (path, statuses, init = {}) => {
    const response = await fetch(cluster.url + path, init);
    expect(statuses).toContain(response.status);
    expectHeaders(response.headers);
  },
);

test.each(['/api/me', '/api/rooms', '/api/chat/general/history', '/api/chat/general/export'])(
  '%s has the headers of every answer when it is allowed',
  async (path) => {
    const response = await fetch(cluster.url + path, { headers: { authorization } });
    expect(response.status).toBe(200);
    expectHeaders(response.headers);
  },
);

test('so has a stream of events, as soon as it begins', async () => {
  const ended = new AbortController();
  const response = await fetch(`${cluster.url}/api/chat/general/events`, {
    headers: { authorization },
    signal: ended.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expectHeaders(response.headers);
  ended.abort();
});

function expectHeaders(headers: Headers): void {
  const policy = headers.get('content-security-policy') ?? '';
  for (const closed of ['default-src', 'base-uri', 'form-action', 'frame-ancestors'])
    expect(`;${policy};`).toContain(`;${closed} 'none';`);
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=(), '),
  });
  for (const never of ['server', 'x-powered-by', 'strict-transport-security'])
    expect(headers.get(never)).toBeNull();
}

test('a page makes no markup of text, and runs no script but its own', async () => {
  const { headers } = await fetch(cluster.url, { headers: html });
  const policy = `;${headers.get('content-security-policy')};`;
  expect(policy).toContain(";require-trusted-types-for 'script';trusted-types parley-worker;");
  expect(policy).toContain(";script-src 'self';script-src-attr 'none';style-src 'self';");
  expect(policy).toContain(' http://friend.example:3001 ws://friend.example:3001;');
});

test('the port of plain WebSockets says what it is as a text and nothing else', async () => {
  const { headers } = await fetch(`http://127.0.0.1:${ownPort}`);
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('whoever came by TLS is told to come by TLS from then on; a proxy is believed only where it is trusted', async () => {
  const proxied = await startCluster({ instances: 1, redis: false, env: { TRUST_PROXY: 'loopback' } });
  const behind = proxied.url;
  try {
    expect(await transportSecurity(cluster.url, { 'x-forwarded-proto': 'https' })).toBeNull();
    expect(await transportSecurity(behind, { 'x-forwarded-proto': 'http' })).toBeNull();
    expect(await transportSecurity(behind, { 'x-forwarded-proto': 'https' })).toBe('max-age=31536000');
  } finally {
    await proxied.stop();
  }
}, 40_000);

async function transportSecurity(of: string, headers: HeadersInit): Promise<string | null> {
  return (await fetch(`${of}/health`, { headers })).headers.get('strict-transport-security');
}
