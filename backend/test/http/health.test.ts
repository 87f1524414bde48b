import { afterAll, expect, jest, test } from '@jest/globals';
import { DatabaseHealth } from '../../src/adapters/postgres/database-health.js';
import { createDatabase } from '../support/database.js';
import { ask } from './ask.js';
import { openHttpApp } from './http-app.js';

const working = () => Promise.resolve();
const checks = { postgres: working, redis: working };
const app = openHttpApp({
  checks: { postgres: () => checks.postgres(), redis: () => checks.redis() },
});
afterAll(async () => (await app).close());

const ready = async () => ask(`${(await app).url}/health/ready`);

test('health tells of this instance', async () => {
  expect((await ask(`${(await app).url}/health`)).body).toEqual({
    status: 'ok',
    service: 'chat-service',
    instance: 'here',
    version: '1.2.3',
    uptime: expect.any(Number),
    consumers: {
      moderation_log: { worksHere: true, rooms: 1, revs: 7, oldestMs: 900, deadLetters: 0, measuredMs: 100 },
    },
  });
  expect(await ready()).toMatchObject({
    status: 200,
    body: { status: 'ok', checks: { postgres: 'ok', redis: 'ok' } },
  });
});

test('an instance without its Redis is ready, for it can serve, and tells what ails', async () => {
  checks.redis = () => Promise.reject(new Error('secret address'));
  expect(await ready()).toMatchObject({
    status: 200,
    body: { status: 'degraded', checks: { postgres: 'ok', redis: 'failed' } },
  });
  checks.redis = () => new Promise(() => undefined);
  expect(await ready()).toMatchObject({
    status: 200,
    body: { status: 'degraded', checks: { postgres: 'ok', redis: 'timeout' } },
  });
  checks.redis = working;
});

test('an instance without its database is not ready, and lives', async () => {
  checks.postgres = () => Promise.reject(new Error('secret address'));
  expect(await ready()).toMatchObject({
    status: 503,
    body: { status: 'unavailable', checks: { postgres: 'failed', redis: 'ok' } },
  });
  expect((await ask(`${(await app).url}/health`)).status).toBe(200);
  checks.postgres = working;
});

test('a database that answers look-ups and takes no writes is no database that works', async () => {
  const { source, drop } = await createDatabase();
  try {
    await source.query(`INSERT INTO deployment (id, secret_fingerprint) VALUES (gen_random_uuid(), '')`);
    await source.health.check(source);
    await source.query('SET default_transaction_read_only = on');
    await expect(new DatabaseHealth().check(source)).rejects.toMatchObject({ code: '25006' });
  } finally {
    await drop();
  }
});

test('a write probe that waits is waited for, and keeps no more than one connection', async () => {
  const { source, drop } = await createDatabase();
  const locking = source.createQueryRunner();
  try {
    await source.query(`INSERT INTO deployment (id, secret_fingerprint) VALUES (gen_random_uuid(), '')`);
    await locking.connect();
    await locking.startTransaction();
    await locking.query('LOCK TABLE deployment');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'] });
    // As a load balancer does, for as many seconds as there are connections and one more.
    const checks = [0, 1, 2].map((second) => {
      if (second > 0) jest.advanceTimersByTime(1_000);
      return source.health.check(source.quick);
    });
    // Whoever asks who somebody is does not wait behind them.
    await source.quick.query('SELECT 1');
    expect(source.quick.waitingCount).toBe(0);
    await locking.rollbackTransaction();
    await Promise.all(checks);
    // When it is done the next may begin, and finds what there is then.
    await source.query('SET default_transaction_read_only = on');
    jest.advanceTimersByTime(1_000);
    await expect(source.health.check(source)).rejects.toMatchObject({ code: '25006' });
  } finally {
    jest.useRealTimers();
    await locking.release();
    await drop();
  }
});

test('a disk that was full a moment ago is no place to store, though the probe finds room', async () => {
  const health = new DatabaseHealth();
  const probe = { query: () => Promise.resolve() };
  await health.check(probe);
  health.heard('23505');
  await health.check(probe);
  health.heard('53100');
  await expect(health.check(probe)).rejects.toThrow('refused a write');
});
