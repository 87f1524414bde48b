import { ParleyClient, Session } from '@parley/client';
import { ACCOUNTS, GUEST, ME, passwordOf } from './people.js';
import { DIRECT, SHARED } from './rooms.js';
import { sentences } from './say.js';

/**
 * Brings the people in and lets them talk, through the doors everybody uses.
 *
 * @param {string} url
 * @param {number} midnight the beginning of today, ms
 * @returns {Promise<Map<string, number[]>>} for each room, when its messages are said to have been written, by seq
 */
export async function seed(url, midnight) {
  const people = await bringIn(url);
  const { moments, cursors } = await talk(people, midnight);
  for (const [roomId, seq] of cursors) await people[ME].connection.request('mark_read', { roomId, seq });
  for (const client of Object.values(people)) client.disconnect();
  return moments;
}

/** @typedef {Record<import('./people.js').Who, ParleyClient>} People */

/** @param {string} url @returns {Promise<People>} */
async function bringIn(url) {
  /** @type {Record<string, ParleyClient>} */
  const people = {};
  for (const [who, username] of Object.entries(ACCOUNTS)) {
    const session = new Session({ url });
    await session.register(username, passwordOf(username));
    people[who] = await connected(session);
  }
  const session = new Session({ url });
  await session.enterAsGuest(GUEST);
  people.sam = await connected(session);
  return people;
}

/** @param {People} people @param {number} midnight */
async function talk(people, midnight) {
  const moments = new Map();
  const cursors = new Map();
  const say = async (
    /** @type {string} */ roomId,
    /** @type {import('./say.js').Day[]} */ days,
    unread = 0,
  ) => {
    const said = sentences(days, midnight);
    for (const { who, text } of said) {
      await people[who].connection.request('send_message', { roomId, message: text });
    }
    moments.set(
      roomId,
      said.map(({ at }) => at),
    );
    if (said.length > unread) cursors.set(roomId, said.length - unread);
  };
  for (const room of SHARED) await say(await open(room, people), room.days, room.unread);
  for (const room of DIRECT) {
    const [client, peer] = [people[ME], people[room.with]];
    const { id } = await client.rest.createRoom({ kind: 'direct', userIds: [peer.me.id] });
    await say(id, room.days, room.unread);
  }
  return { moments, cursors };
}

/**
 * Makes a room and brings its members in.
 *
 * @param {import('./rooms.js').Shared} room
 * @param {People} people
 */
async function open({ name, id, kind, owner, without = [] }, people) {
  const host = people[owner];
  const roomId =
    id === 'general'
      ? id
      : (await host.rest.createRoom(kind === 'public' ? { kind, name, ...(id && { id }) } : { kind, name }))
          .id;
  for (const [who, client] of Object.entries(people)) {
    if (client === host || without.some((one) => one === who)) continue;
    if (kind === 'private') await host.rest.invite(roomId, client.me.id);
    else await client.connection.request('join_room', { roomId });
  }
  return roomId;
}

/** @param {Session} session */
export async function connected(session) {
  const client = new ParleyClient({ session });
  await client.connect();
  if (client.connection.state.state === 'online') return client;
  return new Promise((resolve) => {
    const end = client.connection.subscribe(() => {
      if (client.connection.state.state !== 'online') return;
      end();
      resolve(client);
    });
  });
}
