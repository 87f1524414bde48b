import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask, bearer } from './ask.js';
import { type HttpApp, openHttpApp } from './http-app.js';

const SCRIPT = `/*${'parley '.repeat(10_000)}*/`;

let directory: string;
let app: HttpApp;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'parley-page-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'assets', 'app-4f2a.js'), SCRIPT);
  app = await openHttpApp({ pageDirectory: directory });
});
afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

/** As it travels. */
async function raw(path: string, headers: Record<string, string>) {
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    get(app.url + path, { headers, agent: false }, resolve).on('error', reject),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

test('answers that hold a secret beside what others wrote are not compressed: their length would tell of it', async () => {
  const { body } = await ask(`${app.url}/api/auth/guest`, 'POST', { username: 'Ann' });
  const token = String(body.accessToken);
  for (let i = 0; i < 20; i++) {
    const room = { kind: 'public', name: `a room with a long name, number ${i}` };
    await ask(`${app.url}/api/rooms`, 'POST', room, bearer(token));
  }
  const asked = { ...bearer(token), 'accept-encoding': 'gzip, br' };
  const rooms = await raw('/api/rooms', asked);
  expect(rooms.body.length).toBeGreaterThan(2_000);
  expect(rooms.headers['content-encoding']).toBeUndefined();
  // Words of a room, which whoever reads them could write, are.
  const history = await raw('/api/openapi.json', asked);
  expect(history.headers['content-encoding']).toBeDefined();
});

test('a script is compressed once for all who load it, each as they take it', async () => {
  const load = (encoding: string) => raw('/assets/app-4f2a.js', { 'accept-encoding': encoding });
  const first = await load('gzip, deflate, br');
  expect(first).toMatchObject({
    status: 200,
    headers: {
      'content-encoding': 'br',
      'content-type': expect.stringContaining('javascript'),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: expect.stringContaining('Accept-Encoding'),
    },
  });
  expect(brotliDecompressSync(first.body).toString()).toBe(SCRIPT);
  const gzipped = await load('gzip');
  expect(gunzipSync(gzipped.body).toString()).toBe(SCRIPT);
  const plain = await load('identity');
  expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, SCRIPT]);
  // It is not even read again: what has a name of its content never changes.
  await writeFile(join(directory, 'assets', 'app-4f2a.js'), 'changed');
  for (const { body } of await Promise.all([load('br'), load('br')])) expect(body).toEqual(first.body);
  expect((await load('gzip')).body).toEqual(gzipped.body);
  const unchanged = await raw('/assets/app-4f2a.js', {
    'accept-encoding': 'br',
    'if-none-match': String(first.headers.etag),
  });
  expect(unchanged.status).toBe(304);
});

test('what is not there is not kept as if it were', async () => {
  expect((await raw('/assets/later-1.js', { 'accept-encoding': 'br' })).status).toBe(404);
  await writeFile(join(directory, 'assets', 'later-1.js'), SCRIPT);
  expect((await raw('/assets/later-1.js', { 'accept-encoding': 'br' })).status).toBe(200);
});
