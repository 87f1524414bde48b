import { randomUUID } from 'node:crypto';
import { LIMITS } from '@parley/protocol';
import { sleep, until } from '../clock.js';
import { Road } from '../house/road.js';
import type { Person } from '../people/person.js';
import { Stock } from '../people/stock.js';
import { Recorder } from '../record/recorder.js';
import type { Fault } from './fault.js';

/** More than the networks on the way take for a reader who does not: the rest piles up in the instance. */
const FLOOD_BYTES = 20 * 1024 * 1024;
/** How long that may take. Later a missing heartbeat would end the readers. */
const FLOOD_WITHIN_MS = 32_000;
/** An instance has some patience with what piles up. */
const ENDED_WITHIN_MS = LIMITS.unreadMs + 2_000;
/** Once they read again, they see that they were ended, behind the ten MiB that each had on the way. */
const SEEN_WITHIN_MS = 25_000;
/** Nearly the longest text there may be: the quickest way to pile up what is unread. */
const FILLING = 'x'.repeat(7_900);
const FLOOD_EVERY_MS = 20;
const FLOODERS = 3;

export const stalled: Fault = {
  name: 'stalled',
  says: 'readers that stop reading, while much is said',
  on: 'an instance',
  async apply({ crew, recorder, stalled: count }, instance) {
    const road = await Road.to(Number(new URL(instance.directUrl).port));
    const roomId = `flood-${randomUUID().slice(0, 8)}`;
    const readers: Stock[] = [];
    let ended = 0;
    for (let n = 0; n < count; n++) {
      const { session } = (crew.people[n % crew.people.length] ?? crew.attic.owner).chat;
      const url = `http://127.0.0.1:${road.port}`;
      const options = { url, session, recorder: new Recorder(), ear: 'stalled/0', returns: false };
      const reader = await Stock.connect({ ...options, transports: ['websocket'] });
      await reader.join(roomId);
      // Not those that gave up by themselves.
      reader.socket.on('disconnect', (reason) => {
        if (reason.startsWith('transport')) ended += 1;
      });
      readers.push(reader);
    }
    const before = (await instance.memory()) ?? 0;
    let most = before;
    road.change({ stalls: true });
    const flood = new AbortController();
    let stored = 0;
    const flooding = crew.people.slice(0, FLOODERS).map((person) =>
      pour(person, roomId, flood.signal, () => {
        stored += FILLING.length;
      }),
    );
    const measure = async () => {
      most = Math.max(most, (await instance.memory()) ?? 0);
    };
    const isFlooded = await until(() => measure().then(() => stored >= FLOOD_BYTES), FLOOD_WITHIN_MS, 250);
    flood.abort();
    await until(() => measure().then(() => false), ENDED_WITHIN_MS, 250);
    road.mend();
    await until(() => ended === count, SEEN_WITHIN_MS);
    if (isFlooded)
      recorder.history.stalls.push({ readers: count, ended, bytesBefore: before, bytesMost: most });
    for (const reader of readers) reader.close();
    road.close();
    await Promise.all(flooding);
    return `${count} readers at ${instance.id}${isFlooded ? '' : ', with too little said to try them'}`;
  },
};

async function pour(person: Person, roomId: string, signal: AbortSignal, stored: () => void): Promise<void> {
  const begun: Promise<unknown>[] = [];
  await person.chat.connection.ask('join_room', { roomId }).catch(() => undefined);
  await person.chat.connection.ask('unwatch_room', { roomId }).catch(() => undefined);
  while (!signal.aborted) {
    const text = `${randomUUID()} ${FILLING}`;
    begun.push(person.sendRaw(roomId, text).then((seq) => seq !== null && stored()));
    await sleep(FLOOD_EVERY_MS);
  }
  await Promise.all(begun);
}
