import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type HttpApp, openHttpApp } from './http-app.js';

let directory: string;
let app: HttpApp;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'parley-page-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>Parley</title>');
  await writeFile(join(directory, 'docs.html'), '<!doctype html><title>Parley for programs</title>');
  await writeFile(join(directory, 'assets', 'app-4f2a.js'), 'export {}');
  await writeFile(join(directory, 'assets', 'large-77b1.js'), `/*${'x'.repeat(100_000)}*/`);
  app = await openHttpApp({ pageDirectory: directory });
});
afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

const browse = (path: string, init: RequestInit = {}) =>
  fetch(app.url + path, { headers: { accept: 'text/html,*/*;q=0.8' }, ...init });

test.each(['/', '/rooms/general', '/index.html'])(
  '%s is the page, asked for anew each time',
  async (path) => {
    const response = await browse(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>Parley</title>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  },
);

test.each(['/docs', '/docs/'])('%s is the page for programs', async (path) => {
  const response = await browse(path);
  expect(await response.text()).toContain('<title>Parley for programs</title>');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
});

test('assets carry a hash in their name and are kept for ever', async () => {
  const response = await browse('/assets/app-4f2a.js');
  expect(response.headers.get('content-type')).toMatch(/javascript/);
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

test('scripts are compressed on their way, answers of the API are not', async () => {
  const headers = { 'accept-encoding': 'br, gzip' };
  const script = await browse('/assets/large-77b1.js', { headers });
  expect(script.headers.get('content-encoding')).toMatch(/^(br|gzip)$/);
  expect(await script.text()).toHaveLength(100_004);
  const users = await browse(`/api/${'x'.repeat(2_000)}`, { headers });
  expect(users.headers.get('content-encoding')).toBeNull();
});

test.each(['/api/nowhere', '/api', '/health/nowhere', '/socket.io/', '/ws'])(
  '%s is no page',
  async (path) => {
    expect((await browse(path)).headers.get('content-type')).toMatch(/json/);
  },
);

test('what does not ask for a page, or wants to change something, gets none', async () => {
  expect((await browse('/missing.js', { headers: { accept: '*/*' } })).status).toBe(404);
  expect((await browse('/rooms/general', { headers: { accept: 'application/json' } })).status).toBe(404);
  expect((await browse('/', { method: 'POST' })).status).toBe(405);
});

test('the addresses that links have are pages for what takes anything: curl, probes, link checkers', async () => {
  for (const accept of ['*/*', 'image/png, */*;q=0.1']) {
    const response = await browse('/', { headers: { accept } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/html/);
    for (const docs of ['/docs', '/docs/']) {
      const found = await browse(docs, { headers: { accept } });
      expect(await found.text()).toContain('<title>Parley for programs</title>');
      expect((await browse(docs, { headers: { accept }, method: 'HEAD' })).status).toBe(200);
    }
    // A stranger who tries out names learns nothing by it.
    expect((await browse('/admin', { headers: { accept } })).status).toBe(404);
  }
  expect(await statusWithoutAccept('/')).toBe(200);
  expect(await statusWithoutAccept('/docs')).toBe(200);
});

function statusWithoutAccept(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(app.url + path, (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
}

test.each(['/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2f..%2fetc/passwd'])(
  'nothing outside the page is served: %s',
  async (path) => expect(await (await browse(path)).text()).not.toContain('root:'),
);

test('the page may run its own scripts only, and talk to its own instances only', async () => {
  const { headers } = await browse('/');
  const policy = headers.get('content-security-policy') ?? '';
  const host = new URL(app.url).host;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain(
    `connect-src 'self' ws://${host} wss://${host} http://friend.example:3001 ws://friend.example:3001`,
  );
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-powered-by')).toBeNull();
});

test('the example client may run the script and the style that stand in its file now, and nothing else', async () => {
  const sourcesOf = async (directive: string) => {
    const policy = (await browse('/client-example.html')).headers.get('content-security-policy') ?? '';
    return new RegExp(`(?:^|;)${directive} ([^;]*)`).exec(policy)?.[1];
  };
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const write = (script: string) =>
    writeFile(
      join(directory, 'client-example.html'),
      `<style>p {}</style><p></p><script>${script}</script><p></p>`,
    );

  await write('\nlet a;\n');
  expect(await sourcesOf('script-src')).toBe(hash('\nlet a;\n'));
  expect(await sourcesOf('style-src')).toBe(hash('p {}'));
  expect(await sourcesOf('default-src')).toBe("'none'");
  // As a checkout on Windows has it, and a browser does not.
  await write('\r\nlet b;\r\n');
  expect(await sourcesOf('script-src')).toBe(hash('\nlet b;\n'));
});
