import { now, sleepUntil } from '../clock.js';
import type { Load } from '../load/load.js';
import type { Reckoning, Talk } from '../load/orders.js';
import type { Cell, Figures } from '../measure/cell.js';
import { Meter } from '../measure/meter.js';
import type { Seat } from '../target/dialect.js';
import type { Running, Target } from '../target/target.js';
import { type Situation, why, withServers } from './cells.js';
import { cellOf } from './conversation-cell.js';
import type { Stage } from './scenario.js';

/** Every so-many-th receiver reads what it hears; more of them where there are few. */
const probeEvery = (receivers: number) => Math.max(1, Math.min(200, Math.floor(receivers / 8)));
/** A server that was overloaded has much to do after that. */
const PATIENCE = { idleMs: 5_000, mostMs: 30_000 };
const AT_ONCE = 64;

export interface Plan extends Situation {
  instances: number;
  /** How many people there are. */
  people: number;
  seats(tokens: readonly string[], ports: readonly number[]): Seat[];
  /** Done when all are in, before anybody talks. */
  prepare?(stage: Stage): Promise<void>;
  /** Goes on while it is measured, until the signal; what it answers is added to the figures. */
  meanwhile?(meter: Meter, signal: AbortSignal): Promise<Figures>;
}

/** Lets them talk so, and measures it. */
type Measure = (variant: string, talk: Talk) => Promise<Cell>;

/** Some talk, others listen, and it is measured. */
export function converse(
  stage: Stage,
  target: Target,
  { talk, ...plan }: Plan & { talk: Talk },
): Promise<void> {
  return gather(stage, target, plan, async (measure) => stage.keep(await measure(plan.variant, talk)));
}

/** Brings people together, to be measured in one situation after the other. */
export function gather(
  stage: Stage,
  target: Target,
  plan: Plan,
  use: (measure: Measure) => Promise<void>,
): Promise<void> {
  return withServers(stage, target, plan, async (running) => {
    stage.tell(`${plan.scenario}: ${target.title}, ${plan.people} people come in`);
    const tokens = await running.admit(plan.people);
    await enterAll(stage.load, target, plan.seats(tokens, running.ports));
    await plan.prepare?.(stage);
    let before: Reckoning | null = null;
    await use(async (variant, talk) => {
      stage.tell(`${plan.scenario}: ${target.title}, ${variant}`);
      const seen = await observe(stage, running, plan, talk);
      const cell = await cellOf({ ...plan, variant }, target, running, {
        ...seen,
        reckoning: since(before, seen.reckoning),
      });
      before = seen.reckoning;
      return cell;
    });
  });
}

/** From the middle of it. Everything said is accounted for in the end. */
async function observe({ environment, load, options }: Stage, running: Running, plan: Plan, talk: Talk) {
  const meter = new Meter(environment, running, load);
  await load.talk(talk);
  const from = now() + options.warmUpMs;
  const until = from + options.seconds * 1_000;
  const counting = load.measure(from, until);
  await sleepUntil(from);
  const over = new AbortController();
  const meanwhile = plan.meanwhile?.(meter, over.signal);
  const end = await meter.begin();
  await sleepUntil(until);
  const spent = await end();
  over.abort();
  const more = (await meanwhile) ?? {};
  const count = await counting;
  const said = await load.hush(PATIENCE);
  const reckoning = await load.reckon(said, PATIENCE);
  return { spent, count, said, reckoning, more };
}

/** What went wrong since the last time. */
function since(before: Reckoning | null, now: Reckoning): Reckoning {
  if (!before) return now;
  const grown = (kind: 'lost' | 'surplus' | 'doubled' | 'reordered' | 'missing') =>
    Math.max(0, now[kind] - before[kind]);
  return {
    ...now,
    lost: grown('lost'),
    surplus: grown('surplus'),
    doubled: grown('doubled'),
    reordered: grown('reordered'),
    missing: grown('missing'),
  };
}

/** Brings everybody in. Throws when not all got in. */
async function enterAll(load: Load, target: Target, seats: readonly Seat[]): Promise<void> {
  const { entered, failed } = await load.enter(target.name, seats, {
    probeEvery: probeEvery(seats.length),
    atOnce: AT_ONCE,
  });
  if (entered < seats.length) {
    throw new Error(`${seats.length - entered} of ${seats.length} could not come in: ${why(failed)}`);
  }
}
