import { now, type Patience, settle, sleepUntil } from '../clock.js';
import { Histogram } from '../measure/histogram.js';
import type { Dialect } from '../target/dialect.js';
import { targetOf } from '../target/targets.js';
import type { Faults } from './ledger.js';
import { Member } from './member.js';
import type { Count, Entering, OrderName, Orders, Reckoning, Said, Talk } from './orders.js';
import { Returners } from './returners.js';
import { Speaker, type Stopwatch } from './speaker.js';

const ENTER_WITHIN_MS = 30_000;
const TICK_MS = 1;

/** All connections of one process of the load. */
export class Crowd {
  private members: Member[] = [];
  private speakers: Speaker[] = [];
  private readonly bySeat = new Map<Member, Speaker>();
  private watch: (Stopwatch & { latency: Histogram }) | null = null;
  private ticking: NodeJS.Timeout | null = null;
  private dialect: Dialect | null = null;
  private readonly returners = new Returners();

  readonly does: { [N in OrderName]: (order: Orders[N]['order']) => Promise<Orders[N]['answer']> } = {
    enter: (order) => this.enter(order),
    talk: (talk) => this.talk(talk),
    hush: (order) => this.hush(order),
    measure: (order) => this.measure(order),
    reckon: (order) => this.reckon(order),
    stall: async ({ count }) => this.stall(count),
    gather: (order) => this.returners.gather(order),
    comeBack: (order) => this.returners.comeBack(order),
    account: (order) => this.returners.account(order),
    leave: async () => this.leave(),
  };

  private async enter({ target, seats, probeEvery, atOnce }: Orders['enter']['order']): Promise<Entering> {
    const { dialect } = targetOf(target);
    this.dialect = dialect;
    const times = new Histogram();
    const failed = new Map<string, number>();
    let next = 0;
    let entered = 0;
    const bring = async () => {
      for (let seat = seats[next++]; seat; seat = seats[next++]) {
        const probe = (this.members.length + 1) % probeEvery === 0;
        const member: Member = new Member(seat, dialect, probe, {
          delivered: (mark) => {
            const { watch } = this;
            if (watch && mark.due >= watch.from && mark.due < watch.until)
              watch.latency.add(now() - mark.due);
          },
          answered: (answer) => this.bySeat.get(member)?.answered(answer),
        });
        this.members.push(member);
        try {
          times.add(await member.enter(ENTER_WITHIN_MS));
          entered += 1;
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          failed.set(why, (failed.get(why) ?? 0) + 1);
          member.wire.close();
          this.members = this.members.filter((other) => other !== member);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, seats.length) }, bring));
    return { entered, failed: Object.fromEntries(failed), times: times.buckets() };
  }

  private async talk(talk: Talk): Promise<null> {
    const { dialect } = this;
    if (!dialect) throw new Error('There are no members to talk.');
    const members = this.members.filter(({ seat }) => seat.role === 'says');
    // They go on counting where they stopped.
    for (const speaker of this.speakers) speaker.begin(talk);
    for (const [n, member] of members.entries()) {
      if (this.bySeat.has(member)) continue;
      const speaker = new Speaker(n, member, dialect, talk, () => this.watch, n / members.length);
      this.bySeat.set(member, speaker);
      this.speakers.push(speaker);
    }
    this.ticking = setInterval(() => {
      for (const speaker of this.speakers) speaker.tick();
    }, TICK_MS);
    return null;
  }

  private async hush({ patience }: { patience: Patience }): Promise<Said> {
    if (this.ticking) clearInterval(this.ticking);
    this.ticking = null;
    const unanswered = () => sum(this.speakers, (speaker) => speaker.unanswered);
    await settle(unanswered, patience);
    return {
      taken: together(this.speakers.map(({ taken }) => taken)),
      untaken: together(this.speakers.map(({ untaken }) => untaken)),
      refused: together(this.speakers.map(({ refused }) => refused)),
      unanswered: unanswered(),
    };
  }

  private async measure({ from, until }: { from: number; until: number }): Promise<Count> {
    const watch = { from, until, answer: new Histogram(), late: new Histogram(), latency: new Histogram() };
    this.watch = watch;
    await sleepUntil(from);
    const before = this.counts();
    await sleepUntil(until);
    const after = this.counts();
    const { at, ...counts } = Object.fromEntries(
      Object.entries(after).map(([name, value]) => [
        name,
        value - (before[name as keyof typeof before] ?? 0),
      ]),
    ) as ReturnType<Crowd['counts']>;
    return { ...counts, ms: at, late: watch.late.buckets() };
  }

  private counts() {
    return {
      at: now(),
      deliveries: sum(this.members, ({ wire }) => wire.reader.deliveries),
      bytes: sum(this.members, ({ wire }) => wire.reader.bytes),
      said: sum(this.speakers, ({ said }) => said),
      taken: sum(this.speakers, ({ taken }) => sum([...taken.values()], (n) => n)),
      refused: sum(this.speakers, ({ refused }) => sum([...refused.values()], (n) => n)),
    };
  }

  private async reckon({ taken, untaken, patience }: Orders['reckon']['order']): Promise<Reckoning> {
    const standing = () => this.members.filter(({ lost, stalled }) => lost === null && !stalled);
    const missing = (member: Member) =>
      this.isDelivered(member)
        ? sum(member.seat.rooms, (room) => taken[room] ?? 0) - member.wire.reader.deliveries
        : 0;
    await settle(() => sum(standing(), (member) => Math.max(0, missing(member))), patience);
    const wrong = standing().map(missing);
    const probes = this.members.flatMap(({ ledger }) => ledger ?? []);
    const found = probes.map((ledger) => ledger.faults(untaken));
    const faults = (kind: keyof Faults) => sum(found, (one) => one[kind]);
    const closed = new Map<string, number>();
    for (const { lost } of this.members) if (lost !== null) closed.set(lost, (closed.get(lost) ?? 0) + 1);
    return {
      lost: sum(wrong, (n) => Math.max(0, n)),
      surplus: sum(wrong, (n) => Math.max(0, -n)),
      doubled: faults('doubled'),
      reordered: faults('reordered'),
      missing: faults('missing'),
      closed: Object.fromEntries(closed),
      connections: this.members.length,
      probes: probes.length,
      latency: this.watch?.latency.buckets() ?? [],
      answer: this.watch?.answer.buckets() ?? [],
    };
  }

  private isDelivered({ seat }: Member): boolean {
    return seat.role === 'hears' || this.dialect?.echoes === true;
  }

  private stall(count: number): null {
    const hearing = this.members.filter(({ seat }) => seat.role === 'hears');
    for (const member of hearing.slice(-count)) {
      member.stalled = true;
      member.wire.pause();
    }
    return null;
  }

  private leave(): null {
    if (this.ticking) clearInterval(this.ticking);
    this.ticking = null;
    this.returners.leave();
    for (const { wire } of this.members) wire.close();
    this.members = [];
    this.speakers = [];
    this.bySeat.clear();
    this.watch = null;
    return null;
  }
}

function sum<T>(all: readonly T[], value: (one: T) => number): number {
  return all.reduce((total, one) => total + value(one), 0);
}

function together(all: readonly Map<string, number>[]): Record<string, number> {
  const result: Record<string, number> = {};
  for (const [key, count] of all.flatMap((one) => [...one])) result[key] = (result[key] ?? 0) + count;
  return result;
}
