import { randomUUID } from 'node:crypto';
import { pause, sleep } from '../clock.js';
import type { ChatClient, Said } from './chat-client.js';
import { QUIET } from './crew.js';
import type { Scene } from './scene.js';
import type { StockClient } from './stock-client.js';

/** A client that talks faster than the server answers says nothing more for a while, as people do. */
const UNSENT_MOST = 60;
const BURST = 15;

/**
 * Everybody talks, at a steady rate with bursts, until the signal. Resolves when what they began is done.
 *
 * @param rate messages a second of everybody together
 */
export async function talk(scene: Scene, rate: number): Promise<void> {
  const { clients, stocks } = scene.crew;
  const everyMs = (1_000 * (clients.length + stocks.length)) / rate;
  await Promise.all([
    ...clients.map((client) => chatter(scene, client, everyMs)),
    ...stocks.map((stock) => mutter(scene, stock, everyMs)),
  ]);
}

async function chatter(scene: Scene, client: ChatClient, everyMs: number): Promise<void> {
  const { random, signal } = scene;
  const begun = new Set<Promise<unknown>>();
  let count = 0;
  while (!signal.aborted) {
    await pause(everyMs * (0.5 + random.next()), signal);
    if (signal.aborted || client.chat.state.unsent > UNSENT_MOST) continue;
    const doing = actOnce(scene, client, `${client.name} ${++count}`);
    begun.add(doing);
    void doing.finally(() => begun.delete(doing));
  }
  await Promise.all(begun);
}

async function mutter({ random, signal }: Scene, stock: StockClient, everyMs: number): Promise<void> {
  for (let count = 1; !signal.aborted; count++) {
    await stock.say('general', `stock ${count} ${randomUUID()}`, signal);
    await pause(everyMs * random.next(), signal);
  }
}

async function actOnce(scene: Scene, client: ChatClient, text: string): Promise<unknown> {
  const { random } = scene;
  const roomId = roomFor(scene, client);
  const earlier = client.said.length > 0 ? random.pick(client.said.slice(-500)) : null;
  const dice = random.next();
  if (dice < 0.02) return burst(client, roomId, text);
  if (dice < 0.04) return edit(client, roomId, text);
  if (dice < 0.06) return deleteCanary(client, roomId);
  if (dice < 0.07) return trespass(scene, client);
  if (dice < 0.08) return leaveAndReturn(scene, client);
  if (!earlier) return client.say(roomId, text);
  if (dice < 0.12) return client.sendRaw(earlier.roomId, earlier.text, earlier.clientId);
  if (dice < 0.125) return client.sendRaw(earlier.roomId, `${earlier.text}, changed`, earlier.clientId);
  if (dice < 0.16) return markRead(scene, client, earlier);
  if (dice < 0.2) return sayAndRead(scene, client, roomId, text);
  if (dice < 0.3) return react(scene, client, roomId);
  return client.say(roomId, text);
}

function roomFor({ random, crew }: Scene, client: ChatClient): string {
  const rooms = [...client.rooms].filter(
    ([id, { state }]) => id !== QUIET && (id !== crew.attic.roomId || state.access.state === 'inside'),
  );
  return rooms.length > 0 ? random.pick(rooms)[0] : 'general';
}

function burst(client: ChatClient, roomId: string, text: string): Promise<unknown> {
  return Promise.all(Array.from({ length: BURST }, (_, n) => client.say(roomId, `${text} burst ${n}`)));
}

async function edit(client: ChatClient, roomId: string, text: string): Promise<void> {
  const said = await client.say(roomId, text);
  if (said) await client.amend(said, `${text}, edited`);
}

async function deleteCanary(client: ChatClient, roomId: string): Promise<void> {
  const said = await client.say(roomId, `canary-${randomUUID()}`);
  if (said) await client.amend(said, null);
}

/** Into a private room of others, and a text that is too long. */
async function trespass({ crew, random }: Scene, client: ChatClient): Promise<void> {
  const { attic } = crew;
  const isOutside = client !== attic.owner && !attic.members.includes(client);
  if (isOutside && random.chance(0.7)) await client.sendRaw(attic.roomId, `trespass ${randomUUID()}`);
  else await client.sendRaw('general', 'x'.repeat(8_001));
}

async function leaveAndReturn({ crew, random }: Scene, client: ChatClient): Promise<void> {
  const roomId = random.pick(crew.open.slice(1));
  const room = client.rooms.get(roomId);
  // A user with a message on its way there stays.
  if (!room || room.state.history.pending.length > 0) return;
  // Unanswered it may have happened all the same: either way the client comes in again.
  await room.leave().catch(() => undefined);
  await sleep(random.between(200, 2_000));
  await client.enter(roomId).catch(() => undefined);
}

async function markRead({ recorder }: Scene, client: ChatClient, { roomId, seq }: Said): Promise<void> {
  const answer = await client.chat.connection.request('mark_read', { roomId, seq }).catch(() => null);
  if (answer) recorder.history.marks.push({ userId: client.id, roomId, seq: answer.seq });
}

const EMOJI = ['👍', '❤️', '🎉'];

/** To one of the latest messages, and now and then takes it back. One wish at a time, as by one finger. */
async function react({ random }: Scene, client: ChatClient, roomId: string): Promise<void> {
  const messages = client.rooms.get(roomId)?.state.history.messages.slice(-20) ?? [];
  if (messages.length === 0 || client.isReacting) return;
  await client.react(roomId, random.pick(messages).seq, random.pick(EMOJI), random.chance(0.7));
}

/** The writer of a message looks for it at another instance at once. */
async function sayAndRead(
  { cluster, random, recorder }: Scene,
  client: ChatClient,
  roomId: string,
  text: string,
) {
  const said = await client.say(roomId, text);
  const { state } = client.chat.connection;
  const others = cluster.up.filter(({ url }) => state.state !== 'online' || url !== state.url);
  if (!said || others.length === 0) return;
  const instance = random.pick(others);
  const newest = random.chance(0.5);
  const path = `/api/chat/${roomId}/history?${newest ? 'limit=100' : `limit=1&after=${said.seq - 1}`}`;
  const response = await client.fetch(instance.url, path).catch(() => null);
  if (!response?.ok) return;
  const body = (await response.json().catch(() => null)) as { messages: Said[] } | null;
  if (!body) return;
  const oldest = body.messages[0]?.seq ?? 0;
  // A hundred newer ones since then are no fault.
  if (newest && oldest > said.seq) return;
  const found = body.messages.some(({ seq, clientId }) => seq === said.seq && clientId === said.clientId);
  recorder.history.ownReads.push({ ...said, instance: instance.id, found });
}
