import { randomUUID } from 'node:crypto';
import { LIMITS } from '@parley/protocol';
import type { ChatClient } from '../clients/chat-client.js';
import { StockClient } from '../clients/stock-client.js';
import { sleep, until } from '../clock.js';
import { FaultyProxy } from '../cluster/faulty-proxy.js';
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
    const proxy = await FaultyProxy.to(Number(new URL(instance.directUrl).port));
    const roomId = `flood-${randomUUID().slice(0, 8)}`;
    const readers: StockClient[] = [];
    let ended = 0;
    /** Those who heard no heartbeat for so long that they left: this machine was too slow to try them in time. */
    let left = 0;
    for (let n = 0; n < count; n++) {
      const { session } = (crew.clients[n % crew.clients.length] ?? crew.attic.owner).chat;
      const url = `http://127.0.0.1:${proxy.port}`;
      const options = { url, session, recorder: new Recorder(), ear: 'stalled/0', returns: false };
      const reader = await StockClient.connect({ ...options, transports: ['websocket'] });
      await reader.join(roomId);
      reader.socket.on('disconnect', (reason) => {
        if (reason.startsWith('transport')) ended += 1;
        else if (reason === 'ping timeout') left += 1;
      });
      readers.push(reader);
    }
    const before = (await instance.memory()) ?? 0;
    let most = before;
    proxy.change({ stalls: true });
    const flood = new AbortController();
    let stored = 0;
    const flooding = crew.clients.slice(0, FLOODERS).map((client) =>
      pour(client, roomId, flood.signal, () => {
        stored += FILLING.length;
      }),
    );
    const measure = async () => {
      most = Math.max(most, (await instance.memory()) ?? 0);
    };
    const isFlooded = await until(() => measure().then(() => stored >= FLOOD_BYTES), FLOOD_WITHIN_MS, 250);
    flood.abort();
    await until(() => measure().then(() => false), ENDED_WITHIN_MS, 250);
    proxy.mend();
    await until(() => ended + left === count, SEEN_WITHIN_MS);
    const isTried = isFlooded && left === 0;
    if (isTried)
      recorder.history.stalls.push({ readers: count, ended, bytesBefore: before, bytesMost: most });
    for (const reader of readers) reader.close();
    proxy.close();
    await Promise.all(flooding);
    return `${count} readers at ${instance.id}${isTried ? '' : ', with too little said in time to try them'}`;
  },
};

async function pour(
  client: ChatClient,
  roomId: string,
  signal: AbortSignal,
  stored: () => void,
): Promise<void> {
  const begun: Promise<unknown>[] = [];
  await client.chat.connection.request('join_room', { roomId }).catch(() => undefined);
  await client.chat.connection.request('unwatch_room', { roomId }).catch(() => undefined);
  while (!signal.aborted) {
    const text = `${randomUUID()} ${FILLING}`;
    begun.push(client.sendRaw(roomId, text).then((seq) => seq !== null && stored()));
    await sleep(FLOOD_EVERY_MS);
  }
  await Promise.all(begun);
}
