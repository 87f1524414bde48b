import { randomUUID } from 'node:crypto';
import { pause, sleep } from '../clock.js';
import { QUIET } from './crew.js';
import type { Person, Said } from './person.js';
import type { Scene } from './scene.js';
import type { Stock } from './stock.js';

/** Who talks faster than the server answers says nothing more for a while, as people do. */
const UNSENT_MOST = 60;
const BURST = 15;

/**
 * Everybody talks, at a steady rate with bursts, until the signal. Resolves when what they began is done.
 *
 * @param rate messages a second of everybody together
 */
export async function talk(scene: Scene, rate: number): Promise<void> {
  const { people, stocks } = scene.crew;
  const everyMs = (1_000 * (people.length + stocks.length)) / rate;
  await Promise.all([
    ...people.map((person) => chatter(scene, person, everyMs)),
    ...stocks.map((stock) => mutter(scene, stock, everyMs)),
  ]);
}

async function chatter(scene: Scene, person: Person, everyMs: number): Promise<void> {
  const { random, signal } = scene;
  const begun = new Set<Promise<unknown>>();
  let count = 0;
  while (!signal.aborted) {
    await pause(everyMs * (0.5 + random.next()), signal);
    if (signal.aborted || person.chat.state.unsent > UNSENT_MOST) continue;
    const doing = actOnce(scene, person, `${person.name} ${++count}`);
    begun.add(doing);
    void doing.finally(() => begun.delete(doing));
  }
  await Promise.all(begun);
}

async function mutter({ random, signal }: Scene, stock: Stock, everyMs: number): Promise<void> {
  for (let count = 1; !signal.aborted; count++) {
    await stock.say('general', `stock ${count} ${randomUUID()}`, signal);
    await pause(everyMs * random.next(), signal);
  }
}

async function actOnce(scene: Scene, person: Person, text: string): Promise<unknown> {
  const { random } = scene;
  const roomId = roomFor(scene, person);
  const earlier = person.said.length > 0 ? random.pick(person.said.slice(-500)) : null;
  const dice = random.next();
  if (dice < 0.02) return burst(person, roomId, text);
  if (dice < 0.04) return edit(person, roomId, text);
  if (dice < 0.06) return deleteCanary(person, roomId);
  if (dice < 0.07) return trespass(scene, person);
  if (dice < 0.08) return leaveAndReturn(scene, person);
  if (!earlier) return person.say(roomId, text);
  if (dice < 0.12) return person.sendRaw(earlier.roomId, earlier.text, earlier.clientId);
  if (dice < 0.125) return person.sendRaw(earlier.roomId, `${earlier.text}, changed`, earlier.clientId);
  if (dice < 0.16) return markRead(scene, person, earlier);
  if (dice < 0.2) return sayAndRead(scene, person, roomId, text);
  return person.say(roomId, text);
}

function roomFor({ random, crew }: Scene, person: Person): string {
  const rooms = [...person.rooms].filter(
    ([id, { state }]) => id !== QUIET && (id !== crew.attic.roomId || state.access.state === 'inside'),
  );
  return rooms.length > 0 ? random.pick(rooms)[0] : 'general';
}

function burst(person: Person, roomId: string, text: string): Promise<unknown> {
  return Promise.all(Array.from({ length: BURST }, (_, n) => person.say(roomId, `${text} burst ${n}`)));
}

async function edit(person: Person, roomId: string, text: string): Promise<void> {
  const said = await person.say(roomId, text);
  if (said) await person.amend(said, `${text}, edited`);
}

async function deleteCanary(person: Person, roomId: string): Promise<void> {
  const said = await person.say(roomId, `canary-${randomUUID()}`);
  if (said) await person.amend(said, null);
}

/** Into a private room of others, and a text that is too long. */
async function trespass({ crew, random }: Scene, person: Person): Promise<void> {
  const { attic } = crew;
  const isOutside = person !== attic.owner && !attic.members.includes(person);
  if (isOutside && random.chance(0.7)) await person.sendRaw(attic.roomId, `trespass ${randomUUID()}`);
  else await person.sendRaw('general', 'x'.repeat(8_001));
}

async function leaveAndReturn({ crew, random }: Scene, person: Person): Promise<void> {
  const roomId = random.pick(crew.open.slice(1));
  const room = person.rooms.get(roomId);
  // Somebody who has something on its way there stays.
  if (!room || room.state.history.pending.length > 0) return;
  // Unanswered it may have happened all the same: either way the person comes in again.
  await room.leave().catch(() => undefined);
  await sleep(random.between(200, 2_000));
  await person.enter(roomId).catch(() => undefined);
}

async function markRead({ recorder }: Scene, person: Person, { roomId, seq }: Said): Promise<void> {
  const answer = await person.chat.connection.ask('mark_read', { roomId, seq }).catch(() => null);
  if (answer) recorder.history.marks.push({ personId: person.id, roomId, seq: answer.seq });
}

/** The writer of a message looks for it at another instance at once. */
async function sayAndRead({ house, random, recorder }: Scene, person: Person, roomId: string, text: string) {
  const said = await person.say(roomId, text);
  const { state } = person.chat.connection;
  const others = house.up.filter(({ url }) => state.state !== 'online' || url !== state.url);
  if (!said || others.length === 0) return;
  const instance = random.pick(others);
  const newest = random.chance(0.5);
  const path = `/api/chat/${roomId}/history?${newest ? 'limit=100' : `limit=1&after=${said.seq - 1}`}`;
  const response = await person.fetch(instance.url, path).catch(() => null);
  if (!response?.ok) return;
  const body = (await response.json().catch(() => null)) as { messages: Said[] } | null;
  if (!body) return;
  const oldest = body.messages[0]?.seq ?? 0;
  // A hundred newer ones since then are no fault.
  if (newest && oldest > said.seq) return;
  const found = body.messages.some(({ seq, clientId }) => seq === said.seq && clientId === said.clientId);
  recorder.history.ownReads.push({ ...said, instance: instance.id, found });
}
