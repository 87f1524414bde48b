import type { House } from '../house/house.js';
import type { Random } from '../random.js';
import type { Recorder } from '../record/recorder.js';
import { Person } from './person.js';
import { Stock } from './stock.js';

/** Nobody talks there but about what gets lost: what is lost there stays lost until somebody looks. */
export const QUIET = 'quiet';

/** Everybody in the house. */
export interface Crew {
  people: Person[];
  stocks: Stock[];
  /** Rooms anybody may enter. */
  open: string[];
  /** A private room, and whose it is. */
  attic: { roomId: string; owner: Person; members: Person[] };
}

interface Size {
  people: number;
  rooms: number;
}

/** Lets everybody in, each by another door, and gives each a few rooms. */
export async function gather(house: House, recorder: Recorder, random: Random, size: Size): Promise<Crew> {
  const open = ['general', ...Array.from({ length: size.rooms - 1 }, (_, n) => `room-${n + 1}`)];
  const doors = house.instances.flatMap(({ roads }) => [roads.people, roads.people, roads.narrow]);
  const people: Person[] = [];
  // One after the other: making a password's hash is the slowest thing there is.
  for (let n = 0; n < size.people; n++) {
    const door = doors[(n * 4) % doors.length]?.port;
    people.push(await Person.register(`http://127.0.0.1:${door}`, `person${n}`, recorder));
  }
  await Promise.all(
    people.map(async (person, n) => {
      const others = random.shuffle(open.slice(1)).slice(0, 2);
      const rooms = ['general', ...others, ...(n < 5 ? [QUIET] : [])];
      for (const roomId of rooms) await person.enter(roomId);
    }),
  );
  const attic = await openAttic(people);
  const stocks = await Promise.all(
    people.slice(-2).map((person, n) => seatStock(house, person, n, recorder)),
  );
  return { people, stocks, open, attic };
}

async function openAttic(people: readonly Person[]): Promise<Crew['attic']> {
  const [owner] = people;
  if (!owner) throw new Error('There is nobody.');
  const { id: roomId } = await owner.chat.createRoom({ kind: 'private', name: 'attic' });
  const members = people.filter((_, n) => n % 2 === 1);
  for (const { id } of members) await owner.chat.rest.invite(roomId, id);
  await Promise.all([owner, ...members].map((person) => person.enter(roomId, 'watch_room')));
  return { roomId, owner, members };
}

/** One by websocket, one by polling; each a second connection of somebody who has another client besides. */
async function seatStock(house: House, person: Person, n: number, recorder: Recorder): Promise<Stock> {
  const { url } = house.instances[n % house.instances.length] ?? { url: '' };
  const stock = await Stock.connect({
    url,
    session: await person.anotherSession(url),
    recorder,
    ear: `${person.id}/stock${n}`,
    transports: n % 2 === 0 ? ['websocket'] : ['polling'],
    returns: true,
  });
  await stock.join('general');
  return stock;
}
