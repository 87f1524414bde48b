import { expect, test } from '@jest/globals';
import { ask } from './ask.js';
import { openHttpApp } from './http-app.js';

test('health tells of this instance, and readiness honestly of each thing it needs', async () => {
  let redis: () => Promise<unknown> = () => Promise.resolve('PONG');
  const app = await openHttpApp({ checks: { postgres: () => Promise.resolve(), redis: () => redis() } });
  try {
    expect((await ask(`${app.url}/health`)).body).toEqual({
      status: 'ok',
      service: 'chat-service',
      instance: 'here',
      version: '1.2.3',
      uptime: expect.any(Number),
    });
    expect(await ask(`${app.url}/health/ready`)).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: { postgres: 'ok', redis: 'ok' } },
    });
    redis = () => Promise.reject(new Error('secret address'));
    expect(await ask(`${app.url}/health/ready`)).toMatchObject({
      status: 503,
      body: { status: 'unavailable', checks: { postgres: 'ok', redis: 'failed' } },
    });
    redis = () => new Promise(() => undefined);
    expect(await ask(`${app.url}/health/ready`)).toMatchObject({
      status: 503,
      body: { status: 'unavailable', checks: { postgres: 'ok', redis: 'timeout' } },
    });
    expect((await ask(`${app.url}/health`)).status).toBe(200);
  } finally {
    await app.close();
  }
});
