import { type ChangeEventName, changeKinds, type PageEffect } from '@parley/protocol';
import { within } from '../../concurrency/within.js';
import { errorLine } from '../../errors/loggable-error.js';
import { isUnavailable } from '../../errors/unavailable.js';
import type { RoomChanges } from '../changes/room-changes.js';
import type { Backlog, ChangePart, ConsumerQueue, WaitingRoom } from '../stores/consumer-queue.js';
import type { Consumer } from './consumer.js';
import { type Step, singleSteps, wholeStep } from './steps.js';

export interface Pace {
  /** How often an instance looks for work, or whether another still works, ms. */
  sweepMs: number;
  /** What is heard on the bus is gathered for so long, ms. */
  gatherMs: number;
  /** How long an instance that says nothing keeps the work, ms. */
  leaseMs: number;
  /** How often the backlog is measured, ms. */
  measureMs: number;
  /** The pause behind the first failure of a change, ms. It doubles with each, to `longestRetryMs`. */
  retryMs: number;
  longestRetryMs: number;
  /** So often a change is tried before it is put aside. */
  tries: number;
}

export const PACE: Pace = {
  ...{ sweepMs: 1_000, gatherMs: 100, leaseMs: 5_000, measureMs: 5_000 },
  ...{ retryMs: 1_000, longestRetryMs: 60_000, tries: 8 },
};

/** A sweep reads the heads of all rooms. Where that takes long, it takes at most this share of the time. */
const SHARE = 0.05;
/** Of rooms that are behind at a time, and of revs of each of them. */
const LOOK = { limit: 200, revs: 2_000 };
/** Of one room at a time. */
const PART = { revs: 500, bytes: 1_048_576 };
/** So often a pass looks for more before others have their turn. */
const ROUNDS = 50;
const RETRIES = 20;

/** Works for one consumer, on one instance at a time. */
export class ConsumerRunner {
  private readonly wakes: ReadonlySet<string>;
  private stop: () => void = () => undefined;
  private readonly stopping = new Promise<void>((resolve) => {
    this.stop = resolve;
  });
  private running: Promise<void> | null = null;
  private stopped = false;
  private registered = false;
  private wake: () => void = () => undefined;
  /** Rooms in which something was heard. */
  private heard = new Set<string>();
  /** Until when this instance certainly holds the lease, by a clock that is never set; ms. */
  private heldUntil = Number.NEGATIVE_INFINITY;
  private sweptAt = Number.NEGATIVE_INFINITY;
  private sweepTook = 0;
  private measuredAt = Number.NEGATIVE_INFINITY;
  private retries = false;
  private latest: { backlog: Backlog; at: number } | null = null;

  constructor(
    private readonly queue: ConsumerQueue,
    private readonly consumer: Consumer,
    private readonly holder: string,
    private readonly report: { fault(error: unknown): void; warn(line: string): void },
    private readonly pace = PACE,
  ) {
    this.wakes = new Set(consumer.kinds.flatMap((kind) => wakingEvents(kind, consumer.newMessages)));
  }

  get name(): string {
    return this.consumer.name;
  }

  /** Whether this instance does the work. */
  get isHolder(): boolean {
    return performance.now() < this.heldUntil;
  }

  /** As it was told last; null when it never was. */
  get backlog(): Backlog | null {
    if (!this.latest) return null;
    const { backlog, at } = this.latest;
    const { oldestMs, measuredMs } = backlog;
    const since = Math.round(performance.now() - at);
    return {
      ...backlog,
      oldestMs: oldestMs === null ? null : oldestMs + since,
      measuredMs: measuredMs === null ? null : measuredMs + since,
    };
  }

  start(): void {
    // What nothing is wanted of is not even looked at.
    if (this.consumer.kinds.length > 0) this.running ??= this.run();
  }

  /** Ends what is under way, and lets another instance go on at once. */
  async end(): Promise<void> {
    this.stopped = true;
    this.stop();
    await this.running;
  }

