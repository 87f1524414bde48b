import { SetUpError } from '@parley/testkit/set-up-error.js';
import { now, sleep } from '../clock.js';
import type { Instance } from '../cluster/instance.js';
import type { Fault, Stage } from './fault.js';

/** The calm between two faults, ms. */
const CALM_MS = [500, 2_500] as const;
/** How often a second fault begins while the first goes on. */
const TOGETHER = 0.35;
/** They take long, or others must not disturb what they wait for: first of all, and alone. */
const FIRST = new Set(['orphan', 'stalled']);

type Work = Promise<void>;

/** Applies faults, one or two at a time, each kind as often as the others, until the time is over and enough kinds were. */
export class Scheduler {
  private readonly going = new Set<{ fault: Fault; instance: string }>();
  private readonly later: Work[] = [];
  private left: Fault[] = [];
  private begun = 0;
  /** Those that were applied. */
  private readonly kinds = new Set<string>();

  constructor(
    private readonly faults: readonly Fault[],
    private readonly stage: Omit<Stage, 'afterwards'>,
    private readonly log: (line: string) => void,
  ) {}

  /** The faults that are on now. */
  get now(): string[] {
    return [...this.going].map(({ fault }) => fault.name);
  }

  /** @param kinds how many at least, however long they take: on a slow machine some take a minute each */
  async run(until: number, kinds = 0): Work {
    const running: Work[] = [];
    while (now() < until || this.kinds.size < kinds) {
      await sleep(this.stage.random.between(...CALM_MS));
      const fault = this.next();
      if (!fault) continue;
      const doing = this.apply(fault);
      running.push(doing);
      const alone = FIRST.has(fault.name) || !this.stage.random.chance(TOGETHER);
      if (alone) await Promise.all(running.splice(0));
    }
    await Promise.all(running);
  }

  /** What the faults left to be watched. */
  async settle(): Work {
    await Promise.all(this.later);
  }

  private next(): Fault | null {
    if (this.left.length === 0) {
      const shuffled = this.stage.random.shuffle(this.faults);
      const isFirst = ({ name }: Fault) => FIRST.has(name);
      this.left = [...shuffled.filter(isFirst), ...shuffled.filter((fault) => !isFirst(fault))];
    }
    const i = this.left.findIndex((fault) => this.isPossible(fault));
    return this.left.splice(i, i < 0 ? 0 : 1)[0] ?? null;
  }

  private isPossible(fault: Fault): boolean {
    if (fault.on === 'nothing') return true;
    if (fault.on === 'an instance') return this.free().length > 0;
    return ![...this.going].some((one) => one.fault.on === fault.on);
  }

  /** At least one instance always stands untouched. */
  private free(): Instance[] {
    const taken = new Set([...this.going].map(({ instance }) => instance));
    const free = this.stage.cluster.up.filter(({ id }) => !taken.has(id));
    return free.length > 1 || this.stage.cluster.instances.length === 1 ? free : [];
  }

  private async apply(fault: Fault): Work {
    const { cluster, random, recorder } = this.stage;
    const instance = fault.on === 'an instance' ? random.pick(this.free()) : cluster.instances[0];
    if (!instance) return;
    const from = now();
    const alone = this.going.size === 0;
    const begun = ++this.begun;
    const going = { fault, instance: fault.on === 'an instance' ? instance.id : '' };
    this.going.add(going);
    const before = recorder.history.freezes.length;
    try {
      const stage: Stage = {
        ...this.stage,
        afterwards: (work) => this.later.push(work),
      };
      const note = await fault.apply(stage, instance);
      if (note !== null) {
        this.kinds.add(fault.name);
        recorder.history.faults.push({ kind: fault.name, from, to: now(), note });
      }
    } catch (error) {
      // What another fault broke under its hands. A cluster that cannot be mended ends the run.
      if (error instanceof SetUpError) throw error;
      this.log(`${fault.name} could not be applied: ${error}`);
    } finally {
      this.going.delete(going);
    }
    const wasAlone = alone && this.begun === begun;
    for (const freeze of recorder.history.freezes.slice(before)) freeze.alone = wasAlone;
  }
}
