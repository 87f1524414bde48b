import { now, sleepUntil } from '../clock.js';
import type { Count, Reckoning, Said, Talk } from '../load/orders.js';
import type { Cell, Figures } from '../measure/cell.js';
import { Histogram } from '../measure/histogram.js';
import { Meter, type Spent } from '../measure/meter.js';
import type { Seat } from '../target/dialect.js';
import type { Running, Target } from '../target/target.js';
import type { Stage } from './scenario.js';

/** Above it the load may have been what was slow. */
const LOAD_BUSY_MOST = 0.85;
/** Every so-many-th receiver reads what it hears; more of them where there are few. */
const probeEvery = (receivers: number) => Math.max(1, Math.min(200, Math.floor(receivers / 8)));
const PATIENCE_MS = 20_000;
const AT_ONCE = 64;

export interface Plan {
  scenario: string;
  variant: string;
  round: number;
  instances: number;
  seats(tokens: readonly string[], ports: readonly number[]): Seat[];
  /** How many people there are. */
  people: number;
  talk: Talk;
  /** How long it goes before it is measured, and how long it is measured. */
  warmUpMs: number;
  seconds: number;
}

/** Some talk, others listen, and it is measured from the middle. Everything said is accounted for in the end. */
export async function converse(stage: Stage, target: Target, plan: Plan): Promise<Cell> {
  const { ground, load } = stage;
  const running = await target.start(ground, plan);
  try {
    const tokens = await running.admit(plan.people);
    const seats = plan.seats(tokens, running.ports);
    const entering = await load.enter(target.name, seats, {
      probeEvery: probeEvery(seats.length),
      atOnce: AT_ONCE,
    });
    if (entering.entered < seats.length) {
      return failed(
        plan,
        target,
        `${seats.length - entering.entered} of ${seats.length} could not come in: ${why(entering.failed)}`,
      );
    }
    const meter = new Meter(ground, running, load);
    await load.talk(plan.talk);
    const from = now() + plan.warmUpMs;
    const until = from + plan.seconds * 1_000;
    const counting = load.measure(from, until);
    await sleepUntil(from);
    const end = await meter.begin();
    await sleepUntil(until);
    const spent = await end();
    const count = await counting;
    const said = await load.hush(PATIENCE_MS);
    const reckoning = await load.reckon(said.taken, PATIENCE_MS);
    return await cellOf(plan, target, running, { spent, count, said, reckoning });
  } finally {
    await load.leave();
    await running.stop();
  }
}

interface Seen {
  spent: Spent;
  count: Count;
  said: Said;
  reckoning: Reckoning;
}

async function cellOf(plan: Plan, target: Target, running: Running, seen: Seen): Promise<Cell> {
  const { spent, said, reckoning } = seen;
  const taken = Object.values(said.taken).reduce((sum, n) => sum + n, 0);
  const stored = await running.stored(Object.keys(said.taken));
  const { lost, doubled, reordered, missing } = reckoning;
  const doubts = [];
  if (spent.loadBusy !== null && spent.loadBusy > LOAD_BUSY_MOST) {
    doubts.push(`the load kept its processor ${Math.round(spent.loadBusy * 100)} % busy`);
  }
  if (said.unanswered > 0) doubts.push(`${said.unanswered} messages were never answered`);
  if (Object.keys(said.refused).length > 0) doubts.push(`refused: ${why(said.refused)}`);
  if (Object.keys(reckoning.closed).length > 0) doubts.push(`connections ended: ${why(reckoning.closed)}`);
  return {
    scenario: plan.scenario,
    variant: plan.variant,
    target: target.name,
    keeps: target.keeps,
    round: plan.round,
    figures: figuresOf(seen),
    checks: {
      lost,
      doubled: doubled + (said.unanswered === 0 ? reckoning.surplus : 0),
      reordered,
      missing,
      ...(stored === null
        ? {}
        : {
            unstored: Math.max(0, taken - stored),
            unacknowledged: said.unanswered === 0 ? Math.max(0, stored - taken) : 0,
          }),
    },
    doubts,
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

function known(figures: { [N in keyof Figures]: number | null }): Figures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null));
}

function failed({ scenario, variant, round }: Plan, { name, keeps }: Target, doubt: string): Cell {
  return { scenario, variant, target: name, keeps, round, figures: {}, checks: {}, doubts: [doubt] };
}

function why(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([reason, count]) => `${reason} (${count})`)
    .join(', ');
}
