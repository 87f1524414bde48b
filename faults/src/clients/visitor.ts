import { now, pause, sleep, until } from '../clock.js';
import type { Recorder } from '../record/recorder.js';
import type { Scene } from './scene.js';
import { StockClient } from './stock-client.js';

const QUIET_WITHIN_MS = 5_000;
/** While something is wrong: news of the end may have got lost, and the instance's own look comes by later. */
const TROUBLED_WITHIN_MS = 60_000;
/** At most so many a minute: signing in is limited. */
const EVERY_MS = [4_000, 9_000] as const;

/** From time to time a user signs in elsewhere, listens, and ends that session while its connection is open. */
export async function visit(scene: Scene): Promise<void> {
  const { random, signal } = scene;
  const watched: Promise<void>[] = [];
  for (let n = 0; !signal.aborted; n++) {
    await pause(random.between(...EVERY_MS), signal);
    if (!signal.aborted) watched.push(comeAndGo(scene, n).catch(() => undefined));
  }
  await Promise.all(watched);
}

async function comeAndGo({ cluster, crew, recorder, random }: Scene, n: number): Promise<void> {
  const client = random.pick(crew.clients);
  const [here, there] = random.shuffle(cluster.up);
  if (!here) return;
  const session = await client.anotherSession(here.url);
  const ear = `${client.id}/visit${n}`;
  const transports: ('websocket' | 'polling')[] = [random.chance(0.5) ? 'websocket' : 'polling'];
  const stock = await StockClient.connect({
    url: here.url,
    session,
    recorder,
    ear,
    transports,
    returns: false,
  });
  try {
    if (!(await stock.join('general'))) return;
    await sleep(500);
    const token = await session.accessToken();
    const ended = await fetch(`${(there ?? here).url}/api/auth/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(8_000),
    });
    if (ended.status === 204) await watch(stock, ear, recorder);
  } finally {
    stock.close();
  }
}

async function watch(stock: StockClient, ear: string, recorder: Recorder): Promise<void> {
  const at = now();
  let servedAt: number | null = null;
  const isClosed = () => !stock.socket.connected;
  const closed = await until(
    async () => {
      if (isClosed()) return true;
      const reply = await stock.ask('mark_read', { roomId: 'general', seq: 0 });
      if (reply?.ok) servedAt = now();
      return isClosed();
    },
    TROUBLED_WITHIN_MS,
    200,
  );
  const closedAt = closed ? now() : null;
  const end = closedAt ?? now();
  const troubled = recorder.history.faults.some(({ from, to }) => from <= end && to >= at - 1_000);
  recorder.history.revocations.push({
    ...{ ear, at, closedAt, servedAt },
    allowedMs: troubled ? TROUBLED_WITHIN_MS : QUIET_WITHIN_MS,
    lastHeardAt: recorder.lastHeardBy(ear),
  });
}
