import { setMaxListeners } from 'node:events';
import { converge } from './after/converge.js';
import { heal } from './after/heal.js';
import { askForUnread, probe, searchForDeleted } from './after/probes.js';
import { type Judgement, judge } from './check/verdict.js';
import { now, persist, sleep, until } from './clock.js';
import { FAULTS } from './faults/all.js';
import { Scheduler } from './faults/scheduler.js';
import { House } from './house/house.js';
import type { Options } from './options.js';
import { type Crew, gather } from './people/crew.js';
import { keepHouse } from './people/landlord.js';
import { talk } from './people/talk.js';
import { visit } from './people/visitor.js';
import { moduleOf } from './planted/plants.js';
import { Random } from './random.js';
import { Recorder } from './record/recorder.js';
import { readTable } from './record/table.js';
import type { Progress } from './report/progress.js';

/** The whole run: a house, its people, the faults, the healing, and the judgement. Throws SetUpError. */
export async function run(options: Options, progress: Progress): Promise<Judgement> {
  const recorder = new Recorder();
  const { history } = recorder;
  const log = (line: string) => progress.tell(line);
  log(`Starting PostgreSQL, Redis and ${options.instances} instances ...`);
  const house = await House.open({
    instances: options.instances,
    routing: options.routing,
    imports: options.plant ? [moduleOf(options.plant)] : [],
    died: (id, how) => {
      history.deaths.push(`${id}: ${how}`);
      // Its supervisor starts it again, like any other.
      void house.instances
        .find((instance) => instance.id === id)
        ?.start()
        .catch(() => undefined);
    },
  });
  const close = () => house.close();
  options.onEnd(close);
  try {
    const random = new Random(options.seed);
    const crew = await gather(house, recorder, random, options);
    log(
      `${crew.people.length} people are in; faults for ${Math.round(options.seconds)} s, seed ${options.seed}.`,
    );
    await rage(options, house, crew, recorder, progress);
    log('Trying everything once more, and looking for what was deleted ...');
    await probe(house, crew, recorder, options.patienceMs);
    await searchForDeleted(house, crew, recorder);
    await askForUnread(house, crew, recorder);
    const table = await house.postgres.with(readTable);
    for (const person of crew.people) person.leave();
    for (const stock of crew.stocks) stock.close();
    return judge(history, table);
  } finally {
    progress.end();
    await close();
  }
}

/** People talk and faults happen until the time is over; then all is healed, and every view becomes what it should be. */
async function rage(options: Options, house: House, crew: Crew, recorder: Recorder, progress: Progress) {
  const stop = new AbortController();
  // Everybody waits for it.
  setMaxListeners(0, stop.signal);
  const { herd, stalled, seed, rate, patienceMs } = options;
  const scene = { house, crew, recorder, signal: stop.signal };
  const faults = FAULTS.filter(({ name }) => options.faults.includes(name));
  const stage = { house, crew, recorder, random: new Random(seed + 1), herd, stalled };
  const scheduler = new Scheduler(faults, stage, (line) => progress.tell(line));
  const talking = [
    talk({ ...scene, random: new Random(seed + 2) }, rate),
    keepHouse({ ...scene, random: new Random(seed + 3) }),
    visit({ ...scene, random: new Random(seed + 4) }),
  ];
  const end = now() + options.seconds * 1_000;
  progress.begin(end, () => ({ history: recorder.history, now: scheduler.now, up: house.up.length }));
  await scheduler.run(end);
  stop.abort();
  await heal(house);
  progress.end();
  progress.tell('Everything is healed; waiting for every view to be what the table says ...');
  recorder.history.views = await converge(house, crew, {
    healedAt: now(),
    finished: Promise.race([finish(crew, talking, patienceMs), sleep(patienceMs)]),
    patienceMs,
  });
  await scheduler.settle();
}

/** Lets people finish what they began, and brings everybody back to where they were. */
async function finish(crew: Crew, talking: readonly Promise<void>[], patienceMs: number): Promise<void> {
  await Promise.all(talking);
  await until(() => crew.people.every(({ online }) => online), patienceMs);
  await returnAll(crew, patienceMs);
  await until(() => crew.people.every(({ chat }) => chat.state.unsent === 0), patienceMs);
}

/** Whoever could not come back into a room while everything was broken does so now. */
async function returnAll({ people, attic }: Crew, patienceMs: number): Promise<void> {
  for (const person of people) {
    for (const [roomId, { state }] of person.rooms) {
      if (state.access.state === 'inside') continue;
      const isAttic = roomId === attic.roomId;
      await persist(async () => {
        // A removal that nobody answered may have been done after the person was let in again.
        if (isAttic) await attic.owner.chat.rest.invite(roomId, person.id);
        await person.enter(roomId, isAttic ? 'watch_room' : 'join_room');
      }, patienceMs).catch(() => undefined);
    }
  }
}
