import { randomUUID } from 'node:crypto';
import { Session } from '@parley/client';
import { StockClient } from '../clients/stock-client.js';
import { now, sleep, until } from '../clock.js';
import { FaultyProxy } from '../cluster/faulty-proxy.js';
import type { FaultApplied, Orphan } from '../record/history.js';
import { Recorder } from '../record/recorder.js';
import type { Fault, Stage } from './fault.js';

const OFFLINE_WITHIN_MS = 60_000;
/** What takes Redis away, and with it the leases, ends within so much more. */
const REDIS_BACK_MS = 5_000;

export const clientFaults: readonly Fault[] = [
  {
    name: 'orphan',
    says: 'kill -9 of an instance with a user on it who never comes back',
    on: 'an instance',
    async apply(stage, instance) {
      const session = new Session({ url: instance.directUrl });
      await session.enterAsGuest(`orphan ${randomUUID().slice(0, 8)}`);
      const stock = await StockClient.connect({
        url: instance.directUrl,
        session,
        recorder: new Recorder(),
        ear: 'orphan/0',
        transports: ['websocket'],
        returns: false,
      });
      await stock.join('general');
      const isSeen = await until(async () => (await isOnline(stage, stock.id)) === true, 10_000, 200);
      if (isSeen) {
        await instance.kill();
        stage.afterwards(watchOrphan(stage, stock.id, now()));
      }
      stock.close();
      await sleep(stage.random.between(200, 1_500));
      await instance.start();
      return isSeen ? instance.id : null;
    },
  },
  {
    name: 'herd',
    says: 'many clients lose their connections together and come back together',
    on: 'nothing',
    async apply({ cluster, crew, herd, recorder }) {
      const targets = cluster.up.map(({ directUrl }) => Number(new URL(directUrl).port));
      const proxies = await Promise.all(targets.map((port) => FaultyProxy.to(port)));
      const sheep = await Promise.all(
        Array.from({ length: herd }, (_, n) =>
          StockClient.connect({
            url: `http://127.0.0.1:${proxies[n % proxies.length]?.port}`,
            session: (crew.clients[n % crew.clients.length] ?? crew.attic.owner).chat.session,
            recorder: new Recorder(),
            ear: 'herd/0',
            transports: ['websocket'],
            returns: true,
          }),
        ),
      );
      const connected = () => sheep.filter(({ socket }) => socket.connected).length;
      const before = connected();
      const from = now();
      for (const proxy of proxies) proxy.reset();
      await until(() => connected() < before, 1_000, 5);
      const isBack = await until(() => connected() >= before, 60_000);
      const away = [...new Set(sheep.map((one) => one.away))].filter((why) => why !== '').join(', ');
      const detail = `${connected()} of ${before} after ${Math.round(now() - from)} ms${away && ` (${away})`}`;
      recorder.history.probes.push({ what: 'a herd comes back', ok: isBack && before > 0, detail });
      for (const one of sheep) one.close();
      for (const proxy of proxies) proxy.close();
      return detail;
    },
  },
];

/** Looks once a second whether others still see this client. */
async function watchOrphan(stage: Stage, userId: string, killedAt: number): Promise<void> {
  const wentOffline = await until(
    async () => (await isOnline(stage, userId)) === false,
    OFFLINE_WITHIN_MS,
    1_000,
  );
  const offlineAt = wentOffline ? now() : null;
  const { history } = stage.recorder;
  const end = offlineAt ?? now();
  const orphan: Orphan = {
    userId,
    killedAt,
    offlineAt,
    redisAwayMs: awayMs(history.faults, killedAt, end),
  };
  history.orphans.push(orphan);
}

function awayMs(faults: readonly FaultApplied[], from: number, to: number): number {
  const redis = faults.filter((fault) => fault.kind.startsWith('redis-') || fault.kind === 'slow');
  const overlaps = redis.map((fault) => Math.min(fault.to + REDIS_BACK_MS, to) - Math.max(fault.from, from));
  return overlaps.reduce((sum, ms) => sum + Math.max(0, ms), 0);
}

/** Undefined when it cannot be told now. */
async function isOnline({ cluster, crew, random }: Stage, userId: string): Promise<boolean | undefined> {
  const [instance] = random.shuffle(cluster.up);
  const path = '/api/rooms/general/members';
  const response = instance && (await crew.attic.owner.fetch(instance.directUrl, path).catch(() => null));
  if (!response?.ok) return undefined;
  const { members } = (await response.json()) as { members: { userId: string; online: boolean }[] };
  return members.find((member) => member.userId === userId)?.online;
}
