import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, jest, test } from '@jest/globals';
import { freePort } from './ports.js';
import { findRedis } from './redis.js';

const dataDir = mkdtempSync(join(tmpdir(), 'parley-redis-'));
const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
afterEach(() => said.mockClear());
afterAll(() => rmSync(dataDir, { recursive: true }));

const portOf = (url) => Number(new URL(url).port);

test('without one a Redis is started, and is gone when it is stopped', async () => {
  const { url, server } = await findRedis(dataDir, await freePort());
  expect(said).toHaveBeenCalledWith(`Started a Redis on 127.0.0.1:${portOf(url)}.`);
  // It is found by the next look ...
  expect(await findRedis(dataDir, portOf(url))).toEqual({ url });
  await server.stop();

  // ... and no longer when it is gone.
  const next = await findRedis(dataDir, portOf(url));
  expect(next.server).toBeDefined();
  await next.server.stop();
});

test('without a program to start one, the sentence says how to get it', async () => {
  const path = process.env.PATH;
  process.env.PATH = dataDir;
  try {
    await expect(findRedis(dataDir, await freePort())).rejects.toThrow('apt-get install redis-server');
  } finally {
    process.env.PATH = path;
  }
});
