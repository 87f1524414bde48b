import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../multi/child.js';
import { freePort } from '../multi/ports.js';
import { Unmet } from '../steps/command.js';
import { SERVER } from '../steps/server.js';

const START_WITHIN_MS = 60_000;

/**
 * The built program, with a PostgreSQL of its own in `dataDir`.
 *
 * @param {string} dataDir
 * @returns {Promise<{ url: string; stop(): Promise<unknown> }>}
 */
export async function startServer(dataDir) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    NODE_ENV: 'development',
    PORT: String(port),
    HOST: '127.0.0.1',
    INSTANCE_ID: 'north',
    DATA_DIR: dataDir,
    DB_HOST: '',
    REDIS_URL: '',
    REDIS_HOST: '',
    // A year of talk is told within a minute.
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
  };
  const child = startChild('server', process.execPath, SERVER, { env });
  for (const deadline = Date.now() + START_WITHIN_MS; !(await isReady(url)); await sleep(100)) {
    const ended = await Promise.race([child.ended, undefined]);
    if (ended === undefined && Date.now() < deadline) continue;
    await child.stop();
    throw new Unmet(`The server did not start (${ended ?? 'no answer'}).`);
  }
  return { url, stop: () => child.stop() };
}

const isReady = (/** @type {string} */ url) =>
  fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
