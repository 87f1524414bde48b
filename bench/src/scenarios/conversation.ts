import { now, sleepUntil } from '../clock.js';
import type { Load } from '../load/load.js';
import type { Count, Reckoning, Said, Talk } from '../load/orders.js';
import type { Cell, Figures } from '../measure/cell.js';
import { Histogram } from '../measure/histogram.js';
import { Meter, type Spent } from '../measure/meter.js';
import type { Seat } from '../target/dialect.js';
import type { Running, Target } from '../target/target.js';
import { known, type Situation, why, withServers } from './cells.js';
import type { Stage } from './scenario.js';

/** Above it the load may have been what was slow. */
const LOAD_BUSY_MOST = 0.85;
/** Every so-many-th receiver reads what it hears; more of them where there are few. */
const probeEvery = (receivers: number) => Math.max(1, Math.min(200, Math.floor(receivers / 8)));
/** From here on others disturb what is measured by the clock; processor time is hardly touched. */
const STRANGERS_MOST = 0.15;
const PATIENCE_MS = 15_000;
const AT_ONCE = 64;

export interface Plan extends Situation {
  instances: number;
  /** How many people there are. */
  people: number;
  seats(tokens: readonly string[], ports: readonly number[]): Seat[];
  talk: Talk;
  /** Done when all are in, before anybody talks. */
  prepare?(stage: Stage): Promise<void>;
  /** Goes on while it is measured, until the signal; what it answers is added to the figures. */
  meanwhile?(meter: Meter, signal: AbortSignal): Promise<Figures>;
}

/** Some talk, others listen, and it is measured from the middle. Everything said is accounted for in the end. */
export async function converse(stage: Stage, target: Target, plan: Plan): Promise<Cell> {
  return withServers(stage, target, plan, async (running) => {
    const { ground, load, options } = stage;
    const tokens = await running.admit(plan.people);
    const seats = plan.seats(tokens, running.ports);
    await enterAll(load, target, seats);
    await plan.prepare?.(stage);
    const meter = new Meter(ground, running, load);
    await load.talk(plan.talk);
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
    const said = await load.hush(PATIENCE_MS);
    const reckoning = await load.reckon(said.taken, PATIENCE_MS);
    return cellOf(plan, target, running, { spent, count, said, reckoning, more });
  });
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

interface Seen {
  spent: Spent;
  count: Count;
  said: Said;
  reckoning: Reckoning;
  more: Figures;
}

async function cellOf(plan: Plan, target: Target, running: Running, seen: Seen): Promise<Cell> {
  const { spent, said, reckoning } = seen;
  const taken = Object.values(said.taken).reduce((sum, n) => sum + n, 0);
  const stored = await running.stored(Object.keys(said.taken));
  const { lost, doubled, reordered, missing } = reckoning;
  const doubts: string[] = [];
  if (spent.loadBusy !== null && spent.loadBusy > LOAD_BUSY_MOST) {
    doubts.push(`the load kept its processor ${Math.round(spent.loadBusy * 100)} % busy`);
  }
  if (said.unanswered > 0) doubts.push(`${said.unanswered} messages were never answered`);
  if (Object.keys(reckoning.closed).length > 0) doubts.push(`connections ended: ${why(reckoning.closed)}`);
  const checks = {
    lost,
    doubled: doubled + (said.unanswered === 0 ? reckoning.surplus : 0),
    reordered,
    missing,
  };
  const { scenario, variant, round } = plan;
  return {
    ...{ scenario, variant, round, target: target.name, keeps: target.keeps },
    figures: { ...figuresOf(seen), ...seen.more },
    checks: stored === null ? checks : { ...checks, ...compareTable(taken, stored, said.unanswered) },
    doubts,
    notes: notesOn(seen),
  };
}

function notesOn({ spent, said }: Seen): string[] {
  const notes: string[] = [];
  if (Object.keys(said.refused).length > 0) notes.push(`refused: ${why(said.refused)}`);
  if ((spent.strangersBusy ?? 0) > STRANGERS_MOST) {
    notes.push('other programs were busy on the same processor: times are too long');
  }
  return notes;
}

/** A message that nobody answered may be in the table or not. */
function compareTable(taken: number, stored: number, unanswered: number): Cell['checks'] {
  return {
    unstored: Math.max(0, taken - stored),
    unacknowledged: unanswered === 0 ? Math.max(0, stored - taken) : 0,
  };
}

function figuresOf({ spent, count, reckoning }: Seen): Figures {
  const seconds = count.ms / 1_000;
  const { server, redis, postgres, load } = spent.cpu;
  // A server that sleeps has no rate.
  const per = (n: number, cpu: number) => (cpu > 0 ? (n / seconds) * (spent.seconds / cpu) : 0);
  const percent = (cpu: number) => (cpu / spent.seconds) * 100;
  const latency = Histogram.of(reckoning.latency);
  const answer = Histogram.of(reckoning.answer);
  return {
    deliveriesPerCpu: per(count.deliveries, server),
    deliveriesPerCpuAll: per(count.deliveries, server + redis + postgres),
    deliveries: count.deliveries / seconds,
    said: count.said / seconds,
    taken: count.taken / seconds,
    takenPerCpu: per(count.taken, server),
    ...known({
      latencyP50: latency.quantile(0.5),
      latencyP99: latency.quantile(0.99),
      answerP50: answer.quantile(0.5),
      answerP99: answer.quantile(0.99),
      latenessP99: Histogram.of(count.late).quantile(0.99),
      strangersCpu: spent.strangersBusy === null ? null : spent.strangersBusy * 100,
    }),
    cpu: percent(server),
    redisCpu: percent(redis),
    postgresCpu: percent(postgres),
    loadCpu: percent(load),
    memoryMb: spent.memory.server / 1024 / 1024,
  };
}
