import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Door } from '../support/door.js';
import { openHouse } from '../support/house.js';
import { ask, bearer } from './ask.js';
import { type HttpApp, openHttpApp } from './http-app.js';

let door: Door;
let app: HttpApp;
let token: unknown;
beforeAll(async () => {
  const house = await openHouse({
    async databasePort(port) {
      door = await Door.to(port);
      return door.port;
    },
  });
  app = await openHttpApp({ house });
  token = (await ask(`${app.url}/api/auth/guest`, 'POST', { username: 'Guest' })).body.accessToken;
});
afterAll(async () => {
  await app.close();
  door.close();
});

const me = () => ask(`${app.url}/api/me`, 'GET', undefined, bearer(token));

test('a database that cannot be reached is told as such, and everything works again when it can', async () => {
  door.cut();
  const unavailable = {
    status: 503,
    body: { success: false, error: { code: 'unavailable', message: expect.any(String), retry: true } },
  };
  expect(await me()).toEqual({ ...unavailable, headers: expect.anything() });
  expect(await ask(`${app.url}/api/auth/login`, 'POST', { username: 'x', password: 'y' })).toMatchObject(
    unavailable,
  );
  expect((await ask(`${app.url}/health`)).status).toBe(200);
  door.open();
  expect((await me()).status).toBe(200);
});

test('a bug is told as internal, and nothing of it', async () => {
  await app.house.database.source.query('ALTER TABLE sessions RENAME TO secret_text');
  try {
    const { status, body } = await me();
    expect(status).toBe(500);
    expect(body).toEqual({
      success: false,
      error: { code: 'internal', message: 'Something went wrong on the server.', retry: true },
    });
  } finally {
    await app.house.database.source.query('ALTER TABLE secret_text RENAME TO sessions');
  }
});
