import { randomBytes, randomUUID } from 'node:crypto';
import { QUIET } from '../clients/crew.js';
import { now, sleep, until } from '../clock.js';
import type { Heard } from '../record/history.js';
import type { Fault, Stage } from './fault.js';

/** Much longer than a lost publication may stay unnoticed. */
const SILENCE_MS = 8_000;

export const eventFaults: readonly Fault[] = [
  {
    name: 'silence',
    says: "a room's last publication gets lost, and nothing follows",
    on: 'nothing',
    async apply(stage) {
      const { cluster, crew, recorder, random } = stage;
      const clients = crew.clients.filter(({ rooms, online }) => rooms.has(QUIET) && online);
      if (clients.length < 2) return null;
      const before = new Map(clients.map((client) => [client, client.connections]));
      for (const instance of cluster.instances) instance.tell({ about: 'lose', roomId: QUIET });
      const said = await random.pick(clients).say(QUIET, `into silence ${randomUUID()}`);
      const at = now();
      const from = recorder.history.heard.length;
      const heardBy = (ear: string) => hearing(stage, ear, said?.seq ?? 0, from);
      const isComplete = () => clients.every(({ ear }) => heardBy(ear) !== null);
      if (said) await until(isComplete, SILENCE_MS);
      for (const instance of cluster.instances) instance.tell({ about: 'lose', roomId: null });
      if (!said) return null;
      // A client that lost the connection meanwhile catches up in another way.
      const stayed = clients.filter((client) => client.online && before.get(client) === client.connections);
      const listeners = stayed.map(({ ear }) => ({ ear, heardAt: heardBy(ear) }));
      recorder.history.silences.push({ roomId: QUIET, seq: said.seq, at, listeners });
      return `#${said.seq}, ${stayed.length} listeners`;
    },
  },
  {
    name: 'forge',
    says: 'garbage, forgeries and repetitions on chat_events',
    on: 'redis',
    async apply({ cluster, random }) {
      let count = 0;
      await cluster.redis.with(async (redis) => {
        const taken: Buffer[] = [];
        const ear = redis.duplicate();
        ear.on('error', () => undefined);
        ear.on('pmessageBuffer', (_pattern: Buffer, _channel: Buffer, bytes: Buffer) => taken.push(bytes));
        await ear.psubscribe('chat_events*');
        await sleep(1_000);
        ear.disconnect();
        for (const real of random.shuffle(taken).slice(0, 30)) {
          for (const bytes of [real, spoilt(real), real.subarray(0, random.between(0, real.length))]) {
            await redis.publish('chat_events', bytes);
            count += 1;
          }
        }
        for (const bytes of ['{"event":"message","data":{}}', '', '\u0000', randomBytes(2_000)]) {
          await redis.publish('chat_events', bytes);
          count += 1;
        }
      });
      return `${count} events`;
    },
  },
];

/** The same envelope with another text in it. */
function spoilt(real: Buffer): Buffer {
  const forged = Buffer.from(real);
  const at = Math.max(forged.lastIndexOf('"message":"') + 11, 0);
  forged[at] = 'X'.charCodeAt(0);
  return forged;
}

/** When this ear came to know of a message; by the message itself or by a page that has it. */
function hearing({ recorder }: Stage, ear: string, seq: number, from: number): number | null {
  // The writer may have heard it before its acknowledgement.
  const since = recorder.history.heard.slice(Math.max(0, from - 200));
  const knows = (heard: Heard) =>
    heard.ear === ear &&
    (heard.is === 'message' || heard.is === 'page') &&
    heard.roomId === QUIET &&
    heard.seq >= seq;
  return since.find(knows)?.at ?? null;
}
