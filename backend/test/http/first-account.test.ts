import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ask } from './ask.js';
import { type HttpApp, openHttpApp } from './http-app.js';

let app: HttpApp;
beforeEach(async () => {
  app = await openHttpApp();
});
afterEach(() => app.close());

async function roleOf(username: string, headers = {}): Promise<unknown> {
  const input = { username, password: 'long enough' };
  const { body } = await ask(`${app.url}/api/auth/register`, 'POST', input, headers);
  return (body.user as { role: string }).role;
}

test('whoever registers first on the machine itself is the administrator', async () => {
  expect(await roleOf('owner')).toBe('admin');
  expect(await roleOf('second')).toBe('member');
});

test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-proto', 'cf-connecting-ip'])(
  'whoever comes through a proxy on the machine (%s) is not',
  async (header) => expect(await roleOf('stranger', { [header]: '127.0.0.1' })).toBe('member'),
);

test('whoever comes from a proxy on the machine that is trusted is not, though it says nothing of anybody', async () => {
  const proxied = await openHttpApp({ trustedProxies: ['loopback'] });
  const input = { username: 'stranger', password: 'long enough' };
  const { body } = await ask(`${proxied.url}/api/auth/register`, 'POST', input);
  await proxied.close();
  expect(body.user).toMatchObject({ role: 'member' });
});

test.each([
  'evil.example',
  'evil.example:3000',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '10.0.0.1',
])('a page of another name that resolves to this machine (%s) makes no administrator', async (host) => {
  const body = JSON.stringify({ username: 'stranger', password: 'long enough' });
  const headers = { host, 'content-type': 'application/json' };
  expect(await post(`${app.url}/api/auth/register`, body, headers)).toMatchObject({
    user: { role: 'member' },
  });
});

test.each(['localhost', 'LOCALHOST:3000', 'parley.localhost', '[::1]:3000', '127.0.0.1'])(
  'the first on the machine is the administrator by the name %s',
  async (host) => {
    const body = JSON.stringify({ username: 'owner', password: 'long enough' });
    const headers = { host, 'content-type': 'application/json' };
    expect(await post(`${app.url}/api/auth/register`, body, headers)).toMatchObject({
      user: { role: 'admin' },
    });
  },
);

/** `fetch` lets nobody choose the Host header. */
function post(url: string, body: string, headers: Record<string, string>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', headers }, (response) => json(response).then(resolve, reject))
      .on('error', reject)
      .end(body);
  });
}
