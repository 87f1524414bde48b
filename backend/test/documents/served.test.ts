import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { routes } from '@parley/protocol';
import { appModule } from '../../src/app.module.js';
import { loadConfig } from '../../src/config.js';
import { createInfrastructure } from '../../src/infrastructure.js';
import { PinoLogger } from '../../src/logger.js';
import { ask, bearer } from '../http/ask.js';
import { type HttpApp, openHttpApp } from '../http/http-app.js';
import { createDatabase } from '../support/database.js';

const DOCUMENTS = ['/api/openapi.json', '/api/asyncapi.json'];

let app: HttpApp;
let production: HttpApp;
beforeAll(async () => {
  app = await openHttpApp();
  production = await openHttpApp({ documentsOpen: false });
});
afterAll(async () => {
  await app.close();
  await production.close();
});

test('[O1] every route that is served is in the table, and every route of the table is served', async () => {
  const told = Object.values(routes).map(({ method, path }) => `${method} ${path}`);
  expect((await servedRoutes()).sort()).toEqual(told.sort());
}, 30_000);

test.each(DOCUMENTS)('[O2] %s is open in development', async (path) => {
  const { status, headers, body } = await ask(app.url + path);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(body.info).toMatchObject({ version: '1.2.3' });
});

test.each(DOCUMENTS)('[O2] %s wants a token in production', async (path) => {
  expect(await ask(production.url + path)).toMatchObject({
    status: 401,
    body: { success: false, error: { code: 'unauthenticated' } },
  });
  const guest = await ask(`${production.url}/api/auth/guest`, 'POST', { username: 'Guest' });
  const known = await ask(production.url + path, 'GET', undefined, bearer(guest.body.accessToken));
  expect(known.status).toBe(200);
});

test.each(DOCUMENTS)('%s is compressed on its way', async (path) => {
  const { headers } = await fetch(app.url + path, { headers: { 'accept-encoding': 'gzip' } });
  expect(headers.get('content-encoding')).toBe('gzip');
});

test.each(DOCUMENTS)('%s has an ETag, and is not sent again to one who has it', async (path) => {
  const first = await fetch(app.url + path);
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^(W\/)?"/);
  expect(first.headers.get('cache-control')).toBe('private, no-cache');
  // Not by fetch, which forbids an answer from a cache where one names an ETag oneself.
  const request = get(app.url + path, { headers: { 'if-none-match': etag } });
  const [again] = (await once(request, 'response')) as [IncomingMessage];
  expect(again.statusCode).toBe(304);
  expect(await again.toArray()).toEqual([]);
});

/** Of the real wiring, as Express has it after the program registered everything. Pages and sockets are no routes. */
async function servedRoutes(): Promise<string[]> {
  const database = await createDatabase();
  const { host, port, username, password, database: name } = database.address;
  const config = loadConfig({
    DB_HOST: host,
    DB_PORT: String(port),
    DB_USERNAME: username,
    DB_PASSWORD: password,
    DB_NAME: name,
    JWT_SECRET: 'a secret of these tests',
    PORT: '0',
  });
  const silent = { step: () => undefined, warn: () => undefined };
  const infrastructure = await createInfrastructure(config, silent);
  const logger = new PinoLogger('silent', 'routes');
  const real = await NestFactory.create<NestExpressApplication>(appModule(infrastructure, logger), {
    logger,
  });
  try {
    await real.init();
    const { router } = real.getHttpAdapter().getInstance();
    return router.stack.flatMap(({ route }) => {
      const methods = route?.stack.map(({ method }) => method.toUpperCase()) ?? [];
      return [...new Set(methods)].map((method) => `${method} ${route?.path.replace(/:(\w+)/g, '{$1}')}`);
    });
  } finally {
    await real.close();
    await infrastructure.close();
    await database.drop();
  }
}
