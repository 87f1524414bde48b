import { Session } from '@parley/client';
import { ACCOUNTS, passwordOf } from './people.js';
import { connected } from './seed.js';

/** @typedef {import('@parley/client').ParleyClient} ParleyClient */

/** Who is at work while the pictures are taken. */
const AT_WORK = /** @type {const} */ (['tomas', 'yuki', 'priya', 'lars', 'dafna']);

/**
 * Colleagues who sit in the rooms, so that there are people to be seen.
 *
 * @param {string} url
 */
export async function callIn(url) {
  /** @type {Record<string, ParleyClient>} */
  const cast = {};
  for (const who of AT_WORK) {
    const session = new Session({ url });
    await session.logIn(ACCOUNTS[who], passwordOf(ACCOUNTS[who]));
    cast[who] = await connected(session);
    await cast[who].join('general');
  }
  return cast;
}

/**
 * Types in a room until told to stop.
 *
 * @param {ParleyClient} client
 * @param {string} roomId
 */
export function typing(client, roomId) {
  const say = (/** @type {boolean} */ isTyping) =>
    client.connection.request('typing', { roomId, isTyping }).catch(() => undefined);
  void say(true);
  const timer = setInterval(() => void say(true), 1_500);
  return () => {
    clearInterval(timer);
    void say(false);
  };
}
