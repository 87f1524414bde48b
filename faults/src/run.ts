import { setMaxListeners } from 'node:events';
import { waitForConsumers } from './after/consumers.js';
import { converge } from './after/converge.js';
import { heal } from './after/heal.js';
import { askForUnread, probe, readReactions, searchForDeleted } from './after/probes.js';
import { type Judgement, judge } from './check/verdict.js';
import { type Crew, gather } from './clients/crew.js';
import { moderate } from './clients/moderate.js';
import { administerAttic } from './clients/room-admin.js';
import { talk } from './clients/talk.js';
import { visit } from './clients/visitor.js';
import { now, persist, sleep, until } from './clock.js';
import { Cluster } from './cluster/cluster.js';
import { FAULTS } from './faults/all.js';
import { Scheduler } from './faults/scheduler.js';
import { moduleOf } from './mutants/mutants.js';
import type { Options } from './options.js';
import { Random } from './random.js';
import { Recorder } from './record/recorder.js';
import { readTable } from './record/table.js';
import { watchPostgres } from './record/watch-postgres.js';
import type { Progress } from './report/progress.js';

/** The whole run: a cluster, its clients, the faults, the healing, and the judgement. Throws SetUpError. */
export async function run(options: Options, progress: Progress): Promise<Judgement> {
  const recorder = new Recorder();
  const { history } = recorder;
  const log = (line: string) => progress.tell(line);
  log(`Starting PostgreSQL, Redis and ${options.instances} instances ...`);
  const cluster = await Cluster.open({
    instances: options.instances,
    routing: options.routing,
    imports: options.mutant ? [moduleOf(options.mutant)] : [],
    died: (id, how) => {
      history.deaths.push(`${id}: ${how}`);
      // Its supervisor starts it again, like any other.
      void cluster.instances
        .find((instance) => instance.id === id)
        ?.start()
        .catch(() => undefined);
    },
  });
  const close = () => cluster.close();
  options.onEnd(close);
  try {
    const random = new Random(options.seed);
    const crew = await gather(cluster, recorder, random, options);
    log(
      `${crew.clients.length} clients are in; faults for ${Math.round(options.seconds)} s, seed ${options.seed}.`,
    );
    await rage(options, cluster, crew, recorder, progress);
    log('Trying everything once more, and looking for what was deleted ...');
    await probe(cluster, crew, recorder, options.patienceMs);
    await searchForDeleted(cluster, crew, recorder, options.patienceMs);
    await askForUnread(cluster, crew, recorder, options.patienceMs);
    await readReactions(cluster, crew, recorder, options.patienceMs);
    await waitForConsumers(cluster, options.patienceMs);
    const table = await cluster.postgres.with(readTable);
    for (const client of crew.clients) client.leave();
    for (const stock of crew.stocks) stock.close();
    return judge(history, table);
  } finally {
    progress.end();
    await close();
  }
}

/** People talk and faults happen until the time is over; then all is healed, and every view becomes what it should be. */
async function rage(options: Options, cluster: Cluster, crew: Crew, recorder: Recorder, progress: Progress) {
  const stop = new AbortController();
  // Everybody waits for it.
  setMaxListeners(0, stop.signal);
  const { herd, stalled, seed, rate, patienceMs } = options;
  const scene = { cluster, crew, recorder, signal: stop.signal };
  const faults = FAULTS.filter(({ name }) => options.faults.includes(name));
  const stage = { cluster, crew, recorder, random: new Random(seed + 1), herd, stalled };
  const scheduler = new Scheduler(faults, stage, (line) => progress.tell(line));
  const talking = [
    talk({ ...scene, random: new Random(seed + 2) }, rate),
    administerAttic({ ...scene, random: new Random(seed + 3) }),
    visit({ ...scene, random: new Random(seed + 4) }),
    moderate({ ...scene, random: new Random(seed + 5) }),
    watchPostgres(cluster, recorder, stop.signal),
  ];
  const end = now() + options.seconds * 1_000;
  progress.begin(end, () => ({ history: recorder.history, now: scheduler.now, up: cluster.up.length }));
  await scheduler.run(end, options.kinds);
  stop.abort();
  await heal(cluster);
  progress.end();
  progress.tell('Everything is healed; waiting for every view to be what the table says ...');
  const over = AbortSignal.timeout(patienceMs);
  recorder.history.views = await converge(cluster, crew, {
    healedAt: now(),
    finished: Promise.race([finish(crew, talking, patienceMs, over), sleep(patienceMs)]),
    patienceMs,
  });
  await scheduler.settle();
}

/** Lets clients finish what they began, and brings everybody back to where they were, until it is over. */
async function finish(
  crew: Crew,
  talking: readonly Promise<void>[],
  patienceMs: number,
  over: AbortSignal,
): Promise<void> {
  await Promise.all(talking);
  await until(() => crew.clients.every(({ online }) => online), patienceMs);
  await returnAll(crew, patienceMs, over);
  await until(() => crew.clients.every(({ chat }) => chat.state.unsent === 0), patienceMs);
}

/** Users who could not come back into a room while everything was broken do so now. */
async function returnAll({ clients, attic }: Crew, patienceMs: number, over: AbortSignal): Promise<void> {
  for (const client of clients) {
    for (const [roomId, { state }] of client.rooms) {
      if (state.access.state === 'inside') continue;
      const isAttic = roomId === attic.roomId;
      await persist(async () => {
        // To open a room closes it where it was open, and what comes next has opened it by now.
        if (over.aborted) return;
        // A removal without an answer may have been done after the client was let in again.
        if (isAttic) await attic.owner.chat.rest.invite(roomId, client.id);
        await client.enter(roomId, isAttic ? 'watch_room' : 'join_room');
      }, patienceMs).catch(() => undefined);
    }
  }
}
