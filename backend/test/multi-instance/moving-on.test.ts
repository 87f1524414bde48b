import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ParleyClient, type Room, Session } from '@parley/client';
import type { Message } from '@parley/protocol';
import { startCluster, type TestCluster, type TestInstance } from '../support/instances.js';

interface Person {
  chat: ParleyClient;
  room: Room;
}

let cluster: TestCluster;
let people: Person[];

beforeAll(async () => {
  cluster = await startCluster({ instances: 3, redis: true });
  people = await Promise.all(cluster.instances.map((instance, i) => enter(instance, `person${i}`)));
}, 60_000);
afterAll(async () => {
  for (const { chat } of people) chat.disconnect();
  await cluster.stop();
});

async function enter({ url }: TestInstance, name: string): Promise<Person> {
  const session = new Session({ url });
  await session.register(name, 'correct horse');
  const chat = new ParleyClient({ session });
  await chat.connect();
  return { chat, room: await chat.join('general') };
}

const shown = ({ room }: Person): readonly Message[] => room.state.history.messages;

/** Looks at every change of a room until the condition holds. */
function until(person: Person, condition: () => boolean, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), 20_000);
    const look = () => {
      if (!condition()) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = person.room.subscribe(look);
    look();
  });
}

test('[X6] the person of a killed instance goes on at another, and everybody shows every acknowledged message once and in order', async () => {
  const [ann, bob, eve] = people as [Person, Person, Person];
  const acknowledged: Message[] = [];
  let running = true;
  const talk = async ({ room }: Person, name: string) => {
    for (let n = 0; running; n++) acknowledged.push(await room.send(`${name} ${n}`).done);
  };
  const talking = [talk(ann, 'ann'), talk(bob, 'bob'), talk(eve, 'eve')];
  await until(ann, () => shown(ann).length > 60, 'traffic');

  const before = eve.chat.connection.state;
  await cluster.instances[2]?.kill();
  const sentByEve = () => acknowledged.filter(({ userId }) => userId === eve.chat.me.id).length;
  const atDeath = sentByEve();
  await until(ann, () => sentByEve() > atDeath + 20, 'eve to talk again');
  running = false;
  await Promise.all(talking);

  const after = eve.chat.connection.state;
  expect(before).toMatchObject({ state: 'online', url: cluster.instances[2]?.url });
  expect(after.state === 'online' && after.url).not.toBe(cluster.instances[2]?.url);

  const last = Math.max(...acknowledged.map(({ seq }) => seq));
  expect(new Set(acknowledged.map(({ seq }) => seq)).size).toBe(acknowledged.length);
  for (const person of people) {
    // One's own word stands there as soon as it is acknowledged, what was said before it may still be on its way.
    await until(person, () => shown(person).length >= last, `all ${last} messages`);
    const seqs = shown(person).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => i + 1));
    expect(person.room.state.history.pending).toEqual([]);
    expect(shown(person)).toEqual(shown(ann));
  }
  for (const message of acknowledged) expect(shown(ann)[message.seq - 1]).toEqual(message);
  // Each person's own words stand in the order they were said, none twice.
  for (const name of ['ann', 'bob', 'eve']) {
    const own = shown(ann).filter(({ message }) => message.startsWith(name));
    expect(own.map(({ message }) => message)).toEqual(own.map((_, n) => `${name} ${n}`));
  }
}, 60_000);
