import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unmet } from '../steps/command.js';
import { findProgram } from '../steps/run.js';
import { startChild } from './child.js';
import { freePort } from './ports.js';

const USUAL_PORT = 6_379;
const ANSWER_WITHIN_MS = 1_000;
const START_WITHIN_MS = 10_000;

/**
 * A Redis for the instances, when none is configured: the one this machine runs, or one started for them with its
 * data under `dataDir`.
 *
 * @param {string} dataDir
 * @param {number} [usualPort]
 * @returns {Promise<{ url: string; server?: import('./child.js').Child }>}
 */
export async function findRedis(dataDir, usualPort = USUAL_PORT) {
  if (await answers(usualPort)) {
    console.log(`Using the Redis on 127.0.0.1:${usualPort}.`);
    return { url: urlOf(usualPort) };
  }
  const program = findProgram('redis-server', 'valkey-server');
  if (program === undefined) {
    throw new Unmet(
      'Several instances need a Redis: install one ("apt-get install redis-server", "brew install redis"), or name one with REDIS_URL.',
    );
  }
  return startRedis(program, join(dataDir, 'redis'));
}

/**
 * @param {string} program
 * @param {string} directory
 */
async function startRedis(program, directory) {
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  const settings = { port: String(port), bind: '127.0.0.1', dir: directory, logfile: 'server.log' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const server = startChild('redis', program, args, { quiet: true });
  for (const deadline = Date.now() + START_WITHIN_MS; !(await answers(port)); await sleep(50)) {
    const ended = await Promise.race([server.ended, undefined]);
    if (ended === undefined && Date.now() < deadline) continue;
    await server.stop();
    throw new Unmet(
      `${program} did not start (${ended ?? 'no answer'}); see ${join(directory, 'server.log')}.`,
    );
  }
  console.log(`Started a Redis on 127.0.0.1:${port}.`);
  return { url: urlOf(port), server };
}

const urlOf = (/** @type {number} */ port) => `redis://127.0.0.1:${port}`;

/**
 * Whether a Redis answers there that asks for no password.
 *
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const settle = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(ANSWER_WITHIN_MS, () => settle(false));
    socket.on('error', () => settle(false));
    socket.on('close', () => settle(false));
    socket.on('data', (data) => settle(data.toString().startsWith('+PONG')));
  });
}
