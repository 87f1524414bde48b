import type { Count, Reckoning, Said } from '../load/orders.js';
import type { Cell, Figures } from '../measure/cell.js';
import { Histogram } from '../measure/histogram.js';
import type { Spent } from '../measure/meter.js';
import { perCpuSecond } from '../measure/processes.js';
import type { Running, Target } from '../target/target.js';
import { known, type Situation, why } from './cells.js';

/** Above it the load may have been what was slow. */
const LOAD_BUSY_MOST = 0.85;
/** From here on others disturb what is measured by the clock; processor time is hardly touched. */
const STRANGERS_MOST = 0.15;

/** Everything that was seen of one conversation. */
export interface Seen {
  spent: Spent;
  count: Count;
  said: Said;
  reckoning: Reckoning;
  more: Figures;
}

export async function cellOf(plan: Situation, target: Target, running: Running, seen: Seen): Promise<Cell> {
  const { spent, said, reckoning } = seen;
  const taken = Object.values(said.taken).reduce((sum, n) => sum + n, 0);
  const stored = await running.stored(Object.keys(said.taken));
  const { lost, doubled, reordered, missing } = reckoning;
  const doubts: string[] = [];
  if (spent.loadBusy !== null && spent.loadBusy > LOAD_BUSY_MOST) {
    doubts.push(`the load kept its processor ${Math.round(spent.loadBusy * 100)} % busy`);
  }
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
  if (said.unanswered > 0) notes.push(`overloaded: ${said.unanswered} messages were never answered`);
  if (Object.keys(said.refused).length > 0) notes.push(`refused: ${why(said.refused)}`);
  if ((spent.strangersBusy ?? 0) > STRANGERS_MOST) {
    notes.push('other programs were busy on the same processor: times are too long');
  }
  return notes;
}

/** A message without an answer may be in the table or not. */
function compareTable(taken: number, stored: number, unanswered: number): Cell['checks'] {
  return {
    unstored: Math.max(0, taken - stored),
    unacknowledged: unanswered === 0 ? Math.max(0, stored - taken) : 0,
  };
}

function figuresOf({ spent, count, reckoning }: Seen): Figures {
  const seconds = count.ms / 1_000;
  const { server, redis, postgres, load } = spent.cpu;
  // What was counted and the processor time were not begun and ended at just the same moments.
  const per = (n: number, cpu: number) => perCpuSecond((n / seconds) * spent.seconds, cpu);
  const percent = (cpu: number) => (cpu / spent.seconds) * 100;
  const latency = Histogram.of(reckoning.latency);
  const answer = Histogram.of(reckoning.answer);
  return {
    deliveries: count.deliveries / seconds,
    said: count.said / seconds,
    taken: count.taken / seconds,
    ...known({
      deliveriesPerCpu: per(count.deliveries, server),
      deliveriesPerCpuAll: per(count.deliveries, server + redis + postgres),
      takenPerCpu: per(count.taken, server),
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
