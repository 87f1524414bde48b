import type { Patience } from '../clock.js';
import type { Environment } from '../environment/environment.js';
import type { Buckets } from '../measure/histogram.js';
import type { Seat } from '../target/dialect.js';
import type { Count, Entering, Reckoning, Returned, Said, Talk } from './orders.js';
import { Worker } from './worker.js';

/** The processes that talk and listen: one for all who talk, so that nothing they hear delays them, and others. */
export class Load {
  private constructor(
    private readonly speakers: Worker,
    private readonly hearers: readonly Worker[],
  ) {}

  static async start(environment: Environment): Promise<Load> {
    const workers = Array.from({ length: environment.cores.receivers + 1 }, () => Worker.start(environment));
    const [speakers, ...hearers] = await Promise.all(workers);
    if (!speakers) throw new Error('A load without processes.');
    return new Load(speakers, hearers);
  }

  get pids(): number[] {
    return this.all.map(({ pid }) => pid);
  }

  /** Brings everybody in, so many at a time. They stay. */
  async enter(
    target: string,
    seats: readonly Seat[],
    options: { probeEvery: number; atOnce: number },
  ): Promise<Entering> {
    const hearing = seats.filter(({ role }) => role === 'hears');
    const talking = seats.filter(({ role }) => role === 'says');
    const heard = await Promise.all(
      this.hearers.map((worker, n) =>
        worker.ask('enter', {
          target,
          seats: hearing.filter((_, at) => at % this.hearers.length === n),
          probeEvery: options.probeEvery,
          atOnce: Math.ceil(options.atOnce / this.hearers.length),
        }),
      ),
    );
    const said = await this.speakers.ask('enter', {
      target,
      seats: talking,
      // Those who talk have enough to do.
      probeEvery: Number.MAX_SAFE_INTEGER,
      atOnce: options.atOnce,
    });
    return [...heard, said].reduce((one, other) => ({
      entered: one.entered + other.entered,
      failed: add(one.failed, other.failed),
      times: [...one.times, ...other.times],
    }));
  }

  async talk(talk: Talk): Promise<void> {
    await this.speakers.ask('talk', talk);
  }

  hush(patience: Patience): Promise<Said> {
    return this.speakers.ask('hush', { patience });
  }

  async measure(from: number, until: number): Promise<Count> {
    const counts = await Promise.all(this.all.map((worker) => worker.ask('measure', { from, until })));
    return counts.reduce((one, other) => ({
      deliveries: one.deliveries + other.deliveries,
      bytes: one.bytes + other.bytes,
      said: one.said + other.said,
      taken: one.taken + other.taken,
      refused: one.refused + other.refused,
      ms: Math.max(one.ms, other.ms),
      late: [...one.late, ...other.late],
    }));
  }

  async reckon({ taken, untaken }: Pick<Said, 'taken' | 'untaken'>, patience: Patience): Promise<Reckoning> {
    const all = await Promise.all(
      this.all.map((worker) => worker.ask('reckon', { taken, untaken, patience })),
    );
    const total = (kind: Exclude<keyof Reckoning, 'closed' | 'latency' | 'answer'>) =>
      all.reduce((sum, one) => sum + one[kind], 0);
    return {
      lost: total('lost'),
      surplus: total('surplus'),
      doubled: total('doubled'),
      reordered: total('reordered'),
      missing: total('missing'),
      connections: total('connections'),
      probes: total('probes'),
      closed: all.map(({ closed }) => closed).reduce(add),
      latency: all.flatMap<Buckets[number]>(({ latency }) => latency),
      answer: all.flatMap<Buckets[number]>(({ answer }) => answer),
    };
  }

  /** These many of those who hear read nothing any more. */
  async stall(count: number): Promise<void> {
    const share = Math.ceil(count / this.hearers.length);
    await Promise.all(this.hearers.map((worker) => worker.ask('stall', { count: share })));
  }

  /** Brings in clients who will come back when their instance dies. */
  async gather(seats: readonly Seat[], atOnce: number): Promise<void> {
    const share = (n: number) => seats.filter((_, at) => at % this.hearers.length === n);
    await Promise.all(this.hearers.map((worker, n) => worker.ask('gather', { seats: share(n), atOnce })));
  }

  async comeBack(port: number, patienceMs: number): Promise<void> {
    await Promise.all(this.hearers.map((worker) => worker.ask('comeBack', { port, patienceMs })));
  }

  async account(taken: Record<string, number>, patience: Patience): Promise<Returned> {
    const all = await Promise.all(this.hearers.map((worker) => worker.ask('account', { taken, patience })));
    return all.reduce((one, other) => ({
      returned: one.returned + other.returned,
      reloaded: one.reloaded + other.reloaded,
      lost: one.lost + other.lost,
      reordered: one.reordered + other.reordered,
      sinceDial: [...one.sinceDial, ...other.sinceDial],
      sinceOpen: [...one.sinceOpen, ...other.sinceOpen],
    }));
  }

  async leave(): Promise<void> {
    await Promise.all(this.all.map((worker) => worker.ask('leave', {})));
  }

  end(): void {
    for (const worker of this.all) worker.end();
  }

  private get all(): Worker[] {
    return [this.speakers, ...this.hearers];
  }
}

function add(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum = { ...one };
  for (const [key, count] of Object.entries(other)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}
