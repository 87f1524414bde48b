import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ParleyClient, type Room, Session } from '@parley/client';
import type { Message } from '@parley/protocol';
import { startCluster, type TestCluster } from '../support/instances.js';

/** `ROLLING_CLIENTS=1000` shows it at full size. */
const CLIENTS = Number(process.env.ROLLING_CLIENTS ?? 150);
const IN_A_ROOM = 25;
const SAY_EVERY_MS = 20;
/** The page shows its banner only after so long without a connection. */
const BANNER_MS = 5_000;
const CAME_BACK_MS = 20_000;

interface Person {
  chat: ParleyClient;
  room: Room;
}

let cluster: TestCluster;
let people: Person[];
const saidToBeOffline: string[] = [];
const absences: { from: number; to: number }[] = [];

beforeAll(async () => {
  cluster = await startCluster({ instances: 3, redis: true, env: { RATE_LIMITS: 'off' } });
  people = [];
  for (let i = 0; i < CLIENTS; i += 10) {
    people.push(...(await Promise.all(Array.from({ length: 10 }, (_, k) => enter(i + k)))));
  }
}, 120_000);
afterAll(async () => {
  for (const { chat } of people) chat.disconnect();
  await cluster.stop();
});

async function enter(n: number): Promise<Person> {
  const session = new Session({ url: cluster.instances[n % 3]?.url ?? '' });
  await session.enterAsGuest(`guest ${n}`);
  const chat = new ParleyClient({ session });
  chat.connection.on('user_left', ({ username }) => saidToBeOffline.push(`${username} left`));
  chat.connection.on('presence', ({ changes }) => {
    for (const { username, online } of changes) if (!online) saidToBeOffline.push(`${username} is offline`);
  });
  await chat.connect();
  const room = await chat.join(`room-${n % Math.ceil(CLIENTS / IN_A_ROOM)}`);
  let lostAt: number | null = null;
  chat.connection.subscribe(() => {
    const online = chat.connection.state.state === 'online';
    if (!online) lostAt ??= Date.now();
    else if (lostAt !== null) {
      absences.push({ from: lostAt, to: Date.now() });
      lostAt = null;
    }
  });
  return { chat, room };
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + CAME_BACK_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const allOnline = () => people.every(({ chat }) => chat.connection.state.state === 'online');

test(`[X7] a rolling restart of three instances with ${CLIENTS} clients loses nothing, shows nobody offline and no banner, and spreads the returns`, async () => {
  const acknowledged: Message[] = [];
  const sends: Promise<unknown>[] = [];
  let turn = 0;
  const talk = setInterval(() => {
    const person = people[turn++ % people.length];
    if (person)
      sends.push(person.room.send(`word ${turn}`).done.then((message) => acknowledged.push(message)));
  }, SAY_EVERY_MS);
  const codes: (number | null | undefined)[] = [];
  const drains: { from: number; to: number }[] = [];
  for (const index of [0, 1, 2]) {
    const from = Date.now();
    codes.push(await cluster.instances[index]?.stop());
    drains.push({ from, to: Date.now() });
    await until(allOnline, 'everybody to be back');
    await cluster.restart(index);
  }
  clearInterval(talk);
  await Promise.all(sends);

  expect(codes).toEqual([0, 0, 0]);
  expect(saidToBeOffline).toEqual([]);
  expect(acknowledged.length).toBe(turn);

  // What each client shows is what the database has, and it has every acknowledged message once.
  const lastOf = new Map<string, number>();
  for (const { roomId, seq } of acknowledged) lastOf.set(roomId, Math.max(lastOf.get(roomId) ?? 0, seq));
  for (const { room } of people) {
    const shown = () => room.state.history.messages;
    await until(() => shown().at(-1)?.seq === lastOf.get(room.id), `all messages of ${room.id}`);
    expect(shown().map(({ seq }) => seq)).toEqual(shown().map((_, i) => i + 1));
    expect(room.state.history.pending).toEqual([]);
  }
  const stored: { room_id: string; seq: number; client_id: string }[] = await cluster.database.source.query(
    'SELECT room_id, seq, client_id FROM messages',
  );
  const bySeq = new Map(stored.map((row) => [`${row.room_id} ${row.seq}`, row.client_id]));
  expect(stored.length).toBe(acknowledged.length);
  for (const { roomId, seq, clientId } of acknowledged) expect(bySeq.get(`${roomId} ${seq}`)).toBe(clientId);

  expect(absences.length).toBeGreaterThanOrEqual(CLIENTS);
  expect(Math.max(...absences.map(({ from, to }) => to - from))).toBeLessThan(BANNER_MS);
  // A third of the clients left each instance at about a hundred a second, not in one wave.
  const expectedMs = (CLIENTS / 3 / 100) * 1_000;
  for (const { from, to } of drains) {
    const left = absences.filter((absence) => absence.from >= from && absence.from <= to).map((a) => a.from);
    expect(Math.max(...left) - Math.min(...left)).toBeGreaterThan(expectedMs * 0.7);
  }
  console.log(
    `${acknowledged.length} acknowledged, ${absences.length} returns within ${Math.max(...absences.map((a) => a.to - a.from))} ms;`,
    `stops took ${drains.map(({ from, to }) => `${to - from} ms`).join(', ')}`,
  );
}, 180_000);