  /** Something was stored. Every instance hears all of it, so this costs nothing where the work is not done. */
  note({ roomId, events }: RoomChanges): void {
    if (!this.isHolder || !events.some(({ name }) => this.wakes.has(name))) return;
    this.heard.add(roomId);
    this.wake();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.turn().catch((error: unknown) => {
        // A database that is away is told of elsewhere.
        if (!isUnavailable(error)) this.report.fault(error);
        // As though it had been done, so that it is not tried without a pause. The next sweep finds what was heard, too.
        this.sweptAt = performance.now();
        this.heard.clear();
      });
      await this.rest();
    }
    if (this.isHolder) await this.queue.release(this.name, this.holder).catch(() => undefined);
  }

  private async rest(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    await within(this.pace.gatherMs, this.stopping);
    if (this.heard.size > 0) return;
    const next = this.sweptAt + this.sweepEvery() - performance.now();
    // The lease is asked for as often, whether or not there is a sweep, and by those that do not hold it.
    const most = this.pace.sweepMs - this.pace.gatherMs;
    const ms = this.isHolder ? Math.min(most, Math.max(0, next)) : most;
    await within(
      ms,
      woken.then(() => within(this.pace.gatherMs)),
      this.stopping,
    );
  }

  private sweepEvery(): number {
    return Math.max(this.pace.sweepMs, this.sweepTook / SHARE);
  }

  private async turn(): Promise<void> {
    if (!this.registered) {
      await this.queue.register(this.name, this.consumer.from);
      this.registered = true;
    }
    if (!(await this.holds(true))) {
      // The instance that does the work now finds it by itself.
      this.heard.clear();
      return;
    }
    if (this.retries) await this.retryDeadLetters();
    const now = performance.now();
    const roomIds = [...this.heard];
    this.heard.clear();
    if (now - this.sweptAt >= this.sweepEvery()) {
      this.sweptAt = now;
      await this.pass();
    } else if (roomIds.length > 0) await this.pass(roomIds);
    if (now - this.measuredAt < this.pace.measureMs) return;
    this.measuredAt = now;
    await this.queue.measure(this.name, this.holder);
  }

  /** Whether this instance holds the lease, which is renewed in time. @param now asks the queue in any case */
  private async holds(now = false): Promise<boolean> {
    const asked = performance.now();
    const { leaseMs } = this.pace;
    if (!now && this.heldUntil - asked > leaseMs / 4) return true;
    const { leftMs, backlog, retries } = await this.queue.lease(this.name, this.holder, leaseMs);
    this.heldUntil = asked + leftMs;
    this.retries = retries;
    this.latest = { backlog, at: performance.now() };
    return leftMs > 0;
  }

  /** Handles what waits, in all rooms or in some, until nothing does. */
  private async pass(roomIds?: readonly string[]): Promise<void> {
    for (let round = 0; round < ROUNDS && !this.stopped; round += 1) {
      const began = performance.now();
      const bounds = roomIds ? { ...LOOK, roomIds } : LOOK;
      const { rooms, more } = await this.queue.find(this.name, this.consumer, bounds);
      if (!roomIds) this.sweepTook = performance.now() - began;
      for (const room of rooms) {
        if (this.stopped || !(await this.holds())) return;
        await this.work(room);
      }
      if (rooms.length === 0 && !more) return;
    }
  }

  private async work({ roomId, head, first, tries }: WaitingRoom): Promise<void> {
    const part = await this.queue.read(roomId, first - 1, this.consumer, PART);
    if (!part || part.changes.length === 0) return;
    // What failed is tried by itself first.
    if (tries === 0 && (await this.tryWhole(roomId, wholeStep(head, part)))) return;
    await this.workSingly(roomId, head, part, tries);
  }

  /** False when something in it fails, and it is not known what. */
  private async tryWhole(roomId: string, step: Step): Promise<boolean> {
    try {
      await this.take(roomId, step);
      return true;
    } catch (error) {
      if (step.changes.length > 1) return false;
      await this.failed(roomId, step, 1, error);
      return true;
    }
  }

  private async workSingly(roomId: string, head: number, part: ChangePart, tries: number): Promise<void> {
    let failures = tries;
    for (const step of singleSteps(head, part)) {
      if (this.stopped) return;
      try {
        if (!(await this.take(roomId, step))) return;
        failures = 0;
      } catch (error) {
        await this.failed(roomId, step, failures + 1, error);
        return;
      }
    }
  }

  /** False when another instance was there before. */
  private take(roomId: string, { changes, ...span }: Step): Promise<boolean> {
    return this.queue.commit(this.name, roomId, span, (transaction) =>
      this.consumer.handle({ roomId, changes }, transaction),
    );
  }

  private async failed(
    roomId: string,
    { from, changes }: Step,
    tries: number,
    error: unknown,
  ): Promise<void> {
    const rev = changes[0]?.row.rev ?? from + 1;
    const counted = !isUnavailable(error);
    if (counted && tries >= this.pace.tries) {
      const letter = { consumer: this.name, roomId, rev, error: errorLine(error), tries };
      if (await this.queue.bury(letter, from))
        this.report.warn(
          `Consumer ${this.name}: change ${rev} of room ${roomId} failed ${tries} times and is put aside: ${letter.error}`,
        );
      return;
    }
    const { retryMs, longestRetryMs } = this.pace;
    const forMs = Math.min(longestRetryMs, retryMs * 2 ** (tries - 1));
    await this.queue.putOff(this.name, roomId, from, { forMs, counted });
  }

  private async retryDeadLetters(): Promise<void> {
    for (const letter of await this.queue.toRetry(this.name, RETRIES)) {
      if (this.stopped || !(await this.holds())) return;
      const { roomId, rev } = letter;
      const part = await this.queue.read(roomId, rev - 1, this.consumer, { ...PART, revs: 1 });
      // What has changed again since is handled under its later rev.
      const changes = part?.changes ?? [];
      try {
        await this.queue.settle(letter, async (transaction) => {
          if (changes.length > 0) await this.consumer.handle({ roomId, changes }, transaction);
        });
      } catch (error) {
        if (isUnavailable(error)) throw error;
        await this.queue.failedAgain(letter, errorLine(error));
      }
    }
  }
}

function wakingEvents(kind: Consumer['kinds'][number], newMessages: boolean): ChangeEventName[] {
  const events = Object.entries(changeKinds[kind].events) as [ChangeEventName, PageEffect][];
  return events.filter(([, effect]) => newMessages || effect !== 'append').map(([name]) => name);
}
