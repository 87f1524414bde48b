import type { Cluster } from '../cluster/cluster.js';
import type { Random } from '../random.js';
import type { Recorder } from '../record/recorder.js';
import { ChatClient } from './chat-client.js';
import { StockClient } from './stock-client.js';

/** A room for lost messages alone: what is lost there stays lost until an instance looks. */
export const QUIET = 'quiet';

/** Everybody in the cluster. */
export interface Crew {
  clients: ChatClient[];
  stocks: StockClient[];
  /** Rooms anybody may enter. */
  open: string[];
  /** A private room, and whose it is. */
  attic: { roomId: string; owner: ChatClient; members: ChatClient[] };
}

interface Size {
  clients: number;
  rooms: number;
}

/** Lets everybody in, each by another door, and gives each a few rooms. */
export async function gather(
  cluster: Cluster,
  recorder: Recorder,
  random: Random,
  size: Size,
): Promise<Crew> {
  const open = ['general', ...Array.from({ length: size.rooms - 1 }, (_, n) => `room-${n + 1}`)];
  const doors = cluster.instances.flatMap(({ proxies }) => [
    proxies.clients,
    proxies.clients,
    proxies.narrow,
  ]);
  const clients: ChatClient[] = [];
  // One after the other: making a password's hash is the slowest thing there is.
  for (let n = 0; n < size.clients; n++) {
    const door = doors[(n * 4) % doors.length]?.port;
    clients.push(await ChatClient.register(`http://127.0.0.1:${door}`, `client${n}`, recorder));
  }
  await Promise.all(
    clients.map(async (client, n) => {
      const others = random.shuffle(open.slice(1)).slice(0, 2);
      const rooms = ['general', ...others, ...(n < 5 ? [QUIET] : [])];
      for (const roomId of rooms) await client.enter(roomId);
    }),
  );
  const attic = await openAttic(clients);
  // The last two of them never close a connection: that must not hold up an instance that stops.
  const stocks = await Promise.all(
    clients.slice(-4).map((client, n) => seatStock(cluster, client, n, recorder, n >= 2)),
  );
  return { clients, stocks, open, attic };
}

async function openAttic(clients: readonly ChatClient[]): Promise<Crew['attic']> {
  const [owner] = clients;
  if (!owner) throw new Error('There are no clients.');
  const { id: roomId } = await owner.chat.createRoom({ kind: 'private', name: 'attic' });
  const members = clients.filter((_, n) => n % 2 === 1);
  for (const { id } of members) await owner.chat.rest.invite(roomId, id);
  await Promise.all([owner, ...members].map((client) => client.enter(roomId, 'watch_room')));
  return { roomId, owner, members };
}

/** One by websocket, one by polling, and so on; each a second connection of a user who has another client besides. */
async function seatStock(
  cluster: Cluster,
  client: ChatClient,
  n: number,
  recorder: Recorder,
  neverCloses: boolean,
): Promise<StockClient> {
  const { url } = cluster.instances[n % cluster.instances.length] ?? { url: '' };
  const stock = await StockClient.connect({
    url,
    session: await client.anotherSession(url),
    recorder,
    ear: `${client.id}/stock${n}`,
    transports: n % 2 === 0 ? ['websocket'] : ['polling'],
    returns: true,
    neverCloses,
  });
  await stock.join('general');
  return stock;
}
