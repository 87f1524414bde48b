import { LIMITS } from '@parley/protocol';
import { now } from '../clock.js';
import { makePast, type PastRoom } from '../history/past.js';
import { type Page, type Reader, restReader, socketReader } from '../history/reader.js';
import { Histogram } from '../measure/histogram.js';
import { Meter } from '../measure/meter.js';
import { perCpuSecond } from '../measure/processes.js';
import { parley } from '../target/parley.js';
import type { Running } from '../target/target.js';
import { known, withServers } from './cells.js';
import type { Scenario, Stage } from './scenario.js';

/** How many read at the same time, each one page after another: what a page takes by itself, and how many there can be. */
const READERS = [1, 4] as const;
const MOST_READERS = Math.max(...READERS);
/** A server that has just begun compiles what it does often: so many times the usual, for one reader alone does little. */
const WARM_UP = 4;
/** The rooms whose newest page is asked for again and again, with a watcher. */
const HOT_ROOMS = 20;
/** Neighbouring numbers end up far from each other. */
const STRIDE = 7_919;

/**
 * What is asked for: the newest page of a watched room, a page of a room that was not opened for long, most of which are small,
 * or a page deep in a large one. Of the latter two none was asked for before.
 */
const KINDS = {
  hot: (rooms: readonly PastRoom[], n: number): Page => ({ room: rooms[n % HOT_ROOMS]?.id ?? '' }),
  cold: (rooms: readonly PastRoom[], n: number): Page => {
    const large = rooms.filter(({ size }) => size >= 100);
    const { id, size } = large[(n * STRIDE) % large.length] ?? { id: '', size: 0 };
    return { room: id, before: 51 + ((n * STRIDE) % (size - 50)) };
  },
  deep: (rooms: readonly PastRoom[], n: number): Page => {
    const large = rooms.filter(({ size }) => size >= 2_000);
    const { id, size } = large[(n * STRIDE) % large.length] ?? { id: '', size: 0 };
    // Not among the newest, which are kept at hand.
    return { room: id, before: 51 + ((n * STRIDE) % (size - 50 - LIMITS.hotHistory)) };
  },
} as const;

/** Pages of 50, by REST and on sockets, of a table of --rows messages. */
export const history: Scenario = {
  name: 'history',
  says: 'pages of 50 of a long past, one after another by each reader',
  compares: 'pagesPerCpu',
  shows: ['pages', 'pageP50', 'pageP99', 'cpu', 'postgresCpu', 'redisCpu'],
  async run(stage) {
    // Pages are made by hand for a table of ours: the others have none like it.
    if (!stage.targets.includes(parley)) return;
    for (let round = 1; round <= stage.options.rounds; round++) {
      for (const by of ['REST', 'socket'] as const) {
        for (const kind of ['hot', 'cold', 'deep'] as const) {
          for (const count of READERS) await readPages(stage, { by, kind, count }, round);
        }
      }
    }
  },
};

interface Reading {
  by: 'REST' | 'socket';
  kind: keyof typeof KINDS;
  /** Readers. */
  count: number;
}

function readPages(stage: Stage, { by, kind, count }: Reading, round: number): Promise<void> {
  const { environment, load, options } = stage;
  const readersAtWork = count === 1 ? '1 reader' : `${count} readers`;
  const variant = `${kind}, ${by}, ${readersAtWork}, ${options.rows.toLocaleString('en-US')} rows`;
  const situation = { scenario: 'history', variant, round, instances: 1 };
  return withServers(stage, parley, situation, async (running) => {
    const rooms = await makePast(environment, 'parley', options.rows, stage.tell);
    stage.tell(`history: ${variant}`);
    const { readers, watcher } = await openReaders(running, rooms, by);
    try {
      await readFor(WARM_UP * options.warmUpMs, readers, (n) => KINDS[kind](rooms, n));
      const end = await new Meter(environment, running, load).begin();
      // Not those that were read to get warm.
      const another = (n: number) => KINDS[kind](rooms, n + 1_000_003);
      const { times, wrong } = await readFor(options.seconds * 1_000, readers.slice(0, count), another);
      const { cpu, seconds } = await end();
      const percent = (role: keyof typeof cpu) => (cpu[role] / seconds) * 100;
      stage.keep({
        ...{ ...situation, target: parley.name, keeps: parley.keeps },
        figures: {
          pages: times.count / seconds,
          ...known({
            pagesPerCpu: perCpuSecond(times.count, cpu.server),
            pageP50: times.quantile(0.5),
            pageP99: times.quantile(0.99),
          }),
          cpu: percent('server'),
          redisCpu: percent('redis'),
          postgresCpu: percent('postgres'),
        },
        checks: { lost: wrong },
        doubts: [],
        notes: [],
      });
    } finally {
      for (const reader of [...readers, watcher]) reader.close();
    }
  });
}

async function openReaders({ ports, admit }: Running, rooms: readonly PastRoom[], by: Reading['by']) {
  const [port = 0] = ports;
  const [token = '', ...tokens] = await admit(MOST_READERS + 1);
  const watcher = await socketReader(
    port,
    token,
    rooms.slice(0, HOT_ROOMS).map(({ id }) => id),
  );
  const open = (mine: string) => (by === 'REST' ? restReader(port, mine) : socketReader(port, mine, []));
  return { readers: await Promise.all(tokens.map(open)), watcher };
}

/** Each reader asks for the next page when it has one. `wrong`: those that were not the 50 messages they should be. */
async function readFor(
  ms: number,
  readers: readonly Reader[],
  pageOf: (n: number) => Page,
): Promise<{ times: Histogram; wrong: number }> {
  const times = new Histogram();
  const until = now() + ms;
  let wrong = 0;
  let next = 0;
  const readOn = async (reader: Reader) => {
    while (now() < until) {
      const page = pageOf(next++);
      const asked = now();
      const text = await reader.read(page);
      times.add(now() - asked);
      if (!isRight(text, page)) wrong++;
    }
  };
  await Promise.all(readers.map(readOn));
  return { times, wrong };
}

function isRight(text: string, { room, before }: Page): boolean {
  const seqs = [...text.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq));
  const ascends = seqs.every((seq, n) => n === 0 || seq === (seqs[n - 1] ?? 0) + 1);
  const ends = before === undefined || seqs.at(-1) === before - 1;
  return seqs.length === 50 && ascends && ends && text.includes(`"roomId":"${room}"`);
}
